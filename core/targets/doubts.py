"""Levels that may be right and are probably a slip of the hand: a person confirms them before they are saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from core import seals
from core.catalogue import Indicator
from core.signals import TargetKind
from core.tabular.units import Range, is_per_cent, unit_range
from core.targets.models import Target
from core.words.formats import level, with_unit

# The lowest and the highest value that any municipality has had.
Span: TypeAlias = tuple[float, float]
# The newest year with a value, and the value.
Newest: TypeAlias = tuple[int, float]
_LEVELS = ("value", "value2")
_SIGN = {TargetKind.AT_LEAST: 1, TargetKind.AT_MOST: -1}


@dataclass(frozen=True)
class Doubt:
    """Why a level is doubted: its ``column``, the ``level`` itself, and a Swedish sentence."""

    column: str
    level: float
    what: str


def doubts(
    target: Target,
    indicator: Indicator,
    span: Span | None,
    before: Target | None = None,
    *,
    newest: Newest | None = None,
) -> tuple[Doubt, ...]:
    """What somebody must confirm of TARGET, which is for INDICATOR: one doubt for each level, at most.

    A level outside what the unit allows, or farther from all there is (SPAN, None where there is nothing) than the
    whole of it is wide; one for a later year that is worse than the outcome is already (NEWEST, None where there is
    none). What stood in BEFORE, of the same indicator, is not asked again.
    """
    known = _levels(before) if before and before.kpi == target.kpi else {}
    found = []
    for column, value in _levels(target).items():
        what = "" if value in known.values() else _what(value, indicator, span) or _worse(target, indicator, newest)
        if what:
            found.append(Doubt(column, value, what))
    return tuple(found)


def advice_words(found: Sequence[Doubt]) -> str:
    """What to do about FOUND, of one target."""
    return (
        "Rätta nivån, eller bekräfta att den stämmer."
        if len(found) == 1
        else "Rätta dem, eller bekräfta att de stämmer."
    )


def seal_of(found: Sequence[Doubt]) -> str:
    """What a tick that confirms FOUND says, so that it confirms nothing else; '' for no doubts."""
    return seals.seal_of([(one.column, one.level) for one in found])


def _levels(target: Target) -> dict[str, float]:
    return {column: value for column in _LEVELS if (value := getattr(target, column)) is not None}


def _what(value: float, indicator: Indicator, span: Span | None) -> str:
    said = with_unit(level(value), indicator.unit)
    least, most = _allowed(indicator.unit, span)
    if meant := _meant(value, indicator, span):
        return f"{said} kan vara {with_unit(level(meant), indicator.unit)}, skrivet på annat sätt."
    if least is not None and value < least:
        return f"{said} är lägre än {level(least)}, som brukar vara det lägsta möjliga."
    if most is not None and value > most:
        return f"{said} är högre än {level(most)}, som brukar vara det högsta möjliga."
    if span and not _is_near(value, span):
        return f"{said} ligger långt från allt som kommunerna har haft: {_words(span, indicator)}."
    return ""


def _worse(target: Target, indicator: Indicator, newest: Newest | None) -> str:
    """What is said of a level that asks for less than there is: the outcome is compared as it is shown."""
    sign, value = _SIGN.get(target.kind), target.value
    if newest is None or sign is None or value is None or target.year <= newest[0]:
        return ""
    now = round(newest[1], indicator.decimals)
    if sign * (value - now) >= 0:
        return ""
    said, outcome = (with_unit(level(one), indicator.unit) for one in (value, now))
    return f"{said} för {target.year} är sämre än utfallet {newest[0]}, som är {outcome}."


def _meant(value: float, indicator: Indicator, span: Span | None) -> float | None:
    """What VALUE probably is: 92 where 0.92 stands for a share, 98 500 where a point was taken for decimals."""
    if is_per_cent(indicator.unit):
        times, is_odd = 100, 0 < value < 1
    else:
        times, is_odd = 1_000, span is not None and 0 < value < span[0]
    meant = round(value * times, 6)
    return meant if is_odd and (span is None or span[0] <= meant <= span[1]) else None


def _allowed(unit: str, span: Span | None) -> Range:
    """UNIT's range, unless SPAN tells that it does not hold: a deviation in per cent may be negative."""
    least, most = unit_range(unit)
    if span is None:
        return least, most
    holds = (least is None or span[0] >= least) and (most is None or span[1] <= most)
    return (least, most) if holds else (None, None)


def _is_near(value: float, span: Span) -> bool:
    least, most = span
    width = most - least
    # Where all have the same there is no width to measure by.
    return not width or least - width <= value <= most + width


def _words(span: Span, indicator: Indicator) -> str:
    least, most = (level(round(end, max(indicator.decimals, 1))) for end in span)
    return f"{least} till {with_unit(most, indicator.unit)}"
