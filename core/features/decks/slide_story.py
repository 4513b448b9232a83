"""A story's slide: its chart, its signals, and what is said beside them."""

from __future__ import annotations

from core.charts.description import chart_words
from core.charts.looks import ACCENT, QUIET, TEXT, WARN_EDGE, WARN_FILL
from core.charts.scales import Box
from core.charts.text_fit import Fonts, Type, largest, opening, plain, shortened, wrapped
from core.documents.deck import Signal, Story, said_of, signal_words
from core.features.decks.slide_parts import (
    ChartPart,
    Paragraph,
    Part,
    Places,
    RulePart,
    SignalPart,
    SymbolPart,
    TextPart,
)
from core.features.decks.slide_words import said_lines, sentences_of, whole_said

SYMBOL, _BESIDE = 46, 62
_SMALL, _LINE = 18, 1.28
# A signal's words and its sentence: larger where nothing is lost by it.
_SIGNAL_SIZES = ((24, 20), (22, _SMALL))
_LOST_LINES, _MOST_SENTENCE = 2, 3
_OUTCOME = ((40, 1), (32, 1), (26, 2), (20, 3))
_ALONE_OUTCOME = ((96, 1), (64, 1), (40, 2), (26, 3))


def story_parts(story: Story, title: str, fonts: Fonts, at: Places) -> tuple[list[Part], tuple[str, ...]]:
    """The parts of STORY in their places AT, and what had no room."""
    top, bottom = at.content.y, at.content.bottom
    parts: list[Part] = []
    if story.lost:
        lost = _lost(story.lost, at.lost, fonts)
        parts.append(lost)
        top = lost.box.y + lost.box.h + 14
    rest: tuple[str, ...] = ()
    if said_of(story):
        comment = _comment(story, at.comment, fonts)
        parts += comment
        bottom = min(bottom, comment[0].box.y - 12)
        if any(one.text.endswith("…") for one in comment[0].paragraphs):
            rest = whole_said(story)
    has_chart = story.chart is not None and not story.chart.is_empty
    if has_chart and story.chart:
        box = Box(at.chart.x, top, at.chart.w, bottom - top)
        parts.append(ChartPart(box, story.chart, chart_words(story.chart, title)))
    beside = at.why if has_chart else at.content
    why = Box(beside.x, top, beside.w, bottom - top)
    return [*parts, *_why(story, why, fonts, at, is_alone=not has_chart)], rest


def _lost(text: str, place: Box, fonts: Fonts) -> TextPart:
    letters, room = Type(fonts, _SMALL), place.w - 24
    said = shortened(plain(text), letters, room, _LOST_LINES)
    high = letters.high(len(wrapped(said, letters, room))) + 16
    return TextPart(
        "Siffrorna är äldre",
        Box(place.x, place.y, place.w, high),
        (Paragraph(said, _SMALL),),
        role="lost",
        fill=WARN_FILL,
        edge=WARN_EDGE,
        pad=8,
    )


def _comment(story: Story, place: Box, fonts: Fonts) -> tuple[TextPart, RulePart]:
    letters, room = Type(fonts, _SMALL), place.w
    most = said_lines(story, has_lost=bool(story.lost))
    told = [shortened(plain(f"{heading}: {text}"), letters, room, most) for heading, text in said_of(story)]
    high = sum(letters.high(len(wrapped(one, letters, room))) for one in told)
    paragraphs = tuple(Paragraph(one, _SMALL) for one in told)
    part = TextPart("Kommentar", Box(place.x, place.bottom - high, room, high), paragraphs, role="comment")
    return part, RulePart(Box(place.x - 18, place.bottom - high, 4, high), ACCENT)


def _why(story: Story, box: Box, fonts: Fonts, at: Places, *, is_alone: bool) -> list[Part]:
    """The outcome and its change, and the signals under them."""
    sizes = at.sizes("outcome", _ALONE_OUTCOME if is_alone else _OUTCOME)
    below = Type(fonts, 20)
    if is_alone:
        # A large figure gives way to the reasons of its signals.
        reasons = len(story.signals[:3]) * (Type(fonts, sum(_SIGNAL_SIZES[1])).high(1) + 14)
        room = box.h - 18 - below.high(2) - reasons
        sizes = tuple(one for one in sizes if Type(fonts, one[0]).high(1) <= room) or sizes[-1:]
    letters, outcome = largest(plain(story.outcome), sizes, Type(fonts, 0, bold=True), box.w)
    sentences, change = sentences_of(story)
    lines = [
        (outcome, letters, TEXT),
        (shortened(plain(f"{story.name} {story.year}"), below, box.w, 2), below, QUIET),
        (shortened(plain(change), below, box.w, 2), Type(fonts, 20, bold=True), TEXT),
    ]
    shown = [(text, of, colour) for text, of, colour in lines if text]
    high = sum(of.high(len(wrapped(text, of, box.w))) for text, of, _ in shown)
    paragraphs = tuple(Paragraph(text, of.size, bold=of.bold, colour=colour) for text, of, colour in shown)
    head = TextPart("Utfall", Box(box.x, box.y, box.w, high), paragraphs, role="outcome")
    under = Box(box.x, box.y + high + 18, box.w, box.h - high - 18)
    signals = tuple(
        one.model_copy(update={"sentence": said}) for one, said in zip(story.signals, sentences, strict=True)
    )
    return [head, *_signals(signals[:3], under, fonts, at)]


def _signals(signals: tuple[Signal, ...], box: Box, fonts: Fonts, at: Places) -> list[Part]:
    parts: list[Part] = []
    if not signals:
        return parts
    each = box.h / len(signals)
    y, room = box.y, box.w - _BESIDE
    first, second = at.most.get("signal", _SIGNAL_SIZES[0])[:2]
    choices = ((first, second), (min(first, _SIGNAL_SIZES[1][0]), min(second, _SIGNAL_SIZES[1][1])))
    large, usual = ([_said(one, room, each - 12, fonts, sizes) for one in signals] for sizes in choices)
    told = large if [_texts(said) for said in large] == [_texts(said) for said in usual] else usual
    for one, (words, high) in zip(signals, told, strict=True):
        side = min(SYMBOL, max(each - 6, 24))
        symbol = SymbolPart(Box(box.x, y, side, side), one, signal_words(one)) if one.symbol else None
        place = Box(box.x + _BESIDE, y, room, high)
        parts.append(SignalPart(symbol, TextPart(f"Signal: {one.words}", place, words, role="signal", leading=_LINE)))
        # Signals stand close together, however much room there is.
        y += min(max(high, side) + 18, each)
    return parts


_Said = tuple[tuple[Paragraph, ...], float]


def _texts(said: _Said) -> list[str]:
    return [paragraph.text for paragraph in said[0]]


def _said(signal: Signal, room: float, high: float, fonts: Fonts, sizes: tuple[float, float]) -> _Said:
    """The signal's words and as many sentences as fit in HIGH, in SIZES, and how high they are."""
    bold, small = (Type(fonts, size, bold=n == 0, leading=_LINE) for n, size in enumerate(sizes))
    letters, word = largest(plain(signal.words), ((bold.size, 1), (_SMALL, 2)), bold, room)
    taken = letters.high(len(wrapped(word, letters, room)))
    most = min(_MOST_SENTENCE, int((high - taken) / small.high(1)))
    sentence = opening(plain(signal.sentence), small, room, most) if most > 0 else ""
    shown = [Paragraph(word, letters.size, bold=True)]
    if sentence:
        shown.append(Paragraph(sentence, small.size, colour=QUIET))
        taken += small.high(len(wrapped(sentence, small, room)))
    return tuple(shown), taken
