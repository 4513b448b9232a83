"""What a slide is made of, wherever it is drawn: texts, symbols, a chart, a table; in a stage of 1280 x 720."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.charts.description import Chart
from core.charts.looks import TEXT
from core.charts.scales import Box
from core.charts.share_bars import ShareChart
from core.charts.text_fit import Fonts
from core.documents.deck import GlanceCell, Signal

WIDTH, HEIGHT = 1280, 720
LEFT, INNER = 72, 1136
TOP, BOTTOM = 40, 636
_ORDER = {"good": 0, "near": 1, "bad": 2, "neutral": 3, "level": 4}


Role = Literal[
    "title", "subtitle", "body", "outcome", "signal", "comment", "lost", "foot", "number", "source", "mark", "bar"
]


@dataclass(frozen=True)
class Places:
    """Where what a slide says goes: ``content`` is all of it; a story's ``chart`` has ``why`` beside it.

    ``comment`` ends at its bottom and ``lost`` begins at its top, as high as they need. ``most`` are the largest sizes
    of the texts of a role, each level's; where there are none, the plan's own.
    """

    content: Box
    chart: Box
    why: Box
    comment: Box
    lost: Box
    most: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def sizes(self, role: str, usual: Sequence[tuple[float, int]]) -> tuple[tuple[float, int], ...]:
        """USUAL (size, most lines), from the largest that ROLE may have downwards."""
        if role not in self.most:
            return tuple(usual)
        most = self.most[role][0]
        return ((most, usual[0][1]), *(one for one in usual if one[0] < most))


STAGE = Places(
    content=Box(LEFT, 230, INNER, BOTTOM - 230),
    # The chart begins at the same height on all slides, so that only the lines move when one turns.
    chart=Box(LEFT, 230, 716, BOTTOM - 230),
    why=Box(840, 230, 368, BOTTOM - 230),
    comment=Box(LEFT + 18, 230, INNER - 18, BOTTOM - 230),
    lost=Box(LEFT, 230, INNER, BOTTOM - 230),
)


@dataclass(frozen=True)
class Paragraph:
    """A text in one size and colour."""

    text: str
    size: float
    bold: bool = False
    colour: str = TEXT


@dataclass(frozen=True)
class TextPart:
    """Paragraphs in a box. ``role`` says what they are on the slide; outlines go by title and body.

    ``gap`` lies between paragraphs; ``fill`` and ``edge`` colour the box, which then keeps its text ``pad`` inside.
    ``number`` ("3 av 6") is how its text ends where it is the slide's number: a field in a file that can be edited.
    """

    name: str
    box: Box
    paragraphs: tuple[Paragraph, ...]
    role: Role
    leading: float = 1.28
    align: Literal["left", "right", "center"] = "left"
    is_bulleted: bool = False
    gap: float = 0
    columns: int = 1
    fill: str = ""
    edge: str = ""
    pad: float = 0
    number: str = ""


@dataclass(frozen=True)
class ChartPart:
    """A chart, with what it says for whoever does not see it."""

    box: Box
    chart: Chart
    words: str


@dataclass(frozen=True)
class SharesPart:
    """Shares of answers in texts of SIZE, with what they say for whoever does not see them."""

    box: Box
    chart: ShareChart
    words: str
    fonts: Fonts
    size: float = 0


@dataclass(frozen=True)
class SymbolPart:
    """A signal's symbol, with its words and sentence for whoever does not see it."""

    box: Box
    signal: Signal
    words: str


@dataclass(frozen=True)
class SignalPart:
    """A signal's symbol, where it has one, and beside it its words with as much of its sentence as fits."""

    symbol: SymbolPart | None
    text: TextPart


@dataclass(frozen=True)
class GridRow:
    """A row of the table: an indicator as it fits, its unit, its cells, and what stands under each figure."""

    name: str
    unit: str
    cells: tuple[GlanceCell, ...]
    under: tuple[str, ...]


@dataclass(frozen=True)
class GridPart:
    """The table of all municipalities, whose text has one size. All in the stage's units."""

    box: Box
    words: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    name_width: float
    column_width: float
    head_height: float
    row_height: float
    size: float


@dataclass(frozen=True)
class LegendPart:
    """The table's symbols with their words."""

    box: Box
    signals: tuple[Signal, ...]
    size: float


@dataclass(frozen=True)
class RulePart:
    """A plain bar: the line over the foot, the mark before a title."""

    box: Box
    colour: str


Part = TextPart | ChartPart | SharesPart | SignalPart | GridPart | LegendPart | RulePart


@dataclass(frozen=True)
class DrawnSlide:
    """A slide as it is drawn, and what stands in its notes."""

    title: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]


def legend_of(signals: Iterable[Signal | None]) -> tuple[Signal, ...]:
    """Each symbol of SIGNALS (a table's) once, squares before faces, the best first."""
    found: dict[str, Signal] = {}
    for one in signals:
        if one and one.symbol:
            found.setdefault(one.symbol, one)
    return tuple(sorted(found.values(), key=lambda one: (one.symbol.startswith("face"), _ORDER.get(one.tone, 5))))
