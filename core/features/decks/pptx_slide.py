"""A slide in a template: which layout it has, what goes into which placeholder, and how large so that it fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from core.charts.description import DotChart, LineChart
from core.charts.printed import PRINT
from core.charts.scales import Box
from core.charts.text_fit import Fonts, Type, largest, plain
from core.documents import deck_template as names
from core.documents.deck import Deck, Glance, Question, Result, Slide, Story, Title, Words
from core.documents.deck_template import DeckTemplate, Spot
from core.features.decks.pptx_chart import add_lines
from core.features.decks.pptx_dots import add_dots
from core.features.decks.pptx_shapes import add_rule, add_symbol, add_text, fill_spot
from core.features.decks.pptx_shares import add_shares
from core.features.decks.pptx_table import fill_table, key_runs
from core.features.decks.slide_parts import (
    STAGE,
    ChartPart,
    GridPart,
    LegendPart,
    Paragraph,
    Part,
    Places,
    Role,
    RulePart,
    SharesPart,
    SignalPart,
    TextPart,
)
from core.features.decks.slide_plan import content_parts
from core.features.decks.slide_words import foot_names, foot_right, subtitle_of, title_of
from core.words.formats import filled_lines

_ROLES: Mapping[str, str] = {
    "title": names.HEADING,
    "subtitle": names.SUBTITLE,
    "body": names.TEXT,
    "outcome": names.OUTCOME,
    "comment": names.COMMENT,
    "lost": names.LOST,
    "foot": names.FOOT,
    "number": names.NUMBER,
    "source": names.SOURCE,
    "mark": names.MARK,
}
_LEAST, _STEP = 14.0, 0.86
# Fonts no wider than Arial. Any other is taken for wide, and so is what a program takes in its place that lacks it.
_AS_ARIAL = frozenset(
    (
        *("arial", "arimo", "helvetica", "liberation sans", "arial narrow", "aptos", "calibri", "carlito", "cambria"),
        *("garamond", "gill sans mt", "segoe ui", "tahoma", "times new roman", "liberation serif"),
    )
)
_WIDER = 1.25
# A line of a font, of its size.
_FONT_LINE = 1.17


class _Letters:
    """Letters so many times as wide as Arial's."""

    least = 0.0

    def __init__(self, wider: float, *, is_upper: bool) -> None:
        self._wider, self._is_upper = wider, is_upper

    def wide(self, text: str, *, bold: bool) -> float:
        """How wide TEXT is at size 1."""
        return PRINT.wide(text.upper() if self._is_upper else text, bold=bold) * self._wider


def _letters(spots: Mapping[str, Spot]) -> Fonts:
    """What the texts of SPOTS are measured with: the widest of their fonts."""
    wider = 1.0 if all(one.font.lower() in _AS_ARIAL for one in spots.values()) else _WIDER
    return _Letters(wider, is_upper=any(one.is_upper for one in spots.values()))


def add_slide(template: DeckTemplate, deck: Deck, place: int) -> int:
    """Slide PLACE (from 1) of DECK at the end of TEMPLATE's; its id in the file."""
    slide = deck.slides[place - 1]
    layout = template.layouts[_layout_of(slide)]
    title, at = plain(title_of(slide)), _places(layout.spots)
    letters = _letters(layout.spots)
    parts, rest = content_parts(slide.content, title, letters, at)
    made = template.file.slides.add_slide(layout.layout)
    filling = _Filling(made, layout.spots, letters)
    for part in (*_around(deck, place, letters, layout.spots), *parts):
        filling.put(part)
    filling.drop_empty()
    if notes := (*filled_lines(slide.notes), *rest):
        made.notes_slide.notes_text_frame.text = "\n".join(plain(line) for line in notes)
    return int(made.slide_id)


def _layout_of(slide: Slide) -> str:
    match slide.content:
        case Title():
            return names.TITLE_PAGE
        case Glance():
            return names.GLANCE
        case Story(chart=chart):
            return names.STORY if chart is not None and not chart.is_empty else names.WITHOUT_CHART
        case Words() | Question() | Result():
            return names.WITH_TEXT


def _places(spots: Mapping[str, Spot]) -> Places:
    """Where a layout of SPOTS has what a slide says."""
    whole = _whole(spots)
    chart, said = spots.get(names.CHART), spots.get(names.OUTCOME)
    most = {role: spots[name].sizes for role, name in _ROLES.items() if name in spots and spots[name].sizes[0]}
    if names.SIGNALS[0] in spots and all(spots[names.SIGNALS[0]].sizes[:2]):
        most["signal"] = spots[names.SIGNALS[0]].sizes
    places = replace(STAGE, content=whole, most=most)
    if said is None:
        return places
    return replace(
        places,
        chart=chart.box if chart else whole,
        why=replace(whole, x=said.box.x, w=said.box.w),
        comment=spots[names.COMMENT].box,
        lost=spots[names.LOST].whole,
    )


