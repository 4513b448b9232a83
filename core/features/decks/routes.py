"""What is done on the pages Bildspel and Presentation. Rights are asked for in ``core.documents.area_versions``."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from secrets import token_hex

from starlette.routing import BaseRoute

from core.access.rights import Action, require
from core.documents.area_forms import DEED, SAVE, FormError, about, restored, sent
from core.documents.deck import Deck, SlideKind
from core.documents.worked_on import Stamp, outdated
from core.features.decks.form import read_day, read_plan
from core.features.decks.numbers import strange_numbers
from core.features.decks.page import ADDED, SURE
from core.features.decks.plan import ACTED_ID, QUESTION_ID, RESULT_ID, DeckPlan, SlidePlan
from core.features.decks.rewrite import rewritten
from core.features.decks.shown import automatic_plan, drawn_whole, with_figures
from core.features.decks.store import Decks, DeckVersion, current_decks
from core.features.decks.written import Stamps, own_words, stamped, stamps_of
from core.outcomes.figures import Figures
from core.tabular.faults import cut
from core.web.choices import DECK, PRESENT
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import Kept, KeptForm, area_form, asked_first
from core.web.visit import Visit
from core.words.formats import listed

_AT_ONCE = 2
_FREEZE, _KEEP = "frys", "behall"
_MOST_TOLD, _LONGEST_RESULT = 5, 80
# Sixty slides with a title, a text and notes, every letter of which may take six signs in a form.
_MOST_BYTES, _MOST_FIELDS = 1_600_000, 500


def deck_form_routes() -> list[BaseRoute]:
    """The forms of both pages."""
    page = area_form(DECK, WorkKind.DECK, _typed)
    answers = {
        f"{DECK}/spara": page.answering(_saved),
        f"{DECK}/aterstall": page.answering(restored(current_decks, "bilderna")),
        f"{PRESENT}/dag": KeptForm(PRESENT, WorkKind.DAY, "", lambda _: {}, _typed_day).answering(_day_set),
    }
    return form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES, most_fields=_MOST_FIELDS)


def _saved(who: Visit, form: Form) -> str | Kept:
    (area, figures), decks, what = about(who, form), current_decks(who.catalogue), form.get(DEED, SAVE)
    automatic = automatic_plan(figures, decks.day(), area)
    found = sent(
        *(who, form, decks, automatic),
        typed=_typed(form),
        is_shown_first=lambda newest: newest.is_frozen or what != SAVE,
    )
    if isinstance(found, Kept):
        return found
    form, newest, before = found.form, found.newest, found.newest.written if found.newest else automatic
    read = read_plan(form, before, _added(form, figures))
    stamps = stamps_of(drawn_whole(figures, decks, read, newest))
    sure = frozenset(one.id for one in read.slides if form.get(f"{one.id}.{SURE}"))
    plan = stamped(read, before, stamps, sure)
    told = _to_freeze(what, figures, decks, plan, newest)
    if told is not None:
        old, strange = _outdated(plan, stamps) if what == _FREEZE else (), strange_numbers(told)
        if asked := asked_first(_doubts(old, strange), (*old, *strange), form, _typed(form), about=(area, found.seen)):
            return asked
        if what == _FREEZE:
            plan = stamped(plan, plan, stamps, frozenset(one.id for one in plan.slides if one.is_shown))
        note = "" if what == _FREEZE else "samma siffror"
        version = decks.freeze(plan, told, parent=found.seen, by=who.person, now=who.now, note=note)
        if what == _FREEZE:
            return f"Version {version.number} är fryst: siffrorna ändras inte mer, och det är den som läsarna ser."
        return f"Version {version.number} är sparad med samma siffror, och det är den som läsarna ser."
    match what:
        case "tina":
            version = decks.thaw(plan, parent=found.seen, by=who.person, now=who.now)
            return f"Version {version.number} har dagens siffror. Läsarna ser den frysta tills du fryser igen."
        case _:
            version = decks.save(plan, parent=found.seen, by=who.person, now=who.now)
            return f"Version {version.number} är sparad. Läsarna ser den när du har fryst den.{found.also}"


def _to_freeze(what: str, figures: Figures, decks: Decks, plan: DeckPlan, newest: DeckVersion | None) -> Deck | None:
    """The deck that is about to be frozen: with the day's FIGURES, or with those it has; None where nothing is."""
    if what == _FREEZE:
        return _not_empty(with_figures(figures, decks, plan))
    if what == _KEEP:
        if newest is None or newest.frozen is None:
            raise FormError("Bildspelet är inte fryst längre.", "Läs igenom det, och spara eller frys igen.")
        return _not_empty(rewritten(newest.frozen, plan))
    return None


