"""What has happened to an indicator's targets, as its template draws it."""

from __future__ import annotations

from dataclasses import dataclass

from core.features.targets.view import group_options, page_address
from core.targets.models import Target
from core.targets.setting import TargetSetting
from core.targets.versions import TargetEvent
from core.targets.words import asked_words, decision_words, when_words
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import moment_words


@dataclass(frozen=True)
class EventView:
    """A line of the history. ``before`` and ``after`` are what was asked for, '' for nothing."""

    at: str
    who: str
    deed: str
    about: str
    before: str
    after: str
    rests_on: str
    link: str


def history_html(asked: Visit, setting: TargetSetting, municipality: str, kpi: str) -> str:
    """Who has set MUNICIPALITY's targets for KPI, when and to what. Raises NotAllowedError for who may not set them."""
    events = setting.history(municipality, kpi, by=asked.person)
    groups = dict(group_options(setting))
    known = setting.catalogue.by_kpi[kpi]
    return render(
        "targets_history.html",
        address=asked.address,
        name=known.name,
        unit=known.unit,
        place=setting.references.names[municipality],
        events=[_view(event, setting, groups) for event in events],
        back=page_address(municipality, known.area),
    )


def _view(event: TargetEvent, setting: TargetSetting, groups: dict[str, str]) -> EventView:
    about = event.after or event.before
    if about is None:
        raise ValueError("an event without a target")
    return EventView(
        at=moment_words(event.at),
        who=event.who,
        deed="satte" if event.before is None else "tog bort" if event.after is None else "ändrade",
        about=when_words(about),
        before=_words(event.before, setting, groups),
        after=_words(event.after, setting, groups),
        rests_on=decision_words(event.after) if event.after else "",
        link=event.after.link if event.after else "",
    )


def _words(target: Target | None, setting: TargetSetting, groups: dict[str, str]) -> str:
    if target is None:
        return ""
    final = " (slutmål)" if target.is_final else ""
    return f"{asked_words(target, setting.catalogue, groups)}{final}"
