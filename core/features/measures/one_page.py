"""The one page's texts in their places on an A4: what does not fit is shortened where it is seen, and told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.charts.printed import PRINT, drawable
from core.charts.scales import Box
from core.charts.text_fit import Type, shortened, wrapped
from core.features.measures.sheet import Sheet

HIGH, WIDE, EDGE = 841.9, 595.3, 40.0
ROOM = WIDE - 2 * EDGE
COLUMNS = ("Alternativ", "Resurser", "Arbetet", "Invånarna", "Målen")
CUT = "(förkortat)"
TITLE, STRONG, BODY = Type(PRINT, 16, bold=True), Type(PRINT, 9.4, bold=True), Type(PRINT, 8.8, leading=1.36)
LABEL, SMALL, QUIET = Type(PRINT, 8.4, bold=True), Type(PRINT, 7.5, leading=1.32), Type(PRINT, 7.8)
NAME = Type(PRINT, 7.5, bold=True, leading=1.32)
_FIRST_SHARE = 0.26
_CHART_WIDE, _CHART_HIGH, _GAP = 300.0, 128.0, 10.0
_TITLE_LINES, _CHAIN_LINES, _WHY_LINES, _OTHERWISE_LINES, _PROPOSAL_LINES = 2, 3, 7, 2, 7
_FOOT = HIGH - 34
# The measures of the participants that somebody works with.
_KEPT = 200


@dataclass(frozen=True)
class Placed:
    """A text in its place: ``box`` is on the page in points, ``lines`` what stands there.

    ``over`` is how many characters do not fit, and ``what`` which text that is.
    """

    what: str
    box: Box
    letters: Type
    lines: tuple[str, ...]
    over: int = 0

    @property
    def text(self) -> str:
        """What stands there as one text."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class OnePage:
    """The page: ``texts`` of its parts from the top, the chart's place, and the options as rows of cells."""

    top: tuple[Placed, ...]
    chart: Box
    figure: tuple[Placed, ...]
    why: tuple[Placed, ...]
    options: tuple[tuple[Placed, ...], ...]
    rest: tuple[Placed, ...]
    foot: Placed
    left_out: int

    @property
    def texts(self) -> Iterator[Placed]:
        """All of them."""
        yield from (*self.top, *self.figure, *self.why, *(cell for row in self.options for cell in row), *self.rest)
        yield self.foot


def too_long(page: OnePage) -> list[str]:
    """What of PAGE does not fit, in words: which text and by how many characters."""
    told = [f"{one.what}: {one.over} tecken för mycket" for one in page.texts if one.over]
    left = "ett alternativ" if page.left_out == 1 else f"{page.left_out} alternativ"
    return [*told, f"Alternativ: {left} får inte plats, högst fem visas"] if page.left_out else told


@lru_cache(maxsize=_KEPT)
def told_before(texts: Sheet) -> tuple[str, ...]:
    """``too_long`` of a sheet without its chart, kept by what stands in it: to fit it takes a tenth of a second."""
    return tuple(too_long(one_page(texts)))


def one_page(sheet: Sheet) -> OnePage:
    """SHEET on one A4, whatever its texts are."""
    y, top = EDGE, []
    for what, text, letters, most in _heads(sheet):
        top.append(_placed(what, text, Box(EDGE, y, ROOM, letters.high(most)), letters, most))
        y += letters.high(len(top[-1].lines)) + 2
    y += _GAP
    chart = Box(EDGE, y, _CHART_WIDE, _CHART_HIGH)
    figure = tuple(_beside(sheet, EDGE + _CHART_WIDE + 14, y))
    y += _CHART_HIGH + _GAP
    doubt = " (antagande: vilar på en hypotes som inte är prövad)" if sheet.is_assumed else ""
    why = _labelled(f"Varför{doubt}", "Slutsats", sheet.why, y, _WHY_LINES)
    y = _under(why)
    # What stands under the options takes no more than it needs: they have all the rest.
    rest = [
        ("Om vi inte gör något", "Om vi inte gör något", sheet.otherwise, _OTHERWISE_LINES),
        (
            f"Beslut: {sheet.answer}" if sheet.answer else "Förslag till beslut",
            "Beslutet" if sheet.answer else "Förslaget",
            sheet.proposal,
            _PROPOSAL_LINES,
        ),
    ]
    rest = [one for one in rest if one[2]]
    needed = sum(_under(_labelled(label, what, text, 0, most)) for label, what, text, most in rest)
    options = tuple(_options(sheet, y, _FOOT - _GAP - needed - y))
    y = _under(options[-1])
    told: list[Placed] = []
    for label, what, text, most in rest:
        told += _labelled(label, what, text, y, most)
        y = _under(told)
    foot = _placed("Källa", sheet.foot, Box(EDGE, _FOOT, ROOM, QUIET.high(1)), QUIET, 1)
    return OnePage(tuple(top), chart, figure, why, options, tuple(told), foot, sheet.left_out)


