"""The lists of the overview, one for every count on it: whatever counts rows and whatever shows them asks here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Literal

from core.signals import Attainment, Reason, Standing, Verdict
from core.words.sentences import Row


class Show(StrEnum):
    """Which rows: all, those to look closer at, those that go well, those that the reader keeps, those that serve a
    goal, or those that one signal says one thing of.

    The values stand in addresses. The last three are of groups that are too small for quarters.
    """

    ALL = "alla"
    DEVIATIONS = "avvikelser"
    SUCCESSES = "bra"
    FAVOURITES = "favoriter"
    GOALS = "mal"
    REACHED = "mal-nas"
    NEARLY = "mal-nastan"
    NOT_REACHED = "mal-nas-inte"
    NO_FACE = "mal-bedoms-inte"
    BETTER = "forbattras"
    UNCHANGED = "oforandrade"
    WORSE = "forsamras"
    NO_WAY = "trend-utan-riktning"
    NO_ARROW = "trend-bedoms-inte"
    BEST = "basta"
    MIDDLE = "mittersta"
    WORST = "samsta"
    NO_SIDE = "lage-utan-riktning"
    NO_SQUARE = "lage-bedoms-inte"
    BETTER_THAN_MOST = "battre-an-de-flesta"
    IN_BETWEEN = "mitt-emellan"
    WORSE_THAN_MOST = "samre-an-de-flesta"


# By the rule's own order; the others stand as the whole overview does.
_ORDERED: Mapping[Show, Literal["deviation_order", "success_order"]] = {
    Show.DEVIATIONS: "deviation_order",
    Show.SUCCESSES: "success_order",
}
_FACES = {
    Show.REACHED: Attainment.REACHED,
    Show.NEARLY: Attainment.NEARLY,
    Show.NOT_REACHED: Attainment.NOT_REACHED,
    Show.NO_FACE: Attainment.NOT_JUDGED,
}
_VERDICTS = {
    Show.BETTER: Verdict.BETTER,
    Show.UNCHANGED: Verdict.UNCHANGED,
    Show.WORSE: Verdict.WORSE,
    Show.NO_WAY: Verdict.NEUTRAL,
    Show.NO_ARROW: Verdict.NONE,
}
_SQUARES = {Show.BEST: Standing.BEST, Show.MIDDLE: Standing.MIDDLE, Show.WORST: Standing.WORST}


def listed(rows: Sequence[Row], show: Show) -> list[Row]:
    """Those of ROWS (``signal_rows`` one by one) that SHOW asks for, in their order."""
    kept = [row for row in rows if _ASKED[show](row)]
    if show in _ORDERED:
        return sorted(kept, key=lambda row: int(row[_ORDERED[show]]))
    return in_order(kept)


def counted(rows: Sequence[Row], show: Show) -> int:
    """How many ``listed`` gives."""
    return sum(_ASKED[show](row) for row in rows)


def in_order(rows: Sequence[Row]) -> list[Row]:
    """ROWS with deviations first in the rule's order, then by prominence as the catalogue has them."""
    return sorted(
        rows,
        key=lambda row: (
            not row["is_deviation"],
            row["deviation_order"] if row["is_deviation"] else row["prominence"],
        ),
    )


def _place(row: Row) -> Show:
    """Which of the lists of the square ROW is in; words only where its group is too small for quarters."""
    if row["standing_reason"] == Reason.NO_DIRECTION:
        return Show.NO_SIDE
    for show, standing in _SQUARES.items():
        if row["standing"] == standing:
            return show
    others = row["standing_n"] - 1
    if row["standing_reason"] != Reason.TOO_FEW or row["direction"] == "none" or not others > 0:
        return Show.NO_SQUARE
    if row["standing_worse"] * 2 > others:
        return Show.BETTER_THAN_MOST
    return Show.WORSE_THAN_MOST if row["standing_better"] * 2 > others else Show.IN_BETWEEN


def _says(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: bool(row.get(column) == value)


def _is_placed(show: Show) -> Callable[[Row], bool]:
    return lambda row: _place(row) is show


_ASKED: Mapping[Show, Callable[[Row], bool]] = {
    **{show: _is_placed(show) for show in Show},
    **dict.fromkeys((Show.ALL, Show.FAVOURITES, Show.GOALS), lambda _: True),
    Show.DEVIATIONS: lambda row: bool(row["is_deviation"]),
    Show.SUCCESSES: lambda row: bool(row["is_success"]),
    **{show: _says("attainment", face) for show, face in _FACES.items()},
    **{show: _says("trend_verdict", verdict) for show, verdict in _VERDICTS.items()},
}
