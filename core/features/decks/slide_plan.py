"""Where everything of a slide goes and how large it is, so that nothing overflows. PowerPoint and PDF draw the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.charts.description import EXAMPLE
from core.charts.looks import ACCENT, EDGE, LINE, QUIET, TEXT, WARN_EDGE, WARN_FILL
from core.charts.scales import Box
from core.charts.share_bars import ShareChart
from core.charts.text_fit import Fonts, Type, largest, plain, shortened, width, wrapped
from core.documents.deck import Content, Deck, Glance, Question, Result, Slide, SlideKind, Story, Title, Told, Words
from core.documents.entry import DRAFT_MARK
from core.features.decks.slide_glance import glance_parts
from core.features.decks.slide_parts import (
    BOTTOM,
    INNER,
    LEFT,
    STAGE,
    TOP,
    WIDTH,
    DrawnSlide,
    Paragraph,
    Part,
    Places,
    RulePart,
    SharesPart,
    TextPart,
)
from core.features.decks.slide_shares import fitted
from core.features.decks.slide_story import story_parts
from core.features.decks.slide_words import foot_left, foot_right, subtitle_of, title_of
from core.words.formats import filled_lines, first_upper

_HEADING = 1.14
# (size, most lines): the first that holds the title.
_TITLE_SIZES = {
    SlideKind.TITLE: ((68, 3), (56, 4), (44, 5), (36, 6), (28, 8)),
    SlideKind.GLANCE: ((46, 1), (36, 2), (27, 3), (24, 4)),
}
_USUAL_SIZES = ((46, 2), (38, 3), (32, 4), (27, 5), (24, 5))
_SUBTITLES = ((22, 1), (20, 1))
_BODY_SIZES = ((40, 1), (34, 1), (30, 1), (26, 1), (23, 1), (21, 2), (18, 2))
_BODY_LEADING, _BODY_GAP, BULLET = 1.3, 0.55, 1.1
COLUMN_GAP = 48
_FOOT_Y, _FOOT_SIZES = 672, ((18, 1), (16, 1), (14, 2))


def drawn_slide(deck: Deck, place: int, fonts: Fonts, *, foot: float = INNER) -> DrawnSlide:
    """Slide number PLACE (from 1) of DECK, measured with FONTS, its foot FOOT wide."""
    slide = deck.slides[place - 1]
    parts, rest = slide_parts(slide, fonts)
    around = (*_foot(deck, slide, place, fonts, foot), *_mark(deck))
    return DrawnSlide(plain(title_of(slide)), (*parts, *around), (*filled_lines(slide.notes), *rest))


def slide_parts(slide: Slide, fonts: Fonts) -> tuple[list[Part], tuple[str, ...]]:
    """The parts of SLIDE itself, and what had no room on it."""
    title = plain(title_of(slide))
    if isinstance(slide.content, Title):
        return list(_title_page(slide, title, fonts)), ()
    head, below = _head(slide, title, fonts)
    top = below + (14 if isinstance(slide.content, Glance) else 24)
    at = STAGE if isinstance(slide.content, Story) else replace(STAGE, content=Box(LEFT, top, INNER, BOTTOM - top))
    content, rest = content_parts(slide.content, title, fonts, at)
    return [*head, *content], rest


def content_parts(content: Content, title: str, fonts: Fonts, at: Places) -> tuple[list[Part], tuple[str, ...]]:
    """What a slide called TITLE says with its CONTENT, in its places AT, and what had no room."""
    match content:
        case Story():
            return story_parts(content, title, fonts, at)
        case Glance():
            return glance_parts(content, at.content, fonts), ()
        case Words():
            return _body(content.paragraphs, at, fonts)
        case Result(words=words, chart=chart) | Question(told=Told(words=words, chart=ShareChart() as chart)):
            return [fitted(SharesPart(at.content, chart, words, fonts))], ()
        case Question():
            return _body(content.answers, at, fonts)
        case Title():
            return [], ()


def _head(slide: Slide, title: str, fonts: Fonts) -> tuple[list[Part], float]:
    """Title and subtitle, and where they end."""
    sizes = _TITLE_SIZES.get(slide.content.kind, _USUAL_SIZES)
    letters, shown = largest(title, sizes, Type(fonts, 0, bold=True, leading=_HEADING), INNER)
    height = letters.high(len(wrapped(shown, letters, INNER)))
    name = TextPart(
        "Rubrik",
        Box(LEFT, TOP, INNER, height),
        (Paragraph(shown, letters.size, bold=True),),
        role="title",
        leading=_HEADING,
    )
    # A large title leaves room for more under it.
    most = 2 if letters.size == sizes[0][0] else 1
    under, said = largest(plain(subtitle_of(slide)), (*_SUBTITLES, (18, most)), Type(fonts, 0), INNER)
    if not said:
        return [name], TOP + height
    high = under.high(len(wrapped(said, under, INNER)))
    box = Box(LEFT, TOP + height + 4, INNER, high)
    subtitle = TextPart("Underrubrik", box, (Paragraph(said, under.size, colour=QUIET),), role="subtitle")
    return [name, subtitle], box.y + high


def _title_page(slide: Slide, title: str, fonts: Fonts) -> Iterator[Part]:
    room = INNER - 40
    letters, shown = largest(title, _TITLE_SIZES[SlideKind.TITLE], Type(fonts, 0, bold=True, leading=_HEADING), room)
    height = letters.high(len(wrapped(shown, letters, room)))
    under = Type(fonts, 30)
    said = shortened(plain(slide.subtitle), under, room, 2)
    high = under.high(len(wrapped(said, under, room))) + 18 if said else 0
    y = max(TOP, (BOTTOM + TOP - height - high) / 2 - 20)
    yield RulePart(Box(LEFT, y + 6, 8, height + high - 6), ACCENT)
    heading = (Paragraph(shown, letters.size, bold=True),)
    yield TextPart("Rubrik", Box(LEFT + 40, y, room, height), heading, role="title", leading=_HEADING)
    if said:
        box = Box(LEFT + 40, y + height + 18, room, high - 18)
        yield TextPart("Underrubrik", box, (Paragraph(said, under.size, colour=QUIET),), role="body")


def _body(paragraphs: Sequence[str], at: Places, fonts: Fonts) -> tuple[list[Part], tuple[str, ...]]:
    """Paragraphs in the largest size that holds them; where none does, as many as the smallest holds."""
    told = [line for one in paragraphs if (line := plain(one))]
    box, sizes = at.content, at.sizes("body", _BODY_SIZES)
    for size, columns in sizes:
        taken = sum(_taken(p, size, _column(columns, size, box.w), fonts) for p in told)
        if taken + _spare(columns, size) <= box.h * columns:
            return [_body_part(told, box, size, columns)], ()
    size, columns = sizes[-1]
    wide, room = _column(columns, size, box.w), box.h
    kept: list[str] = []
    left = room * columns - _spare(columns, size)
    for one in told:
        most = int((left - size * _BODY_GAP) / (size * _BODY_LEADING))
        if most < 1:
            break
        kept.append(shortened(one, Type(fonts, size), wide, most))
        left -= _taken(kept[-1], size, wide, fonts)
    return [_body_part(kept, box, size, columns)], ("Hela texten:", *told)


def _spare(columns: int, size: float) -> float:
    """Columns end where a paragraph's line ends: each but one may lose a paragraph's gap and a line."""
    return (columns - 1) * 2 * size * _BODY_LEADING


def _column(columns: int, size: float, wide: float) -> float:
    return (wide - COLUMN_GAP * (columns - 1)) / columns - BULLET * size


def _taken(text: str, size: float, wide: float, fonts: Fonts) -> float:
    lines = len(wrapped(text, Type(fonts, size), wide))
    return lines * size * _BODY_LEADING + size * _BODY_GAP


def _body_part(told: list[str], box: Box, size: float, columns: int) -> TextPart:
    return TextPart(
        "Text",
        box,
        tuple(Paragraph(one, size) for one in told),
        role="body",
        leading=_BODY_LEADING,
        is_bulleted=len(told) > 1,
        gap=size * _BODY_GAP,
        columns=columns,
    )


def _foot(deck: Deck, slide: Slide, place: int, fonts: Fonts, wide: float) -> Iterator[Part]:
    left, right = plain(foot_left(deck, place)), plain(foot_right(deck, slide))
    yield RulePart(Box(LEFT, _FOOT_Y - 13, INNER, 1), EDGE if deck.mark else LINE)
    sizes = [(max(size, fonts.least), most) for size, most in _FOOT_SIZES]
    size, most = next((of for of in sizes if _sides(left, right, Type(fonts, of[0])) <= wide), sizes[-1])
    letters = Type(fonts, size)
    is_whole = _sides(left, right, letters) <= wide
    room = width(left, letters) + 4 if is_whole else min(width(left, letters) + 4, wide * 0.5)
    left = _with_place(left, letters, room, most)
    said, box = (Paragraph(left, size, colour=QUIET),), Box(LEFT, _FOOT_Y - 4, room, letters.high(most))
    yield TextPart("Fot", box, said, role="foot", number=deck.number(place))
    if right:
        rest = wide - room - 24
        said = (Paragraph(shortened(right, letters, rest, most), size, colour=QUIET),)
        box = Box(LEFT + room + 24, _FOOT_Y - 4, rest, letters.high(most))
        yield TextPart("Källa", box, said, role="source", align="right")


def _sides(left: str, right: str, letters: Type) -> float:
    return width(left, letters) + width(right, letters) + 36


def _with_place(left: str, letters: Type, room: float, most: int) -> str:
    """The foot as it fits: names give way, never which slide it is."""
    if len(wrapped(left, letters, room)) <= most:
        return left
    names, _, place = left.rpartition(" · ")
    return f"{shortened(names, letters, room - width(f' · {place}', letters), most)} · {place}"


def _mark(deck: Deck) -> Iterator[Part]:
    if mark := deck.mark:
        wide = 168.0 if mark in (EXAMPLE, DRAFT_MARK) else 276.0
        box = Box(WIDTH - LEFT - wide, 7, wide, 28)
        words = (Paragraph(mark, 18, bold=True, colour=TEXT),)
        name = first_upper(mark.lower())
        yield TextPart(
            name, box, words, role="mark", align="center", fill=WARN_FILL, edge=WARN_EDGE, pad=3, leading=1.2
        )
