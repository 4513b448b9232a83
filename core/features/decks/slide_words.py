"""What is said around a slide's content, whoever draws it: its foot, its chart in words, what stands in the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.documents.deck import NO_TITLE, Deck, Glance, Question, Result, Slide, Story, Words, said_of, signal_words
from core.words.formats import filled_lines, first_upper, listed


def foot_left(deck: Deck, place: int) -> str:
    """ "Nyckeltalskonferens 26 oktober · Äldreomsorg · 3 av 6". PLACE counts from 1."""
    return f"{foot_names(deck, deck.slides[place - 1])} · {deck.number(place)}".removeprefix(" · ")


def foot_names(deck: Deck, slide: Slide) -> str:
    """The day, and which area SLIDE of DECK is of; the deck's own name where it is of none."""
    return " · ".join(dict.fromkeys(filter(None, (deck.event, slide.part or deck.name))))


def foot_right(deck: Deck, slide: Slide) -> str:
    """The source and the day of the figures; nothing under words that have none."""
    if not slide.source and isinstance(slide.content, Words | Question | Result):
        return ""
    # The indicator's id in brackets belongs to the sentence before it.
    source = slide.source.strip().replace(". (", " (").rstrip(".")
    return first_upper(", ".join(filter(None, (source, figures_words(deck)))))


def figures_words(deck: Deck) -> str:
    """The day that the figures are of."""
    return f"siffror per {deck.figures_on.isoformat()}"


def subtitle_of(slide: Slide) -> str:
    """What stands under the slide's title: of a question when its audience has answered."""
    told = slide.content.told if isinstance(slide.content, Question) else None
    return f"Publiken svarade {told.when}" if told else slide.subtitle


def title_of(slide: Slide) -> str:
    """The slide's title; never empty, because outlines and screen readers go by it."""
    return slide.title.strip() or NO_TITLE


def glance_words(glance: Glance) -> str:
    """What the table holds."""
    names = listed(glance.columns)
    return f"Tabell: {len(glance.rows)} indikatorer för {names}. Märket är läget bland landets kommuner."


def sentences_of(story: Story) -> tuple[list[str], str]:
    """The signals' sentences, and the change where none tells it: the arrow's begins with it, but for its years.

    Where the arrow says that nothing has changed, the change stands alone and the sentence says why it does not count.
    """
    sentences = [one.sentence for one in story.signals]
    amount = story.change.rpartition(" ")[0]
    for i, sentence in enumerate(sentences):
        if amount and sentence.startswith(f"{amount} "):
            rest = sentence.partition(". ")[2]
            if story.signals[i].tone == "level" and rest:
                return [*sentences[:i], rest, *sentences[i + 1 :]], story.change
            return [*sentences[:i], f"{story.change}. {rest}".strip(), *sentences[i + 1 :]], ""
    return sentences, story.change


def said_lines(story: Story, *, has_lost: bool) -> int:
    """How many lines each of ``said_of`` STORY may take on its slide; HAS_LOST: the warning takes one."""
    return (3 if len(said_of(story)) < 2 else 2) - has_lost


def whole_said(story: Story) -> tuple[str, ...]:
    """All that the municipality says, for the notes of a slide without room for it."""
    return ("Hela kommentaren:", *(line for text in (story.comment, story.actions) for line in filled_lines(text)))


def reasons(slide: Slide) -> tuple[str, ...]:
    """The signals' sentences in full: what one is asked about afterwards."""
    if not isinstance(slide.content, Story):
        return ()
    return tuple(signal_words(one) for one in slide.content.signals if one.sentence)


def file_titles(decks: Sequence[Deck]) -> tuple[str, str]:
    """What a file of DECKS is called, and what it is about."""
    if not decks:
        return "Bildspel", ""
    first = decks[0]
    title = first.name if len(decks) == 1 else first.event or "Alla områden"
    return title, " · ".join(filter(None, (first.event, figures_words(first))))


def unique_titles(decks: Sequence[Deck]) -> tuple[Deck, ...]:
    """DECKS in which no two slides are called the same: by the area's name, and where that does not help by number.

    Whoever finds her way by titles alone, in an outline or with a reader of screens, must know them apart.
    """
    plain_ = [title_of(slide) for deck in decks for slide in deck.slides]
    names = [deck.name for deck in decks for _ in deck.slides]
    several = {title for title, count in Counter(plain_).items() if count > 1}
    # A deck's first slide is often called as its area is.
    named = [
        f"{t} ({n})" if t in several and len(decks) > 1 and t != n else t for t, n in zip(plain_, names, strict=True)
    ]
    counts, so_far, told = Counter(named), Counter[str](), []
    for title in named:
        so_far[title] += 1
        told.append(f"{title} ({so_far[title]} av {counts[title]})" if counts[title] > 1 else title)
    titles = iter(told)
    return tuple(
        deck.model_copy(
            update={"slides": tuple(slide.model_copy(update={"title": next(titles)}) for slide in deck.slides)}
        )
        for deck in decks
    )
