"""Texts that people write belong to figures: which these were, and whether they are others by now."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from core.documents.deck import Deck, Slide, SlideKind, Story
from core.documents.entry import Entry
from core.documents.worked_on import OF_TABLE, Stamp
from core.features.decks.changes import figures_of
from core.features.decks.plan import DeckPlan, SlidePlan


class Stamps(Entry):
    """What the figures of a deck are now: of each story by its slide's id, and of the table of all municipalities."""

    stories: Mapping[str, Stamp]
    table: Stamp

    def of(self, plan: SlidePlan) -> Stamp | None:
        """The figures that PLAN's own words are about; None for a slide without any."""
        if plan.kind is SlideKind.STORY:
            return self.stories.get(plan.id)
        return None if plan.kind in (SlideKind.TITLE, SlideKind.QUESTION) else self.table


def stamps_of(deck: Deck) -> Stamps:
    """The stamps of DECK, in which every slide is drawn."""
    told = dict(figures_of(deck))
    stories = {one.id: one for one in deck.slides if isinstance(one.content, Story) and not one.content.lost}
    table = sorted(f"{key} {words}" for key, (_, words) in told.items() if key not in stories)
    return Stamps(
        stories={id_: _stamp(_outcome(slide), told[id_][1]) for id_, slide in stories.items()},
        table=_stamp(f"{OF_TABLE}{deck.figures_on.isoformat()}", *table),
    )


def stamped(plan: DeckPlan, before: DeckPlan, now: Stamps, sure: frozenset[str]) -> DeckPlan:
    """PLAN, whose words that differ from BEFORE's are written of the figures NOW, as are those of the slides SURE."""
    old = {one.id: one for one in before.slides}
    return plan.model_copy(
        update={"slides": tuple(_slide(one, old.get(one.id), now.of(one), one.id in sure) for one in plan.slides)}
    )


def _slide(plan: SlidePlan, old: SlidePlan | None, now: Stamp | None, is_sure: bool) -> SlidePlan:
    own = own_words(plan)
    is_kept = old is not None and old.written is not None and own_words(old) == own and not is_sure
    written = None if not own else old.written if old and is_kept else now
    return plan.model_copy(update={"written": written})


def own_words(plan: SlidePlan) -> str:
    """What somebody has written on PLAN's slide that belongs to its figures: its title, or its text."""
    return plan.title if plan.kind in (SlideKind.STORY, SlideKind.GLANCE, SlideKind.ACTED) else plan.text


def _outcome(slide: Slide) -> str:
    story = slide.content
    return f"{story.outcome} ({story.year})" if isinstance(story, Story) else ""


def _stamp(words: str, *figures: str) -> Stamp:
    return Stamp(words=words, seal=sha256("\n".join(figures).encode()).hexdigest()[:16])
