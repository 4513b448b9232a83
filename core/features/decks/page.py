"""The page Bildspel: an area's deck as it is worked on, by those who may."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from core.cycle.audience import Counted, told
from core.documents.area_versions_view import (
    DRAFT,
    editable_area,
    frozen_words,
    seen_by,
    without_area,
)
from core.documents.deck import Deck, Slide, SlideKind, Words
from core.documents.results_view import shown_results
from core.documents.worked_on import outdated
from core.features.decks.asked import told_of
from core.features.decks.changes import FigureChange, changes
from core.features.decks.deck_slides import overfull
from core.features.decks.plan import ACTED_ID, QUESTION_ID, RESULT_ID, SEVERAL, DeckPlan, SlidePlan, result_key
from core.features.decks.present_page import FILES, WITH_NOTES
from core.features.decks.resolve import story_title
from core.features.decks.shown import automatic_plan, drawn_whole
from core.features.decks.store import Decks, DeckVersion, current_decks
from core.features.decks.stories import stories_of
from core.features.decks.written import stamps_of
from core.outcomes.figures import Figures
from core.outcomes.indicator import taking_part
from core.state.merging import theirs_in
from core.web.choices import PRESENT
from core.web.drafts import WorkKind
from core.web.render import render
from core.web.typed import CONFIRMED, notice_of, typed_before
from core.web.visit import Visit
from core.words.formats import filled_lines

KIND_WORDS = {
    SlideKind.TITLE: "Titelbild",
    SlideKind.GLANCE: "Alla kommuner i en blick",
    SlideKind.STORY: "Berättelse",
    SlideKind.ACTED: "Vad gör vi åt det",
    SlideKind.LEARNED: "Vad vi lärde av andra",
    SlideKind.EXAMPLES: "Goda exempel",
    SlideKind.CONCLUSIONS: "Slutsatser",
    SlideKind.QUESTION: "Fråga till publiken",
    SlideKind.RESULT: "Resultat av en övning",
}
_WITHOUT = {
    SlideKind.ACTED: "ingen slutsats är publicerad och ingen åtgärd beslutad i området",
    SlideKind.QUESTION: "skriv frågan och minst två svar",
    SlideKind.RESULT: "övningens resultat visas inte längre för alla",
}
_WITH_TEXT = (SlideKind.LEARNED, SlideKind.EXAMPLES, SlideKind.CONCLUSIONS)
# In the form: the stories that are ticked, and after a slide's id that its words hold though the figures have changed.
ADDED, SURE = "ny", "stammer"
_MOST_OFFERED = 20
_MOST_CHANGES = 60
_BY_ITSELF = "det som görs av sig självt av dagens siffror, tills något är fryst"


@dataclass(frozen=True)
class SlideForm:
    """A slide's fields. ``automatic`` is the title that stands there when none is typed.

    ``state`` says why it is not shown; ``suggested`` is what the figures would write; ``is_overfull``: its text has
    more words than the slide has room for; ``outdated`` tells that its words were written of other figures. Of a
    question ``told`` is what its audiences have answered. ``is_picked``: what is suggested stands there as it is.
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
    is_question: bool = False
    is_several: bool = False
    told: tuple[str, ...] = ()
    outdated: str = ""
    is_picked: bool = False


def deck_html(asked: Visit) -> str:
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
    whole = drawn_whole(figures, decks, plan, newest)
    draft = f"{PRESENT}/{DRAFT}{area}"
    return render(
        "deck_page.html",
        address=asked.address,
        name=known.name,
        slides=_slides(plan, whole, _suggested(automatic), typed, told(decks.engine, area)),
        theirs=theirs_in(typed),
        confirmed=typed.get(CONFIRMED, ""),
        offered=_offered(figures, plan, typed.get(ADDED, "").split()),
        seen=seen_by(asked, versions, area, typed),
        is_frozen=newest is not None and newest.is_frozen,
        readers=frozen_words(shown, "fryst") or _BY_ITSELF,
        figures_on=f"{figures.snapshot.info.fetched_at:%Y-%m-%d}",
        has_frozen=shown is not None,
        changed=_changed(figures, decks, shown, plan),
        versions=versions,
        shown=shown.number if shown else 0,
        show=draft,
        files=[(words, f"{draft}.{kind}?{WITH_NOTES}=ja") for words, kind in FILES],
        back=PRESENT,
        notice=notice_of(asked, typed),
    )


