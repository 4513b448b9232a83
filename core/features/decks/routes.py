"""What is done on the pages Bildspel and Presentation. Rights are asked for in ``core.documents.area_versions``."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute

from core.access.rights import Action, require
from core.documents.area_versions_view import CONFIRMED
from core.documents.written import Stamps, outdated, own_words, stamped, stamps_of
from core.features.decks.deck import Deck, SlideKind
from core.features.decks.form import FormError, read_day, read_plan, typed_of
from core.features.decks.numbers import strange_numbers
from core.features.decks.page import ADDED, SURE
from core.features.decks.plan import DeckPlan
from core.features.decks.rewrite import rewritten
from core.features.decks.shown import automatic_plan, drawn_whole, with_figures
from core.features.decks.store import Decks, DeckVersion, current_decks
from core.tabular.faults import cut
from core.web.choices import DECK, PRESENT
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import Kept, KeptForm, area_form, area_in, put_together
from core.web.visit import Visit
from core.words.formats import listed
from core.words.numbers import number_in

_AT_ONCE = 2
_SAVE, _FREEZE, _KEEP = "spara", "frys", "behall"
_MOST_TOLD = 5
# Sixty slides with a title, a text and notes, every letter of which may take six signs in a form.
_MOST_BYTES, _MOST_FIELDS = 1_600_000, 500


def deck_form_routes() -> list[BaseRoute]:
    """The forms of both pages."""
    page = area_form(DECK, WorkKind.DECK, _typed)
    answers = {
        f"{DECK}/spara": page.answering(_saved),
        f"{DECK}/aterstall": page.answering(_restored),
        f"{PRESENT}/dag": KeptForm(PRESENT, WorkKind.DAY, "", lambda _: {}, _typed_day).answering(_day_set),
    }
    return form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES, most_fields=_MOST_FIELDS)


def _saved(who: Visit, form: Form) -> str | Kept:
    area = area_in(form)
    # Before anything is read: who may not, learns nothing of the area's deck.
    require(who.person, Action.EDIT_DECK, area=area)
    if who.figures is None or area not in who.catalogue.area_by_id:
        raise FormError("Området finns inte.", "Kontrollera adressen.")
    decks = current_decks(who.catalogue)
    newest, seen = decks.newest(area), number_in(form.get("sedd", ""))
    automatic = automatic_plan(who.figures, decks.day(), area)
    also = ""
    if newest and newest.number != seen:
        base = decks.version(area, seen, by=who.person).written if seen else automatic
        is_shown_first = newest.is_frozen or form.get("gor", _SAVE) != _SAVE
        mine, theirs = _typed(form), typed_of(newest.written)
        found = put_together(newest.said, newest.number, typed_of(base), mine, theirs, is_shown_first=is_shown_first)
        if isinstance(found, Kept):
            return found
        form, seen, also = {**form, **found.fields}, newest.number, f" {newest.said}: det är med."
    before = newest.written if newest else automatic
    read = read_plan(form, before, _added(form, who))
    stamps = stamps_of(drawn_whole(who.figures, decks, read, newest))
    sure = frozenset(one.id for one in read.slides if form.get(f"{one.id}.{SURE}"))
    plan = stamped(read, before, stamps, sure)
    what = form.get("gor")
    told = _to_freeze(what, who, decks, plan, newest)
    if told is not None and (asked := _doubts(told, _outdated(plan, stamps) if what == _FREEZE else ())):
        if not form.get(CONFIRMED):
            return Kept(asked, _typed(form) | {CONFIRMED: "ja"}, is_good=False)
        plan = stamped(plan, plan, stamps, frozenset(one.id for one in plan.slides)) if what == _FREEZE else plan
    if told is not None:
        note = "" if what == _FREEZE else "samma siffror"
        version = decks.freeze(plan, told, parent=seen, by=who.person, now=who.now, note=note)
        if what == _FREEZE:
            return f"Version {version.number} är fryst: siffrorna ändras inte mer, och det är den som läsarna ser."
        return f"Version {version.number} är sparad med samma siffror, och det är den som läsarna ser."
    match what:
        case "tina":
            version = decks.thaw(plan, parent=seen, by=who.person, now=who.now)
            return f"Version {version.number} har dagens siffror. Läsarna ser den frysta tills du fryser igen."
        case _:
            version = decks.save(plan, parent=seen, by=who.person, now=who.now)
            return f"Version {version.number} är sparad. Läsarna ser den när du har fryst den.{also}"


def _to_freeze(what: str | None, who: Visit, decks: Decks, plan: DeckPlan, newest: DeckVersion | None) -> Deck | None:
    """The deck that is about to be frozen: with the day's figures, or with those it has; None where nothing is."""
    if what == _FREEZE and who.figures is not None:
        return _not_empty(with_figures(who.figures, decks, plan))
    if what == _KEEP:
        if newest is None or newest.frozen is None:
            raise FormError("Bildspelet är inte fryst längre.", "Läs igenom det, och spara eller frys igen.")
        return _not_empty(rewritten(newest.frozen, plan))
    return None


