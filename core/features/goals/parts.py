"""What the pages of goals draw alike: faces, indicators with their way to the final target, assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import isnan

from core.charts.aim_path import AimPath, aim_path, path_years, year_place
from core.charts.row_view import RowView, row_view
from core.features.goals.words import FACE
from core.goals.book import GoalBook
from core.goals.counting import OpenCount, counted, state_words
from core.goals.models import Assignment
from core.outcomes.aims import Aim, aims_of, final_aim
from core.outcomes.chain import ChainGoal, ChainIndicator
from core.outcomes.figures import Figures
from core.signals import Gender, Pace, TargetKind, shown_one
from core.tabular.faults import cut
from core.web.choices import ASSIGNMENTS, INDICATOR, Choices, link
from core.words import labels, symbols
from core.words.sentences import Row

_LONGEST = 70
_ASSIGNMENTS_SHOWN = 3
# Of a drawing's width: a year's four digits, and half of those in the middle.
_YEAR_WIDE = 52
_PACE_TONE = {Pace.ON_PACE: "good", Pace.TOO_SLOW: "near", Pace.WRONG_WAY: "bad"}


@dataclass(frozen=True)
class FaceView:
    """A goal's face and its word; ``computed`` is the symbol of the computed one where an owner has overruled it."""

    symbol: str
    words: str
    computed: str = ""
    computed_words: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class PaceView:
    """The pace towards the final target: symbol and tone of its arrow, its word, and the sentence with its numbers."""

    symbol: str
    tone: str
    words: str
    sentence: str


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator of a goal; ``row`` is None where there is no such indicator any more."""

    name: str
    row: RowView | None
    note: str
    target_year: str
    path: AimPath | None
    final: str
    final_year: str
    pace: PaceView
    unit: str = ""


@dataclass(frozen=True)
class IndicatorTable:
    """The indicators of a goal; ``axis`` are the years of all their drawings: (place, anchor, year)."""

    lines: tuple[IndicatorLine, ...] = ()
    axis: tuple[tuple[float, str, int], ...] = ()


@dataclass(frozen=True)
class AssignmentView:
    """An assignment, in short."""

    text: str
    address: str
    deadline: str
    state: str
    is_late: bool
    is_waiting: bool


@dataclass(frozen=True)
class Asked:
    """The assignments of a goal that are not closed: how many, and the first of them."""

    count: OpenCount = field(default_factory=OpenCount)
    shown: tuple[AssignmentView, ...] = ()
    all: int = 0
    address: str = ""


def face_view(one: ChainGoal) -> FaceView:
    """The face that stands for ONE."""
    symbol, words, own = symbols.face(one.face), FACE[one.face], one.overruling
    if own is None:
        return FaceView(symbol, words)
    by = ", ".join(filter(None, [own.function, f"{own.on:%Y-%m-%d}"]))
    return FaceView(
        symbol, words, symbols.face(one.computed.face), FACE[one.computed.face], " ".join(own.reason.split()), by
    )


def indicator_table(
    figures: Figures, choices: Choices, indicators: Sequence[ChainIndicator], *, has_sparks: bool = True
) -> IndicatorTable:
    """INDICATORS with their drawings on one axis of years, and the small lines of their arrows where it HAS_SPARKS."""
    municipality = choices.choice.municipality
    aims = [aims_of(figures, municipality, one.indicator.kpi, one.indicator.gender) for one in indicators]
    series = [_series(one.row) for one in indicators]
    years = path_years(series, aims)
    lines = tuple(
        _line(figures, choices, one, mine, years, has_spark=has_sparks)
        for one, mine in zip(indicators, aims, strict=True)
    )
    if years is None:
        return IndicatorTable(lines)
    newest = max((points[-1][0] for points in series if points), default=years[0])
    return IndicatorTable(lines, _axis(years, newest))


def _axis(years: tuple[int, int], newest: int) -> tuple[tuple[float, str, int], ...]:
    """The first and the last of YEARS, and the NEWEST outcome's between them where there is room for it."""
    (first, last), between = (year_place(year, years) for year in years), year_place(newest, years)
    ends = ((first, "start", years[0]), (last, "end", years[1]))
    if min(between - first, last - between) < _YEAR_WIDE:
        return ends if years[0] < years[1] else ends[:1]
    return ends[0], (between, "middle", newest), ends[1]


