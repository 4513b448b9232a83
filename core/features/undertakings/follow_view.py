"""A body's follow-up of a period as its template and its document say it."""

from __future__ import annotations

from dataclasses import dataclass

from core.cycle.checking_in import AskedPeriod
from core.cycle.plans import CheckIn, Expected
from core.outcomes.measures import StagedMeasure, change_words, effect_words
from core.outcomes.periods import FigureNow, FollowedNow, FollowUpNow
from core.words import labels, symbols
from core.words.dates import month_name
from core.words.formats import count_word, first_upper, number, with_unit


@dataclass(frozen=True)
class FigureView:
    """An indicator then and now in words; ``symbol`` is a new value's face, ``note`` what is awaited."""

    name: str
    change: str
    symbol: str
    face: str
    note: str


@dataclass(frozen=True)
class FollowedView:
    """A goal or an assignment with its figures, what was said ``last`` time and what is ``said`` now."""

    key: str
    kind: str
    title: str
    state: str
    symbol: str
    face: str
    figures: tuple[FigureView, ...]
    last: CheckIn | None
    said: CheckIn | None
    anchor: str


@dataclass(frozen=True)
class MeasureView:
    """A measure of the body's: what was decided, how far it has come, and what the figure did."""

    id: str
    title: str
    decided: str
    state: str
    figure: str
    effect: str


def followed_view(one: FollowedNow) -> FollowedView:
    """ONE in words."""
    return FollowedView(
        one.followed.of.id,
        one.followed.subject.value,
        one.followed.title,
        one.state,
        symbols.face(one.face) if one.face else "",
        labels.ATTAINMENT[one.face] if one.face else "",
        tuple(map(figure_view, one.figures)),
        one.followed.last,
        one.followed.said,
        f"om-{one.followed.of.id}",
    )


def figure_view(one: FigureNow) -> FigureView:
    """ONE in words: never an old value as a new one."""
    # Of a year by months the newest: all of them stand on the indicator's page.
    parts = one.parts[-1:] if one.parts and one.parts[0][0].startswith("M") else one.parts
    notes = [", ".join(f"{_part_words(part)} {number(value, one.decimals)}" for part, value in parts)]
    if not one.is_new and one.now:
        notes.append("inget nytt värde sedan sist")
    if one.comes:
        notes.append(f"värdet för {one.comes[1]} kommer {one.comes[0]:%Y-%m}")
    return FigureView(
        labels.with_gender(one.name, one.gender),
        _change(one),
        symbols.face(one.face) if one.face else "",
        labels.ATTAINMENT[one.face] if one.face else "",
        ". ".join(map(first_upper, filter(None, notes))),
    )


def _part_words(part: str) -> str:
    return month_name(int(part[1:])) if part.startswith("M") else part


def _change(one: FigureNow) -> str:
    """ "84,5 (2024) → 86,4 % (2025)"."""
    now = f"{with_unit(number(one.now[1], one.decimals), one.unit)} ({one.now[0]})" if one.now else "inget värde"
    if one.then is None or not one.is_new:
        return now
    return f"{number(one.then.value, one.decimals)} ({one.then.year}) → {now}"


def measure_view(one: StagedMeasure, decimals: int) -> MeasureView:
    """ONE in words, with DECIMALS of its indicator."""
    decision = one.measure.decision
    activities = (one.progress.words, one.progress.late_words) if one.activities else ()
    return MeasureView(
        one.measure.id,
        one.measure.title,
        decision.decision.words if decision else "",
        ", ".join(filter(None, [one.stage.value, *activities])),
        change_words(one.effect, decimals),
        effect_words(one.effect),
    )


def title_words(body: str, asked: AskedPeriod, now: FollowUpNow) -> str:
    """ "Grundskolenämnden, tertial 2: två av sex är avstämda, ett väntas inte nås"."""
    said = [one.followed.said for one in now.all if one.followed.said]
    missed = sum(one.expected is Expected.NOT_REACHED for one in said)
    parts = [f"{count_word(len(said), 'ett')} av {count_word(len(now.all), 'ett')} är avstämda"]
    if missed:
        parts.append(f"{count_word(missed, 'ett')} väntas inte nås")
    elif said:
        parts.append(
            "alla väntas nås" if all(one.expected is Expected.REACHED for one in said) else "inget väntas missas"
        )
    return f"{body}, {asked.period.value} {asked.year}: {', '.join(parts) if now.all else 'inget att följa upp'}"
