"""The page Bildspel: an area's deck as it is worked on, by those who may."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.overview.figures import Figures
from core.own.pending import WorkKind
from core.present.changes import FigureChange, changes
from core.present.deck import Slide, SlideKind
from core.present.plan import DeckPlan, SlidePlan
from core.present.resolve import story_title
from core.present.shown import automatic_plan, with_figures
from core.present.store import Decks, DeckVersion, current_decks
from core.present.stories import stories_of
from core.ui.account_pages import Asked
from core.ui.area_versions import editable_area, frozen_words, seen_by, version_lines, without_area
from core.ui.choices import PRESENT
from core.ui.deck_slides import overfull
from core.ui.present_page import DRAFT, FILES, WITH_NOTES
from core.ui.render import render
from core.ui.typed import notice_of, typed_before
from core.words.formats import filled_lines

KIND_WORDS = {
    SlideKind.TITLE: "Titelbild",
    SlideKind.GLANCE: "Alla kommuner i en blick",
    SlideKind.STORY: "Berättelse",
    SlideKind.LEARNED: "Vad vi lärde av andra",
    SlideKind.EXAMPLES: "Goda exempel",
    SlideKind.CONCLUSIONS: "Slutsatser",
}
_WITH_TEXT = (SlideKind.LEARNED, SlideKind.EXAMPLES, SlideKind.CONCLUSIONS)
# The stories that are ticked, in the form.
ADDED = "ny"
_MOST_OFFERED = 20
_MOST_CHANGES = 60
_BY_ITSELF = "det som görs av sig självt av dagens siffror, tills något är fryst"


@dataclass(frozen=True)
class SlideForm:
    """A slide's fields. ``automatic`` is the title that stands there when none is typed.

    ``state`` says why it is not shown; ``suggested`` is what the figures would write; ``is_overfull``: its text has
    more words than the slide has room for.
    """

    id: str
    kind: str
    about: str
    state: str
    place: str
    is_shown: bool
    title: str
    automatic: str
    text: str
    has_text: bool
    suggested: tuple[str, ...]
    is_overfull: bool
    notes: str


def deck_html(asked: Asked) -> str:
    """The form with the area's slides. Raises NotAllowedError for whoever may not edit the deck."""
    figures, known = asked.figures, editable_area(asked)
    if figures is None or known is None:
        return without_area(asked, "bildspel")
    area = known.id
    decks = current_decks(asked.catalogue)
    versions = decks.versions(area, by=asked.person)
    newest = versions[0] if versions else None
    typed = typed_before(asked, WorkKind.DECK)
    automatic, shown = automatic_plan(figures, decks.day(), area), decks.last_frozen(area)
    plan = newest.written if newest else automatic
    draft = f"{PRESENT}/{DRAFT}{area}"
    return render(
        "deck_page.html",
        address=asked.address,
        name=known.name,
        slides=_slides(plan, _drawn(figures, decks, plan, newest), _suggested(automatic), typed),
        offered=_offered(figures, plan, typed.get(ADDED, "").split()),
        seen=seen_by(asked, versions, area),
        is_frozen=newest is not None and newest.is_frozen,
        readers=frozen_words(shown, "fryst") or _BY_ITSELF,
        figures_on=f"{figures.snapshot.info.fetched_at:%Y-%m-%d}",
        changed=_changed(figures, decks, newest),
        versions=version_lines(versions, shown, draft),
        show=draft,
        files=[(words, f"{draft}.{kind}?{WITH_NOTES}=ja") for words, kind in FILES],
        back=PRESENT,
        notice=notice_of(asked, typed),
    )


def _drawn(figures: Figures, decks: Decks, plan: DeckPlan, newest: DeckVersion | None) -> Mapping[str, Slide]:
    """PLAN's slides by their ids, those that are hidden too: one must see what it is that one hides."""
    if newest is not None and newest.frozen is not None:
        deck = newest.frozen
    else:
        every = tuple(one.model_copy(update={"is_shown": True}) for one in plan.slides)
        deck = with_figures(figures, decks, DeckPlan(area=plan.area, slides=every))
    # A glance is several slides; its first has its id.
    return {slide.id: slide for slide in deck.slides}


def _suggested(automatic: DeckPlan) -> str:
    return next((one.text for one in automatic.slides if one.is_suggested), "")


def _slides(plan: DeckPlan, drawn: Mapping[str, Slide], suggested: str, typed: Mapping[str, str]) -> list[SlideForm]:
    return [
        _slide(one, place, drawn.get(one.id), typed, suggested if one.kind is SlideKind.LEARNED else "")
        for place, one in enumerate(plan.slides, start=1)
    ]


def _slide(plan: SlidePlan, place: int, drawn: Slide | None, typed: Mapping[str, str], suggested: str) -> SlideForm:
    # What somebody else has added meanwhile is not among what was typed.
    is_typed = f"{plan.id}.plats" in typed

    def field(name: str, content: str) -> str:
        return typed.get(f"{plan.id}.{name}", "") if is_typed else content

    return SlideForm(
        id=plan.id,
        kind=KIND_WORDS[plan.kind],
        about=drawn.title if drawn else plan.title,
        state=_state(plan, drawn),
        place=field("plats", str(place)),
        is_shown=bool(typed.get(f"{plan.id}.visas")) if is_typed else plan.is_shown,
        title=field("titel", plan.title),
        automatic=drawn.automatic if drawn else "",
        text=field("text", plan.text),
        has_text=plan.kind in _WITH_TEXT,
        suggested=filled_lines(suggested) if plan.text != suggested else (),
        is_overfull=drawn is not None and overfull(drawn),
        notes=field("anteckning", plan.notes),
    )


def _state(plan: SlidePlan, drawn: Slide | None) -> str:
    """Why the slide is not among those shown; '' where it is."""
    if not plan.is_shown:
        return "Dold."
    if drawn is not None:
        return ""
    why = "inget är skrivet" if plan.kind in _WITH_TEXT else "det finns inga siffror att visa"
    return f"Visas inte: {why}."


def _offered(figures: Figures, plan: DeckPlan, ticked: Collection[str]) -> list[tuple[str, str, bool]]:
    """Findings that are not told yet: (what the form says, words, whether TICKED)."""
    told = {(one.municipality, one.kpi) for one in plan.slides}
    names = figures.snapshot.municipalities
    found = [one for one in stories_of(figures, plan.area) if (one.municipality, one.kpi) not in told]
    return [
        (key, story_title(one, names[one.municipality], one.row), key in ticked)
        for one in found[:_MOST_OFFERED]
        for key in [f"{one.kpi}.{one.municipality}"]
    ]


def _changed(figures: Figures, decks: Decks, newest: DeckVersion | None) -> Sequence[FigureChange]:
    """What a frozen deck would show otherwise today."""
    if newest is None or newest.frozen is None:
        return ()
    return changes(newest.frozen, with_figures(figures, decks, newest.written))[:_MOST_CHANGES]