def _outdated(plan: DeckPlan, stamps: Stamps) -> list[tuple[str, str, Stamp | None]]:
    """What is written on slides that are shown of figures that have changed: the text, what is wrong, the figures."""
    marked = ((one, stamps.of(one)) for one in plan.slides if one.is_shown)
    found = ((own_words(one), outdated(one.written, now), now) for one, now in marked)
    return [one for one in found if one[1]]


def _doubts(old: Sequence[tuple[str, str, Stamp | None]], numbers: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """What is asked once more before a deck is frozen: OLD texts, and titles with NUMBERS that their slides lack."""
    texts = [f"”{cut(text, 60)}” ({why[:1].lower()}{why[1:].rstrip('.')})" for text, why, _ in old]
    strange = [f"{listed(found)} i rubriken ”{cut(title, 60)}”" for title, found in numbers]
    told = [
        f"Siffrorna är andra än när det här skrevs: {_first(texts)}." if old else "",
        f"Det här står inte på bilden: {_first(strange)}." if strange else "",
    ]
    return " ".join(["Inget är fryst än.", *filter(None, told), "Tryck en gång till om det ska gälla ändå."])


def _first(told: Sequence[str]) -> str:
    more = f" och {len(told) - _MOST_TOLD} till" if len(told) > _MOST_TOLD else ""
    return f"{'; '.join(told[:_MOST_TOLD])}{more}"


def _not_empty(deck: Deck) -> Deck:
    """DECK. Raises FormError for one that would show nothing."""
    if all(slide.content.kind is SlideKind.TITLE for slide in deck.slides):
        raise FormError("Inget är fryst: bildspelet har inga bilder att visa.", "Kryssa i Visas för minst en.")
    return deck


def _added(form: Form, figures: Figures) -> tuple[SlidePlan, ...]:
    """The slides that were ticked: stories that exist, what is done, a new question."""
    ticked = form.get(ADDED, "").split()
    pairs = [tuple(text.split(".")) for text in ticked]
    kpis, known = figures.catalogue.by_kpi, figures.snapshot.municipalities
    stories = ((pair[0], pair[1]) for pair in pairs if len(pair) == 2 and pair[0] in kpis and pair[1] in known)
    found = [
        SlidePlan(id=f"{kpi.lower()}-{place}", kind=SlideKind.STORY, kpi=kpi, municipality=place)
        for kpi, place in stories
    ]
    if ACTED_ID in ticked:
        found.append(SlidePlan(id=ACTED_ID, kind=SlideKind.ACTED))
    if QUESTION_ID in ticked:
        # A name of its own for ever: what an audience has answered is kept by it.
        found.append(SlidePlan(id=f"{QUESTION_ID}-{token_hex(4)}", kind=SlideKind.QUESTION))
    for one in ticked:
        kind, _, rest = one.partition(":")
        place, _, result = rest.partition(":")
        if kind == RESULT_ID and place in known and len(result) <= _LONGEST_RESULT:
            id_ = f"{RESULT_ID}-{sha256(rest.encode()).hexdigest()[:12]}"
            found.append(SlidePlan(id=id_, kind=SlideKind.RESULT, municipality=place, result=result))
    return tuple(found)


def _typed(form: Form) -> dict[str, str]:
    """What was typed about slides."""
    return {name: text for name, text in form.items() if text and ("." in name or name == ADDED)}


def _typed_day(form: Form) -> dict[str, str]:
    return {name: form.get(name, "")[:2000] for name in ("namn", "dag", "pass")}


def _day_set(who: Visit, form: Form) -> str:
    require(who.person, Action.CHANGE_SETTINGS)
    current_decks(who.catalogue).set_day(read_day(form, who.catalogue), by=who.person, now=who.now)
    return "Dagen är sparad."
