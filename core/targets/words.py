"""What is said of targets and of what has been done to them."""

from __future__ import annotations

from core.catalogue import Catalogue
from core.targets.models import Target
from core.targets.versions import TargetEvent
from core.words import labels
from core.words.dates import moment_words
from core.words.sentences import Level, kind_words


def asked_words(target: Target, catalogue: Catalogue, groups: dict[str, str] | None = None) -> str:
    """What TARGET asks for: "minst 90", with GROUPS (id to name) where it names one."""
    known = catalogue.by_kpi.get(target.kpi)
    asked = Level(target.kind, target.value, target.value2, target.base_year, target.group, target.rank)
    return kind_words(asked, known.decimals if known else 0, group=(groups or {}).get(target.group or "", ""))


def when_words(target: Target) -> str:
    """For which year, for whom and whether at last: "2027, kvinnor, slutmål"."""
    parts = [str(target.year)]
    if target.gender in ("K", "M"):
        parts.append(labels.GENDER[target.gender])
    if target.is_final:
        parts.append("slutmål")
    return ", ".join(parts)


def decision_words(target: Target) -> str:
    """What TARGET rests on: "Kommunfullmäktige, § 12"; '' where nothing is noted."""
    return ", ".join(filter(None, (target.decided_by, target.decision)))


def overtaken_words(event: TargetEvent, catalogue: Catalogue) -> str:
    """That somebody else was first: who, when and what she did."""
    target = event.after or event.before
    if target is None:
        raise ValueError("an event without a target")
    known = catalogue.by_kpi.get(target.kpi)
    deed = "tog bort" if event.after is None else "satte" if event.before is None else "ändrade"
    about = f"målet för {target.year}"
    now = f" till {asked_words(target, catalogue)}" if deed == "ändrade" else ""
    name = f" ({known.name})" if known else ""
    return f"{event.who or 'Någon'} {deed} {about}{name}{now}, {moment_words(event.at)}."
