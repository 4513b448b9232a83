"""What stands on each slide and how large, in units of a stage that is 1280 x 720. Nothing is under 18."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.charts.charts import Drawn, drawn
from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, largest, lines, opening, shortened, width
from core.documents.deck import NO_TITLE, Deck, Glance, Signal, Slide, SlideKind, Story, Title, Words, said_of
from core.features.decks.deck_foot import Foot, foot
from core.features.decks.qr import Follow, follow
from core.features.decks.slide_parts import legend_of
from core.features.decks.slide_words import reasons, said_lines, sentences_of, whole_said
from core.features.decks.words_view import WordsParts, fitted
from core.words.formats import filled_lines

WIDTH, TOP, BOTTOM = 1136, 40, 636
# The chart begins at the same height on all slides, so that only the lines move when one turns.
_STORY_HEAD, _GAP = 164, 10
_CHART_WIDE, _WHY_WIDE, _MARK = 716, 384, 68
# A chart's units are 4/3 of the stage's: lines and dots are as thick as in the product's other charts.
_CHART_UNITS, _CHART_SIZE = 4 / 3, 15.0
_HEADING = 1.14
_SUBTITLE = Type(SCREEN, 22)
_SMALL = Type(SCREEN, 18, leading=1.25)
_SENTENCE, _SENTENCE_TIGHT = Type(SCREEN, 20, leading=1.26), Type(SCREEN, 18, leading=1.2)
_NOTE_TYPE = Type(SCREEN, 19, leading=1.3)
_WORD, _WORD_TIGHT = Type(SCREEN, 24, bold=True, leading=1.2), Type(SCREEN, 22, bold=True, leading=1.2)
_OUTCOME, _BESIDE, _CHANGE = Type(SCREEN, 36, bold=True, leading=1.2), Type(SCREEN, 20), Type(SCREEN, 22, bold=True)
_SIGNAL_GAP, _TIGHT_GAP, _TIGHT = 26, 8, 345
# More is not read from a chair; the rest of the reason stands in the notes.
_MOST_SENTENCE = 3
_LOST_LINES = 2
_GLANCE_HEAD, _LEGEND, _LEGEND_ITEM = 34, 34, 46
_DENSE = 46
_NO_BREAK = "\N{NO-BREAK SPACE}"


_Sizes = Sequence[tuple[float, int]]
# (size, most lines): the first that holds the title.
_TITLE_SIZES: Mapping[SlideKind, _Sizes] = {
    SlideKind.TITLE: ((68, 3), (56, 4), (44, 5), (36, 6)),
    SlideKind.GLANCE: ((46, 1), (36, 2), (27, 3), (24, 5)),
}
_USUAL_SIZES: _Sizes = ((46, 2), (40, 2), (36, 3), (28, 4), (24, 5))


@dataclass(frozen=True)
class Heading:
    """A title with its size, and the subtitle under it as far as there is room."""

    title: str
    size: int
    subtitle: str
    height: float


@dataclass(frozen=True)
class ShownSignal:
    """A signal with as much of its sentence as fits."""

    signal: Signal
    sentence: str


@dataclass(frozen=True)
class StoryParts:
    """A story's chart, its signals, and what is said beside them: ``said`` by the municipality, under headings."""

    chart: Drawn | None
    signals: tuple[ShownSignal, ...]
    change: str
    said: tuple[tuple[str, str], ...]
    lost: str
    is_tight: bool


@dataclass(frozen=True)
class GlanceParts:
    """The rows' names as they fit, the key to the symbols, and whether the rows lie close."""

    names: tuple[str, ...]
    legend: tuple[Signal, ...]
    is_dense: bool
    columns: int


Parts = StoryParts | GlanceParts | WordsParts | None


@dataclass(frozen=True)
class Shown:
    """A slide as the template draws it; ``id`` is unique in its document.

    ``spoken`` is what the speakers have noted for themselves, ``rest`` what had no room.
    """

    slide: Slide
    id: str
    number: int
    heading: Heading
    parts: Parts
    spoken: tuple[str, ...]
    rest: tuple[str, ...]
    reasons: tuple[str, ...]
    foot: Foot
    follow: Follow | None


def shown_slides(deck: Deck, followers: Mapping[str, str], *, prefix: str = "bild") -> tuple[Shown, ...]:
    """The slides of DECK; FOLLOWERS are the links of some, by the slide's id."""
    return tuple(
        _shown(slide, n, deck, followers.get(slide.id, ""), prefix) for n, slide in enumerate(deck.slides, start=1)
    )


def overfull(slide: Slide) -> bool:
    """Whether SLIDE has more words than there is room for: the rest stands in its notes only."""
    parts = _parts(slide, _heading(slide))
    return isinstance(parts, WordsParts) and parts.is_cut


def _shown(slide: Slide, number: int, deck: Deck, link: str, prefix: str) -> Shown:
    heading = _heading(slide)
    parts = _parts(slide, heading)
    code = follow(link) if link else None
    return Shown(
        slide=slide,
        id=f"{prefix}-{slide.id}",
        number=number,
        heading=heading,
        parts=parts,
        spoken=filled_lines(slide.notes),
        rest=_rest(slide, parts),
        reasons=reasons(slide),
        foot=foot(slide, deck, number, wide=WIDTH, has_code=code is not None),
        follow=code,
    )