def _series(row: Row | None) -> Sequence[tuple[int, float]]:
    return row["series"] if row is not None and isinstance(row["series"], list) else ()


def _line(
    figures: Figures,
    choices: Choices,
    one: ChainIndicator,
    aims: Sequence[Aim],
    years: tuple[int, int] | None,
    *,
    has_spark: bool,
) -> IndicatorLine:
    kpi, gender, row = one.indicator.kpi, one.indicator.gender, one.row
    if row is None:
        return IndicatorLine(kpi, None, "finns inte längre i katalogen", "", None, "", "", PaceView("", "none", "", ""))
    address = link(INDICATOR, choices, kpi=kpi, gender=Gender(gender), year=None)
    area = figures.catalogue.area_by_id[row["area"]].name
    view = row_view(row, address, area, gender=gender, has_spark=has_spark)
    if gender != Gender.TOTAL:
        whom = labels.whom(gender, is_children=figures.catalogue.by_kpi[kpi].children)
        view = replace(view, notes=(whom, *view.notes))
    final = final_aim(aims, row["year"])
    drawn = years and aim_path(
        _series(row),
        aims,
        years,
        step=row["step"],
        breaks=row["break_years"],
        deadband=row["trend_deadband"],
        decimals=row["decimals"],
    )
    return IndicatorLine(
        name=row["name"],
        row=view,
        note=" · ".join([view.unit, *view.notes]),
        target_year=f"{row['target_year']:.0f}" if row["target_kind"] else "",
        path=drawn or None,
        final=final.words if final else "",
        final_year=str(final.year) if final else "",
        pace=_pace(row, view, final),
        unit=view.unit,
    )


def _pace(row: Row, view: RowView, final: Aim | None) -> PaceView:
    if row["pace"]:
        pace = Pace(row["pace"])
        return PaceView(view.arrow.symbol, _PACE_TONE[pace], labels.PACE[pace], row["pace_text"])
    if final is None:
        return PaceView("", "none", "inget slutmål", "")
    return PaceView("", "none", "redan nått" if _is_reached(row, final) else "kan inte sägas", "")


def _is_reached(row: Row, final: Aim) -> bool:
    """Whether the outcome, as shown, is already where FINAL wants it, of one level."""
    if final.level is None or isnan(row["value"]):
        return False
    left = final.level - shown_one(row["value"], row["decimals"])
    return left <= 0 if final.kind is TargetKind.AT_LEAST else left >= 0


def assignments_by_goal(book: GoalBook) -> Mapping[str, Sequence[Assignment]]:
    """The assignments that are not closed, by the goal they are for: also by those made from it in later years."""
    found: defaultdict[str, list[Assignment]] = defaultdict(list)
    given: defaultdict[str, list[Assignment]] = defaultdict(list)
    for one in book.assignments.values():
        if one.goal and one.is_open:
            given[one.goal].append(one)
    for goal in book.goals:
        for earlier in origins(book, goal):
            found[goal] += given.get(earlier, ())
    return found


def origins(book: GoalBook, goal: str) -> Sequence[str]:
    """GOAL (an id) and those of earlier years that it was made from, the latest first."""
    chain: dict[str, None] = {}
    key: str | None = goal
    while key is not None and key in book.goals and key not in chain:
        chain[key] = None
        key = book.goals[key][1].origin
    return list(chain)


def asked_view(choices: Choices, given: Sequence[Assignment], today: date, goal: str) -> Asked:
    """The assignments GIVEN for GOAL as they are TODAY, late ones first."""
    address = link(ASSIGNMENTS, choices, goal=goal)
    in_order = sorted(given, key=lambda one: (one.is_waiting, not one.is_overdue(today), one.deadline or date.max))
    views = [
        AssignmentView(
            text=cut(one.text, _LONGEST),
            address=address,
            deadline=f"{one.deadline:%Y-%m-%d}" if one.deadline else "",
            state=state_words(one),
            is_late=one.is_overdue(today),
            is_waiting=one.is_waiting,
        )
        for one in in_order
    ]
    return Asked(counted(given, today), tuple(views[:_ASSIGNMENTS_SHOWN]), len(views), address)
