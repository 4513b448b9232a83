"""The day's decks as one: shortened to what a day has time for, between an agenda and the day's findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest

from core.charts.description import Chart, DotChart
from core.documents.deck import Deck, Glance, Slide, SlideKind, Story, Title, Words
from core.features.decks.day import SeminarDay
from core.features.decks.resolve import SUGGESTED
from core.words.dates import day_words
from core.words.sources import attribution

# More areas than this are counted, not named.
_NAMED = 6
# An area's stories in the day, before those that more than one signal speaks for.
_STORIES, _STRONG = 2, 2
_FINDINGS = 5
_COUNTS = ("", "ett", "två", "tre", "fyra", "fem")
# How long each kind of slide is shown in the pause, and the whole of it at most.
SECONDS: Mapping[str, int] = {
    SlideKind.TITLE: 6,
    SlideKind.GLANCE: 20,
    SlideKind.STORY: 15,
    SlideKind.ACTED: 18,
    SlideKind.AGENDA: 18,
    SlideKind.LEARNED: 18,
    SlideKind.EXAMPLES: 18,
    SlideKind.CONCLUSIONS: 18,
}
MOST_SECONDS = 8 * 60


def brief(deck: Deck) -> Deck:
    """DECK as it stands in the day: without what nobody has written, the weakest of the table, the strongest stories.

    A frozen deck has the tables and stories that its convenor has chosen.
    """
    kept = [slide for slide in deck.slides if not _is_made_by_itself(slide)]
    if not deck.is_frozen:
        left_out = _weak([slide for slide in kept if isinstance(slide.content, Story)])
        left_out += [slide for slide in kept if isinstance(slide.content, Glance)][1:]
        kept = [slide for slide in kept if slide not in left_out]
    return deck.model_copy(update={"slides": tuple(kept)})


def _is_made_by_itself(slide: Slide) -> bool:
    """A slide that only names the area, which every foot does, or whom one can learn from, as the figures have it."""
    is_such = isinstance(slide.content, Title) or slide.automatic == SUGGESTED
    return is_such and slide.title == slide.automatic and not slide.notes.strip()


def _weak(stories: Sequence[Slide]) -> list[Slide]:
    """Those after the first two that one signal only speaks for; never the only one that is red, or green."""
    first, rest = stories[:_STORIES], stories[_STORIES:]
    heard = {tone for slide in first for tone in _sides(slide)}
    return [slide for slide in rest if _strength(slide) < _STRONG and _sides(slide) <= heard]


def _tones(slide: Slide) -> list[str]:
    return [one.tone for one in slide.content.signals] if isinstance(slide.content, Story) else []


def _strength(slide: Slide) -> int:
    """How many signals agree on what SLIDE tells."""
    return max(_tones(slide).count("bad"), _tones(slide).count("good"))


def _weight(slide: Slide) -> tuple[int, float]:
    """How much SLIDE's finding weighs in the day: its signals, then how far from the country's mean it lies."""
    return _strength(slide), _distance(slide.content.chart) if isinstance(slide.content, Story) else 0.0


def _distance(chart: Chart | None) -> float:
    """Between the own value and the country's, in lengths of CHART's axis; 0 where one of them is not in it."""
    if chart is None or chart.high == chart.low:
        return 0.0
    if isinstance(chart, DotChart):
        values = {dot.key: dot.value for dot in chart.dots}
    else:
        values = {line.key: line.points[-1][1] for line in chart.series if line.points}
    if not {"own", "country"} <= set(values):
        return 0.0
    return abs(values["own"] - values["country"]) / (chart.high - chart.low)


def _sides(slide: Slide) -> set[str]:
    return {"bad", "good"} & set(_tones(slide))


def as_one(decks: Sequence[Deck], day: SeminarDay) -> Deck:
    """DECKS after each other as one, between the day's own slides. Raises ValueError for none."""
    first, *areas, last = _parts(decks, day)
    slides = (*first.slides, *_named(areas), *last.slides)
    return first.model_copy(update={"name": "Hela dagen", "slides": slides})


def as_parts(decks: Sequence[Deck], day: SeminarDay) -> tuple[Deck, ...]:
    """The same slides with the same numbers, in a deck for each area. Raises ValueError for none."""
    parts = [deck for deck in _parts(decks, day) if deck.slides]
    lengths = [len(deck.slides) for deck in parts]
    return tuple(
        deck.model_copy(update={"before": sum(lengths[:n]), "total": sum(lengths)}) for n, deck in enumerate(parts)
    )