def _heading(slide: Slide) -> Heading:
    title = " ".join(slide.title.split()) or NO_TITLE
    sizes = _TITLE_SIZES.get(slide.content.kind, _USUAL_SIZES)
    letters, title = largest(title, sizes, Type(SCREEN, 0, bold=True, leading=_HEADING), WIDTH)
    # A story's heading has a height that never changes: a large title leaves room for more under it.
    most = 2 if letters.size == sizes[0][0] else 1
    subtitle = shortened(" ".join(slide.subtitle.split()), _SUBTITLE, WIDTH, most)
    under = _SUBTITLE.high(lines(subtitle, _SUBTITLE, WIDTH)) + 6 if subtitle else 0
    return Heading(title, int(letters.size), subtitle, letters.high(lines(title, letters, WIDTH)) + under)


def _parts(slide: Slide, heading: Heading) -> Parts:
    match slide.content:
        case Story() as story:
            return _story(story)
        case Glance() as glance:
            return _glance(glance, BOTTOM - TOP - heading.height)
        case Words() as words:
            return fitted(words.paragraphs, WIDTH, BOTTOM - TOP - heading.height - 28)
        case Title():
            return None


def _story(story: Story) -> StoryParts:
    high = float(BOTTOM - TOP - _STORY_HEAD - _GAP)
    lost = shortened(story.lost, _SMALL, WIDTH - 40, _LOST_LINES)
    most = said_lines(story, has_lost=bool(lost))
    told = [(head, shortened(f"{head} {text}", _NOTE_TYPE, WIDTH - 40, most)) for head, text in said_of(story)]
    if lost:
        high -= _SMALL.high(lines(lost, _SMALL, WIDTH - 40)) + 26
    if told:
        high -= sum(_NOTE_TYPE.high(lines(text, _NOTE_TYPE, WIDTH - 40)) for _, text in told) + 34
    box = _CHART_WIDE / _CHART_UNITS, high / _CHART_UNITS
    chart = drawn(story.chart, *box, _CHART_SIZE) if story.chart and not story.chart.is_empty else None
    sentences, change = sentences_of(story)
    tight = high < _TIGHT
    letters = _SENTENCE_TIGHT if tight else _SENTENCE
    if chart:
        most, wide = _room(story, change, high, tight), float(_WHY_WIDE - _MARK)
    else:
        most, wide = (3 if tight else 5), (WIDTH - 72) / 3 - _MARK
    signals = tuple(
        ShownSignal(one, opening(sentence, letters, wide, most) if most else "")
        for one, sentence in zip(story.signals, sentences, strict=True)
    )
    said = tuple((head, text.removeprefix(head).strip()) for head, text in told)
    return StoryParts(chart, signals[:3], change, said, lost, tight)


def _room(story: Story, change: str, high: float, tight: bool) -> int:
    """How many lines each of the signals' sentences may take in HIGH, under the outcome and CHANGE."""
    beside = f"{story.name} {story.year}"
    in_a_row = width(story.outcome, _OUTCOME) + 12 + width(beside, _BESIDE) <= _WHY_WIDE
    taken = _OUTCOME.high(lines(story.outcome, _OUTCOME, _WHY_WIDE)) + 18
    taken += 0 if in_a_row else _BESIDE.high(lines(beside, _BESIDE, _WHY_WIDE))
    taken += _CHANGE.high(lines(change, _CHANGE, _WHY_WIDE)) if change else 0
    each = (high - taken) / max(len(story.signals[:3]), 1)
    each -= _WORD_TIGHT.high(1) + _TIGHT_GAP if tight else _WORD.high(1) + _SIGNAL_GAP
    return max(0, min(_MOST_SENTENCE, int(each / (_SENTENCE_TIGHT if tight else _SENTENCE).high(1))))


def _glance(glance: Glance, room: float) -> GlanceParts:
    cells = [cell for row in glance.rows for cell in row.cells]
    legend = legend_of([*(cell.square for cell in cells), *(cell.face for cell in cells)])
    taken = sum(_legend_width(one) for one in legend)
    room -= _GLANCE_HEAD + 14 + (_LEGEND * (1 + int(taken / WIDTH)) if legend else 0)
    each = room / max(len(glance.rows), 1)
    columns = min(max(len(glance.columns), 1), 10)
    # What the columns of figures leave, as deck.css divides the table.
    wide = WIDTH - columns * glance_column(columns) - 16
    dense = each < _DENSE
    letters = Type(SCREEN, _SMALL.size, leading=1.04 if dense else 1.16)
    most = min(4, max(1, int((each - 2) / letters.high(1))))
    names = tuple(
        shortened(row.name, letters, wide, most, after=row.unit.replace(" ", _NO_BREAK)) for row in glance.rows
    )
    return GlanceParts(names, legend, dense, columns)


def glance_column(columns: int) -> int:
    """How wide a municipality's column is when there are COLUMNS."""
    return {9: 100, 10: 96}.get(columns, 104 if columns == 8 else 112)


def _legend_width(signal: Signal) -> float:
    return len(signal.words) * 10 + _LEGEND_ITEM


def _rest(slide: Slide, parts: Parts) -> tuple[str, ...]:
    """What had no room on SLIDE, for whoever speaks to it."""
    if isinstance(parts, WordsParts) and parts.is_cut and isinstance(slide.content, Words):
        return ("Hela texten:", *slide.content.paragraphs)
    if isinstance(slide.content, Story) and isinstance(parts, StoryParts):
        return whole_said(slide.content) if any(text.endswith("…") for _, text in parts.said) else ()
    return ()