def _suggested(automatic: DeckPlan) -> str:
    return next((one.text for one in automatic.slides if one.is_suggested), "")


def _slides(
    plan: DeckPlan, whole: Deck, suggested: str, typed: Mapping[str, str], told: Mapping[str, Sequence[Counted]]
) -> list[SlideForm]:
    """PLAN's slides; WHOLE has those that are hidden too, for one must see what it is that one hides."""
    # A glance is several slides; its first has its id.
    drawn, stamps = {slide.id: slide for slide in whole.slides}, stamps_of(whole)

    def offered(plan: SlidePlan) -> str:
        content = drawn[plan.id].content if plan.shows_picks and plan.id in drawn else None
        if isinstance(content, Words):
            return "\n".join(content.paragraphs)
        return suggested if plan.kind is SlideKind.LEARNED else ""

    return [
        replace(
            _slide(one, place, drawn.get(one.id), typed, offered(one)),
            is_picked=one.shows_picks,
            outdated=outdated(one.written, stamps.of(one)),
            told=tuple(told_of(counted).words for counted in told.get(one.id, ())),
        )
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
        has_text=plan.kind in (*_WITH_TEXT, SlideKind.QUESTION),
        suggested=filled_lines(suggested) if plan.text != suggested else (),
        is_overfull=drawn is not None and overfull(drawn),
        notes=field("anteckning", plan.notes),
        is_question=plan.kind is SlideKind.QUESTION,
        is_several=bool(typed.get(f"{plan.id}.{SEVERAL}")) if is_typed else plan.is_several,
    )


def _state(plan: SlidePlan, drawn: Slide | None) -> str:
    """Why the slide is not among those shown; '' where it is."""
    if not plan.is_shown:
        return "Dold."
    if drawn is not None:
        return ""
    if plan.shows_picks:
        return "Visas inte: inget av dagens goda exempel är om området, och inget är skrivet."
    why = "inget är skrivet" if plan.kind in _WITH_TEXT else _WITHOUT.get(plan.kind, "det finns inga siffror att visa")
    return f"Visas inte: {why}."


def _offered(figures: Figures, plan: DeckPlan, ticked: Collection[str]) -> list[tuple[str, str, bool]]:
    """A question, and what is not told yet, measures and findings: (what the form says, words, whether TICKED)."""
    told = {(one.municipality, one.kpi) for one in plan.slides}
    names = figures.snapshot.municipalities
    found = [one for one in stories_of(figures, plan.area) if (one.municipality, one.kpi) not in told]
    has_acted = any(one.kind is SlideKind.ACTED for one in plan.slides)
    acted = [] if has_acted else [(ACTED_ID, KIND_WORDS[SlideKind.ACTED], ACTED_ID in ticked)]
    asked = [(QUESTION_ID, KIND_WORDS[SlideKind.QUESTION], QUESTION_ID in ticked)]
    return (
        asked
        + _results(figures, plan, ticked)
        + acted
        + [
            (key, story_title(one, names[one.municipality], one.row).text, key in ticked)
            for one in found[:_MOST_OFFERED]
            for key in [f"{one.kpi}.{one.municipality}"]
        ]
    )


def _results(figures: Figures, plan: DeckPlan, ticked: Collection[str]) -> list[tuple[str, str, bool]]:
    """What exercises came to that everybody may see, of those that take part in PLAN's area."""
    engine, told = current_decks(figures.catalogue).engine, {one.result for one in plan.slides}
    return [
        (key, f"{figures.snapshot.municipalities[place]}, {run.title}: {one.title}", key in ticked)
        for place in taking_part(figures, plan.area)
        for run, one in shown_results(engine, place, figures.catalogue)
        for name in [result_key(run.id, one.key)]
        for key in [f"{RESULT_ID}:{place}:{name}"]
        if name not in told
    ]


def _changed(figures: Figures, decks: Decks, shown: DeckVersion | None, plan: DeckPlan) -> Sequence[FigureChange]:
    """What SHOWN, the frozen deck that readers see, would show otherwise today; also when one works on another."""
    if shown is None or shown.frozen is None:
        return ()
    return changes(shown.frozen, drawn_whole(figures, decks, plan, None))[:_MOST_CHANGES]