def _heads(sheet: Sheet) -> Iterator[tuple[str, str, Type, int]]:
    yield "Kommun och organ", sheet.place, QUIET, 1
    yield "Förslagets namn", sheet.title, TITLE, _TITLE_LINES
    for line in sheet.chain[:_CHAIN_LINES]:
        yield line.partition(":")[0], line, BODY, 1


def _beside(sheet: Sheet, x: float, y: float) -> Iterator[Placed]:
    """The figure and its signals beside the chart, as much as stands there."""
    wide, end = WIDE - EDGE - x, y + _CHART_HIGH
    texts = [(sheet.figure, STRONG, 3), *((text, SMALL, 4) for text in sheet.signals)]
    for text, letters, usual in texts:
        if most := min(usual, int((end - y) // letters.high(1))):
            yield (made := _placed("Siffran", text, Box(x, y, wide, letters.high(most)), letters, most))
            y += letters.high(len(made.lines)) + 3


def _under(texts: Sequence[Placed]) -> float:
    """Where the next part begins under TEXTS."""
    return max(one.box.y + one.letters.high(len(one.lines)) for one in texts) + _GAP


def _labelled(label: str, what: str, text: str, y: float, most: int) -> tuple[Placed, Placed]:
    return (
        _placed(label, label, Box(EDGE, y, ROOM, LABEL.high(1)), LABEL, 1),
        _placed(what, text, Box(EDGE, y + LABEL.high(1) + 2, ROOM, BODY.high(most)), BODY, most),
    )


def _options(sheet: Sheet, y: float, room: float) -> Iterator[tuple[Placed, ...]]:
    """A row of heads and one for each option, which share ROOM; columns where none says anything are left out."""
    told = [n for n in range(len(COLUMNS) - 1) if any(one.consequences[n] for one in sheet.options)]
    columns = (COLUMNS[0], *(COLUMNS[n + 1] for n in told))
    x, places = EDGE, []
    for share in (_FIRST_SHARE, *[(1 - _FIRST_SHARE) / len(told)] * len(told)) if told else (1.0,):
        places.append((x, share * ROOM - 8))
        x += share * ROOM
    yield tuple(
        _placed(head, head, Box(at, y, wide, NAME.high(1)), NAME, 1)
        for head, (at, wide) in zip(columns, places, strict=True)
    )
    y += NAME.high(1) + 5
    high = (room - NAME.high(1) - 5 - _GAP) / len(sheet.options)
    most = max(1, int((high - 5) // SMALL.high(1)))
    for n, option in enumerate(sheet.options, 1):
        said = ". ".join(filter(None, (option.title, option.weighed)))
        cells = (said, *(option.consequences[n] or "–" for n in told))
        row = tuple(
            _placed(
                f"{column} i alternativ {n}" if column != COLUMNS[0] else f"Alternativ {n}",
                text,
                Box(at, y, wide, SMALL.high(most)),
                NAME if column == COLUMNS[0] else SMALL,
                most,
            )
            for column, text, (at, wide) in zip(columns, cells, places, strict=True)
        )
        yield row
        y = _under(row) - _GAP + 5


def _placed(what: str, text: str, box: Box, letters: Type, most: int) -> Placed:
    whole = drawable(text)
    shown = shortened(whole, letters, box.w, most, after=CUT)
    if shown == whole:
        return Placed(what, box, letters, tuple(wrapped(whole, letters, box.w)))
    over = len(whole) - len(shown.rstrip(" …"))
    return Placed(what, box, letters, tuple(wrapped(f"{shown} {CUT}", letters, box.w)[:most]), over)
