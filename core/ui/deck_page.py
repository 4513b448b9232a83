"""The page Bildspel: an area's deck as it is worked on, by those who may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.access.rights import Action, require
from core.overview.figures import Figures
from core.own.pending import WorkKind
from core.present.changes import FigureChange, changes
from core.present.deck import LONGEST_TEXT, LONGEST_TITLE, Deck, Slide, SlideKind
from core.present.plan import DeckPlan, SlidePlan
from core.present.shown import with_figures, worked_on
from core.present.store import Decks, DeckVersion, current_decks
from core.present.stories import first_plan, stories_of
from core.ui.account_pages import Asked
from core.ui.area_versions import seen_by, typed_before, version_lines, without_area
from core.ui.choices import PRESENT
from core.ui.deck_slides import overfull
from core.ui.present_page import DRAFT
from core.ui.render import render
from core.words.findings import finding_title

KIND_WORDS = {
    SlideKind.TITLE: "Titelbild",
    SlideKind.GLANCE: "Alla kommuner i en blick",
    SlideKind.STORY: "Berättelse",
    SlideKind.LEARNED: "Vad vi lärde av andra",
    SlideKind.EXAMPLES: "Goda exempel",
    SlideKind.CONCLUSIONS: "Slutsatser",
}
_WITH_TEXT = (SlideKind.LEARNED, SlideKind.EXAMPLES, SlideKind.CONCLUSIONS)
_MOST_OFFERED = 20
_MOST_CHANGES = 60


@dataclass(frozen=True)
class SlideForm:
    """A slide's fields. ``automatic`` is the title that stands there when none is typed.

    ``is_overfull``: its text has more words than the slide has room for.
    """

    id: str
    kind: str
    about: str
    place: str
    is_shown: bool
    title: str
    automatic: str
    text: str
    has_text: bool
    is_overfull: bool
    notes: str


def deck_html(asked: Asked) -> str:
    """The form with the area's slides. Raises NotAllowedError for whoever may not edit the deck."""
    figures, area = asked.figures, asked.params.get("omrade", "")
    known = asked.catalogue.area_by_id.get(area)
    require(asked.person, Action.EDIT_DECK, area=known.id if known else None)
    if figures is None or known is None:
        return without_area(asked, "bildspel")
    decks = current_decks(asked.catalogue)
    newest = decks.newest(area)
    plan = newest.written if newest else first_plan(figures, area)
    shown = worked_on(figures, decks, area)
    versions = decks.versions(area, by=asked.person)
    return render(
        "deck_page.html",
        address=asked.address,
        name=known.name,
        slides=_slides(plan, shown, typed_before(asked, WorkKind.DECK)),
        offered=_offered(figures, plan),
        seen=seen_by(asked, versions, area),
        is_frozen=newest is not None and newest.is_frozen,
        figures_on=f"{shown.figures_on:%Y-%m-%d}",
        changed=_changed(figures, decks, newest),
        versions=version_lines(versions),
        show=f"{PRESENT}/{DRAFT}{area}",
        back=PRESENT,
        longest_title=LONGEST_TITLE,
        longest_text=LONGEST_TEXT,
        notice=asked.notice,
    )


def _slides(plan: DeckPlan, shown: Deck, typed: Mapping[str, str]) -> list[SlideForm]:
    # A glance is several slides; its first has its id.
    drawn = {slide.id: slide for slide in shown.slides}
    return [_slide(one, place, drawn.get(one.id), typed) for place, one in enumerate(plan.slides, start=1)]


def _slide(plan: SlidePlan, place: int, drawn: Slide | None, typed: Mapping[str, str]) -> SlideForm:
    title = drawn.title if drawn else ""

    def field(name: str, content: str) -> str:
        return typed.get(f"{plan.id}.{name}", content)

    return SlideForm(
        id=plan.id,
        kind=KIND_WORDS[plan.kind],
        about=title,
        place=field("plats", str(place)),
        is_shown=bool(typed.get(f"{plan.id}.visas")) if typed else plan.is_shown,
        title=field("titel", plan.title),
        automatic=title if not plan.title else "",
        text=field("text", plan.text),
        has_text=plan.kind in _WITH_TEXT,
        is_overfull=drawn is not None and overfull(drawn),
        notes=field("anteckning", plan.notes),
    )


def _offered(figures: Figures, plan: DeckPlan) -> list[tuple[str, str]]:
    """Findings that are not told yet: (what the form says, words)."""
    told = {(one.municipality, one.kpi) for one in plan.slides}
    names = figures.snapshot.municipalities
    return [
        (f"{one.kpi}.{one.municipality}", f"{names[one.municipality]}: {finding_title(one.row)}")
        for one in stories_of(figures, plan.area)
        if (one.municipality, one.kpi) not in told
    ][:_MOST_OFFERED]


def _changed(figures: Figures, decks: Decks, newest: DeckVersion | None) -> Sequence[FigureChange]:
    """What a frozen deck would show otherwise today."""
    if newest is None or newest.frozen is None:
        return ()
    return changes(newest.frozen, with_figures(figures, decks, newest))[:_MOST_CHANGES]
