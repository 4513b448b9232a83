"""What a municipality's targets ask for year by year: milestones and final targets, by indicator and gender."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.outcomes.figures import Figures
from core.outcomes.rows import group_names
from core.signals import TargetKind
from core.signals.targets import ONE_LEVEL_KINDS, TOTAL
from core.words.sentences import Level, kind_words

# The participants' and as many others.
_KEPT = 20


@dataclass(frozen=True)
class Aim:
    """What a target of ``year`` asks for, in ``words`` ("minst 92"); ``level`` where that is one level, else None."""

    year: int
    kind: TargetKind
    words: str
    level: float | None
    is_final: bool


Aims = Mapping[tuple[str, str], Sequence[Aim]]


def aims_of(figures: Figures, municipality: str, kpi: str, gender: str) -> Sequence[Aim]:
    """What is aimed at for KPI and GENDER, oldest year first: its own targets, else those of the total."""
    aims = all_aims(figures, municipality)
    return aims.get((kpi, gender)) or aims.get((kpi, TOTAL), ())


def all_aims(figures: Figures, municipality: str) -> Aims:
    """All that MUNICIPALITY aims at, by kpi and the gender that the targets were set for; kept."""
    return figures.kept(_aims, municipality, most=_KEPT)


def final_aim(aims: Sequence[Aim], year: float) -> Aim | None:
    """The nearest final target after YEAR (of the outcome; NaN: there is none), else the latest there was."""
    finals = [aim for aim in aims if aim.is_final]
    return next((aim for aim in finals if not aim.year <= year), finals[-1] if finals else None)


def _aims(figures: Figures, municipality: str) -> Aims:
    names, by_kpi = group_names(figures.catalogue), figures.catalogue.by_kpi
    found: defaultdict[tuple[str, str], list[Aim]] = defaultdict(list)
    held = figures.targets_of(municipality).sort_values("year", kind="stable")
    asked = map(Level, *(held[column].tolist() for column in Level._fields))
    about = zip(*(held[column].tolist() for column in ("kpi", "gender", "year", "is_final")), strict=True)
    for one, (kpi, gender, year, is_final) in zip(asked, about, strict=True):
        level = float(one.value) if one.value is not None and one.kind in ONE_LEVEL_KINDS else None
        words = kind_words(one, by_kpi[kpi].decimals, group=names.get(one.group or "", ""))
        found[kpi, gender or TOTAL].append(Aim(int(year), TargetKind(one.kind), words, level, bool(is_final)))
    return dict(found)