def _whole(spots: Mapping[str, Spot]) -> Box:
    """What text, table with its key, or chart, outcome and signals take together."""
    own = (names.TEXT, names.TABLE, names.KEY, names.CHART, names.OUTCOME, *names.SIGNALS)
    boxes = [spots[name].box for name in own if name in spots] or [STAGE.content]
    x, y = min(one.x for one in boxes), min(one.y for one in boxes)
    return Box(x, y, max(one.x + one.w for one in boxes) - x, max(one.bottom for one in boxes) - y)


def _around(deck: Deck, place: int, letters: Fonts, spots: Mapping[str, Spot]) -> Iterator[TextPart]:
    slide = deck.slides[place - 1]
    told: dict[Role, str] = {
        "title": plain(title_of(slide)),
        "subtitle": plain(subtitle_of(slide)),
        "foot": plain(foot_names(deck, slide)),
        "number": deck.number(place),
        "source": plain(foot_right(deck, slide)),
        "mark": deck.mark,
    }
    for role, text in told.items():
        spot = spots[_ROLES[role]]
        if text:
            size, shown = _fitted(text, spot, Type(letters, 0, bold=role in ("title", "mark")))
            number = text if role == "number" else ""
            yield TextPart(_ROLES[role], spot.box, (Paragraph(shown, size),), role=role, number=number)


def _fitted(text: str, spot: Spot, of: Type) -> tuple[float, str]:
    """The largest size in which TEXT stands in SPOT, from the template's downwards, and what of it has room."""
    letters = replace(of, leading=max(1.14 if of.bold else 1.28, spot.spacing * _FONT_LINE))
    sizes = [spot.sizes[0] or _LEAST]
    while sizes[-1] * _STEP > _LEAST:
        sizes.append(sizes[-1] * _STEP)
    sizes.append(min(_LEAST, sizes[-1]))
    choices = [(size, max(1, int(spot.box.h / (size * letters.leading)))) for size in sizes]
    chosen, shown = largest(text, choices, letters, spot.box.w)
    return chosen.size, shown


class _Filling:
    """A new slide whose placeholders are filled; those that nothing is put into are taken away at the end."""

    def __init__(self, slide: Any, spots: Mapping[str, Spot], fonts: Fonts) -> None:
        self._slide, self._spots, self._fonts = slide, spots, fonts
        self._empty = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
        self._signals = iter(names.SIGNALS)

    def put(self, part: Part) -> None:
        """PART in its placeholder, or as a shape where the template has none for it."""
        match part:
            case TextPart():
                self._text(part, _ROLES.get(part.role, ""))
            case ChartPart(chart=DotChart() as dots):
                add_dots(self._taken(names.CHART), part, dots, self._fonts)
            case ChartPart(chart=LineChart() as lines):
                add_lines(self._slide, self._taken(names.CHART), part, lines, self._fonts)
            case SharesPart():
                add_shares(self._slide, part)
            case SignalPart(symbol, text):
                if symbol:
                    add_symbol(self._slide, symbol)
                self._text(text, next(self._signals, ""))
            case GridPart():
                fill_table(self._taken(names.TABLE).insert_table(1, 1), part)
            case LegendPart():
                shown = self._text(TextPart(names.KEY, part.box, (), role="source"), names.KEY)
                runs = f"<a:p {nsdecls('a')}>{key_runs(part)}</a:p>"
                shown._element.txBody.append(parse_xml(runs))
            case RulePart():
                add_rule(self._slide, part)

    def _text(self, part: TextPart, name: str) -> Any:
        spot = self._spots.get(name)
        shape = self._taken(name) if spot else None
        if spot is None or shape is None:
            return add_text(self._slide, part)
        fill_spot(shape, spot, part)
        shape.name = plain(part.name)
        return shape

    def _taken(self, name: str) -> Any:
        """The placeholder called NAME; the foot and the number are not the library's to make."""
        spot = self._spots[name]
        if spot.type in ("ftr", "sldNum"):
            return self._around(spot)
        return self._empty.pop(spot.idx, None)

    def _around(self, spot: Spot) -> Any:
        xml = (
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{90 + spot.idx}" name=""/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{spot.type}" sz="quarter" idx="{spot.idx}"/>'
            "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
        )
        self._slide.shapes._spTree.append(parse_xml(xml))
        return list(self._slide.shapes)[-1]

    def drop_empty(self) -> None:
        """A place that nothing is put into would ask for a text."""
        for shape in self._empty.values():
            shape._element.getparent().remove(shape._element)
        for shape in self._slide.shapes._spTree.iter(qn("p:txBody")):
            if shape.find(qn("a:p")) is None:
                shape.append(parse_xml(f"<a:p {nsdecls('a')}/>"))