def _parts(decks: Sequence[Deck], day: SeminarDay) -> tuple[Deck, ...]:
    """What the day opens with, DECKS, and what it ends with."""
    if not decks:
        raise ValueError("no decks")
    own = Deck(
        area="",
        name=day.name,
        event=day.words,
        figures_on=min(deck.figures_on for deck in decks),
        is_frozen=all(deck.is_frozen for deck in decks),
        is_example=any(deck.is_example for deck in decks),
        slides=(_opening(decks, day), *([_agenda(decks, day)] if len(decks) > 1 else [])),
    )
    return own, *decks, own.model_copy(update={"slides": tuple(_findings(decks))})


def _opening(decks: Sequence[Deck], day: SeminarDay) -> Slide:
    """What the day is called, when it is, and which areas it has."""
    when = f"{day_words(day.on)} {day.on.year}" if day.on else ""
    names = ", ".join(deck.name for deck in decks) if len(decks) <= _NAMED else f"{len(decks)} områden"
    return Slide(id="dagen", title=day.name, subtitle=" · ".join(filter(None, (when, names))), content=Title())


def _agenda(decks: Sequence[Deck], day: SeminarDay) -> Slide:
    """The sessions with their clocks, or else the areas; each with its first slide."""
    # After the opening and the agenda itself.
    first = {deck.area: 3 + sum(len(one.slides) for one in decks[:n]) for n, deck in enumerate(decks)}
    names = {deck.area: deck.name for deck in decks}

    def line(area: str, words: str) -> str:
        return f"{names[area]}, bild {first[area]}" if area in names else words

    sessions = [(s, line(s.area, s.words)) for s in sorted(day.sessions, key=lambda s: s.begins)]
    timed = [f"{session.begins:%H.%M} {said}" for session, said in sessions if said]
    told = timed or [line(area, "") for area in names]
    title = "Dagens program" if timed else "Dagens områden"
    return Slide(id="program", title=title, content=Words(kind=SlideKind.AGENDA, paragraphs=tuple(told)))


def _findings(decks: Sequence[Deck]) -> Iterator[Slide]:
    """The strongest stories, of as many areas as there are, both good and bad; none where there is one only."""
    by_area = [sorted(_stories(deck), key=_weight, reverse=True) for deck in decks]
    ranked = [sorted(filter(None, layer), key=_weight, reverse=True) for layer in zip_longest(*by_area)]
    every: list[Slide] = list(chain.from_iterable(ranked))
    chosen = every[:_FINDINGS]
    missing = {"bad", "good"} - set(chain.from_iterable(map(_sides, chosen)))
    if other := next((slide for slide in every if _sides(slide) & missing), None):
        chosen[-1] = other
    if len(chosen) > 1:
        yield Slide(
            id="fynd",
            title=f"Dagen i {_COUNTS[len(chosen)]} fynd",
            content=Words(kind=SlideKind.CONCLUSIONS, paragraphs=tuple(slide.title for slide in chosen)),
            source=attribution(is_example=any(deck.is_example for deck in decks)),
        )


def _stories(deck: Deck) -> list[Slide]:
    return [slide for slide in deck.slides if isinstance(slide.content, Story)]


def _named(decks: Iterable[Deck]) -> Iterator[Slide]:
    """Slides of all DECKS, each with its area, and ids that do not meet."""
    for deck in decks:
        for slide in deck.slides:
            yield slide.model_copy(update={"id": f"{deck.area}-{slide.id}", "part": deck.name})


def pause_loop(decks: Sequence[Deck]) -> tuple[Deck, ...]:
    """What DECKS show in the pause: the first story of each, then the second, as many as MOST_SECONDS hold."""
    room = (MOST_SECONDS - SECONDS[SlideKind.CONCLUSIONS]) // SECONDS[SlideKind.STORY]
    layers = zip_longest(*([(n, slide) for slide in _stories(deck)] for n, deck in enumerate(decks)))
    chosen = [one for layer in layers for one in layer if one is not None][:room]
    loop = [
        deck.model_copy(update={"slides": tuple(slide for of, slide in chosen if of == n)})
        for n, deck in enumerate(decks)
    ]
    last = [decks[0].model_copy(update={"name": "", "slides": (slide,)}) for slide in _findings(decks)]
    return tuple(deck for deck in (*loop, *last) if deck.slides)
