"""A frozen deck with other words and another order: its figures stay as they were frozen."""

from __future__ import annotations

from collections.abc import Sequence

from core.documents.deck import Deck, Glance, Slide, SlideKind
from core.features.decks.plan import DeckPlan, SlidePlan
from core.features.decks.resolve import title_slide, words_slides
from core.state.versions import VersionError

_NEED_NOT_BE = (SlideKind.ACTED, SlideKind.RESULT, SlideKind.EXAMPLES)
_WITH_FIGURES = (SlideKind.GLANCE, SlideKind.STORY, SlideKind.ACTED, SlideKind.RESULT)


def rewritten(frozen: Deck, plan: DeckPlan) -> Deck:
    """FROZEN with PLAN's slides, titles, texts and notes. Raises VersionError for one that has no frozen figures."""
    slides = [slide for one in plan.slides if one.is_shown for slide in _slides(frozen, one)]
    return frozen.model_copy(update={"slides": tuple(slides)})


def _slides(frozen: Deck, plan: SlidePlan) -> Sequence[Slide]:
    if plan.kind is SlideKind.TITLE:
        return [title_slide(plan, frozen.name, frozen.event)]
    if plan.kind not in _WITH_FIGURES and not plan.shows_picks:
        return words_slides(plan, frozen.name, frozen.area)
    kept = [slide for slide in frozen.slides if _is_of(slide, plan)]
    if not kept and plan.kind in _NEED_NOT_BE:
        # There was nothing to tell.
        return []
    if not kept:
        what = f"Bilden ”{plan.title or plan.kpi or 'Alla kommuner i en blick'}” har inga frysta siffror."
        raise VersionError(what, "Dölj den, eller tina upp bildspelet för att visa den med dagens.")
    return [
        slide.model_copy(update={"title": written or slide.automatic or slide.title, "notes": plan.notes})
        for slide in kept
        # What is written is true of the first table only.
        for written in [plan.title if slide.id == plan.id else ""]
    ]


def _is_of(slide: Slide, plan: SlidePlan) -> bool:
    """Whether SLIDE was made of PLAN: a glance may be several."""
    if isinstance(slide.content, Glance):
        return slide.id == plan.id or slide.id.startswith(f"{plan.id}-")
    # What has no source somebody has written: words that are gone leave nothing behind.
    is_made = slide.content.kind in _WITH_FIGURES or (plan.shows_picks and bool(slide.source))
    return is_made and slide.id == plan.id
