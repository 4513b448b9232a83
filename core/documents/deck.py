"""What a deck is: slides with everything that is drawn on them, whoever draws. Kept as JSON when it is frozen."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from core.charts.description import Chart
from core.charts.share_bars import ShareChart
from core.documents.entry import AreaDocument, Entry

NO_TITLE = "Utan rubrik"
LONGEST_TITLE = 200
LONGEST_TEXT = 2000


class SlideKind(StrEnum):
    """What a slide is for; a deck has them in this order unless the convenor has moved them."""

    TITLE = "title"
    GLANCE = "glance"
    STORY = "story"
    ACTED = "acted"
    LEARNED = "learned"
    EXAMPLES = "examples"
    CONCLUSIONS = "conclusions"
    AGENDA = "agenda"
    QUESTION = "question"
    RESULT = "result"


class Signal(Entry):
    """One of the three signals: its symbol in ``assets/symbols.svg``, its words and its sentence.

    ``tone`` is good, near, bad, level, neutral or none: what colours it beside its shape.
    """

    symbol: str
    tone: str
    words: str
    sentence: str


class Title(Entry):
    """The first slide: nothing but its title and subtitle."""

    kind: Literal[SlideKind.TITLE] = SlideKind.TITLE


class GlanceCell(Entry):
    """A municipality's figure of one indicator. ``square`` is None where there is nothing to judge."""

    value: str
    year: str
    square: Signal | None
    face: Signal | None = None


class GlanceRow(Entry):
    """One indicator and its cells, in the order of the columns."""

    kpi: str
    name: str
    unit: str
    cells: tuple[GlanceCell, ...]


class Glance(Entry):
    """The signals of all municipalities. Several slides where the rows are more than one holds."""

    kind: Literal[SlideKind.GLANCE] = SlideKind.GLANCE
    columns: tuple[str, ...]
    rows: tuple[GlanceRow, ...]


class Story(Entry):
    """One finding: a municipality's outcome, its chart, its signals, and the change with its years.

    ``lost`` tells why the figures are older than the deck, where the indicator has lost its data; else ''.
    ``comment`` is why the outcome is what it is, ``actions`` what is done, as the municipality says it.
    """

    kind: Literal[SlideKind.STORY] = SlideKind.STORY
    kpi: str
    municipality: str
    name: str
    outcome: str
    year: str
    change: str
    chart: Chart | None
    signals: tuple[Signal, ...]
    comment: str = ""
    actions: str = ""
    lost: str = ""


class Words(Entry):
    """What is done about deviations, what we learned from whom, good examples, conclusions, the day's agenda."""

    kind: Literal[SlideKind.ACTED, SlideKind.LEARNED, SlideKind.EXAMPLES, SlideKind.CONCLUSIONS, SlideKind.AGENDA]
    paragraphs: tuple[str, ...]


class Told(Entry):
    """What an audience has answered: ``when`` and how many, in words, and its bars in words.

    ``chart`` is None where fewer than five have answered: their answers are not shown.
    """

    when: str
    words: str
    chart: ShareChart | None


class Question(Entry):
    """A question to the audience and its answers, of which a phone chooses one, or ``is_several``.

    ``told`` is what the last audience answered; never frozen, it is put in as the deck is given out.
    """

    kind: Literal[SlideKind.QUESTION] = SlideKind.QUESTION
    area: str
    answers: tuple[str, ...]
    is_several: bool = False
    told: Told | None = None


class Result(Entry):
    """What an exercise of a municipality came to, which everybody may see; ``words`` say what its bars show."""

    kind: Literal[SlideKind.RESULT] = SlideKind.RESULT
    words: str
    chart: ShareChart


Content = Annotated[Title | Glance | Story | Words | Question | Result, Field(discriminator="kind")]


class Slide(Entry):
    """One slide. ``id`` never changes, so that a link to it holds; ``notes`` are the speaker's; ``source`` its foot.

    ``automatic`` is the title that it has when nobody has written one. ``part`` is the area that it belongs to, in
    the whole day.
    """

    id: str
    title: str
    automatic: str = ""
    subtitle: str = ""
    content: Content
    notes: str = ""
    source: str = ""
    part: str = ""


class Deck(AreaDocument):
    """The slides of an area (or of the whole day: area ''). ``is_frozen`` tells whether its figures stay as they are.

    ``event`` is what stands at the foot ("Nyckeltalskonferens 26 oktober").
    As a part of the whole day ``before`` slides stand before its own, and all are ``total``.
    """

    event: str
    is_frozen: bool
    slides: tuple[Slide, ...]
    before: int = 0
    total: int | None = None

    def number(self, place: int) -> str:
        """Which slide the one at PLACE (from 1) is, of how many: "3 av 6"."""
        return f"{self.before + place} av {self.total or len(self.slides)}"

    @property
    def has_notes(self) -> bool:
        """Whether the speakers have noted anything for themselves."""
        return any(slide.notes.strip() for slide in self.slides)

    def without_notes(self) -> Deck:
        """The same without what the speakers have noted for themselves."""
        return self.model_copy(update={"slides": tuple(s.model_copy(update={"notes": ""}) for s in self.slides)})


def signal_words(signal: Signal) -> str:
    """A signal in full: its words and why."""
    return f"{signal.words}. {signal.sentence}".strip()


def said_of(story: Story) -> tuple[tuple[str, str], ...]:
    """What the municipality says, why and what is done, each under its heading; nothing where it says nothing."""
    told = ((f"{story.name} om utfallet", story.comment), ("Det här görs", story.actions))
    return tuple((heading, " ".join(text.split())) for heading, text in told if text.strip())