def _outdated(plan: DeckPlan, stamps: Stamps) -> list[str]:
    """What is written on slides that are shown of figures that have changed since: each text, and what is wrong."""
    marked = ((one, outdated(one.written, stamps.of(one))) for one in plan.slides if one.is_shown)
    return [f"”{cut(own_words(one), 60)}” ({why[:1].lower()}{why[1:].rstrip('.')})" for one, why in marked if why]


def _doubts(deck: Deck, old: Sequence[str] = ()) -> str:
    """What is asked once more before DECK is frozen: OLD texts, and titles with numbers that their slides lack."""
    strange = [f"{listed(numbers)} i rubriken ”{cut(title, 60)}”" for title, numbers in strange_numbers(deck)]
    told = [
        f"Siffrorna är andra än när det här skrevs: {_first(old)}." if old else "",
        f"Det här står inte på bilden: {_first(strange)}." if strange else "",
    ]
    if not any(told):
        return ""
    return " ".join(["Inget är fryst än.", *filter(None, told), "Tryck en gång till om det ska gälla ändå."])


def _first(told: Sequence[str]) -> str:
    more = f" och {len(told) - _MOST_TOLD} till" if len(told) > _MOST_TOLD else ""
    return f"{'; '.join(told[:_MOST_TOLD])}{more}"


def _not_empty(deck: Deck) -> Deck:
    """DECK. Raises FormError for one that would show nothing."""
    if all(slide.content.kind is SlideKind.TITLE for slide in deck.slides):
        raise FormError("Inget är fryst: bildspelet har inga bilder att visa.", "Kryssa i Visas för minst en.")
    return deck


def _added(form: Form, who: Visit) -> tuple[tuple[str, str], ...]:
    """The stories that were ticked: (kpi, municipality), those that exist."""
    pairs = [tuple(text.split(".")) for text in form.get(ADDED, "").split()]
    figures = who.figures
    known = figures.snapshot.municipalities if figures else {}
    return tuple(
        (pair[0], pair[1]) for pair in pairs if len(pair) == 2 and pair[0] in who.catalogue.by_kpi and pair[1] in known
    )


def _restored(who: Visit, form: Form) -> str:
    number, seen = number_in(form.get("version", "")), number_in(form.get("sedd", ""))
    version = current_decks(who.catalogue).restore(area_in(form), number, parent=seen, by=who.person, now=who.now)
    return f"Version {version.number} har bilderna från version {number}."


def _typed(form: Form) -> dict[str, str]:
    """What was typed about slides."""
    return {name: text for name, text in form.items() if text and ("." in name or name == ADDED)}


def _typed_day(form: Form) -> dict[str, str]:
    return {name: form.get(name, "")[:2000] for name in ("namn", "dag", "pass")}


def _day_set(who: Visit, form: Form) -> str:
    require(who.person, Action.CHANGE_SETTINGS)
    current_decks(who.catalogue).set_day(read_day(form, who.catalogue), by=who.person, now=who.now)
    return "Dagen är sparad."
