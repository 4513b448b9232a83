"""What is done on the pages Bildspel and Presentation. Rights are asked for in ``core.present.versions``."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.rights import Action, require
from core.errors import NyckeltalError
from core.own.pending import WorkKind
from core.present.deck import Deck, SlideKind
from core.present.form import FormError, read_day, read_plan
from core.present.rewrite import rewritten
from core.present.shown import automatic_plan, with_figures
from core.present.store import current_decks
from core.server.answers import Asking, asking, back
from core.server.forms import Form, form_routes
from core.server.kept_forms import area_form, area_in
from core.server.own_words import said
from core.ui.choices import DECK, PRESENT, number_in
from core.ui.deck_page import ADDED
from core.ui.notices import Notice

_AT_ONCE = 2
# Sixty slides with a title, a text and notes, every letter of which may take six signs in a form.
_MOST_BYTES, _MOST_FIELDS = 1_600_000, 500


def deck_form_routes() -> list[BaseRoute]:
    """The forms of both pages."""
    page = area_form(DECK, WorkKind.DECK, _typed)
    answers = {
        f"{DECK}/spara": page.answering(_saved),
        f"{DECK}/aterstall": page.answering(_restored),
        f"{PRESENT}/dag": _day_set,
    }
    return form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES, most_fields=_MOST_FIELDS)


def _saved(who: Asking, form: Form) -> str:
    area = area_in(form)
    # Before anything is read: who may not, learns nothing of the area's deck.
    require(who.person, Action.EDIT_DECK, area=area)
    if who.figures is None or area not in who.catalogue.area_by_id:
        raise FormError("Området finns inte.", "Kontrollera adressen.")
    decks = current_decks(who.catalogue)
    newest, seen = decks.newest(area), number_in(form.get("sedd", ""))
    before = newest.written if newest else automatic_plan(who.figures, decks.day(), area)
    plan = read_plan(form, before, _added(form, who))
    match form.get("gor"):
        case "frys":
            today = _not_empty(with_figures(who.figures, decks, plan))
            version = decks.freeze(plan, today, parent=seen, by=who.person, now=who.now)
            return f"Version {version.number} är fryst: siffrorna ändras inte mer, och det är den som läsarna ser."
        case "behall":
            frozen = newest.frozen if newest else None
            if frozen is None:
                raise FormError("Bildspelet är inte fryst längre.", "Läs igenom det, och spara eller frys igen.")
            told = _not_empty(rewritten(frozen, plan))
            version = decks.freeze(plan, told, parent=seen, by=who.person, now=who.now, note="samma siffror")
            return f"Version {version.number} är sparad med samma siffror, och det är den som läsarna ser."
        case "tina":
            version = decks.thaw(plan, parent=seen, by=who.person, now=who.now)
            return f"Version {version.number} har dagens siffror. Läsarna ser den frysta tills du fryser igen."
        case _:
            version = decks.save(plan, parent=seen, by=who.person, now=who.now)
            return f"Version {version.number} är sparad. Läsarna ser den när du har fryst den."


def _not_empty(deck: Deck) -> Deck:
    """DECK. Raises FormError for one that would show nothing."""
    if all(slide.content.kind is SlideKind.TITLE for slide in deck.slides):
        raise FormError("Inget är fryst: bildspelet har inga bilder att visa.", "Kryssa i Visas för minst en.")
    return deck


def _added(form: Form, who: Asking) -> tuple[tuple[str, str], ...]:
    """The stories that were ticked: (kpi, municipality), those that exist."""
    pairs = [tuple(text.split(".")) for text in form.get(ADDED, "").split()]
    figures = who.figures
    known = figures.snapshot.municipalities if figures else {}
    return tuple(
        (pair[0], pair[1]) for pair in pairs if len(pair) == 2 and pair[0] in who.catalogue.by_kpi and pair[1] in known
    )


def _restored(who: Asking, form: Form) -> str:
    number, seen = number_in(form.get("version", "")), number_in(form.get("sedd", ""))
    version = current_decks(who.catalogue).restore(area_in(form), number, parent=seen, by=who.person, now=who.now)
    return f"Version {version.number} har bilderna från version {number}."


def _typed(form: Form) -> dict[str, str]:
    """What was typed about slides."""
    return {name: text for name, text in form.items() if text and ("." in name or name == ADDED)}


def _day_set(request: Request, form: Form) -> Response:
    who = asking(request)
    try:
        require(who.person, Action.CHANGE_SETTINGS)
        current_decks(who.catalogue).set_day(read_day(form, who.catalogue), by=who.person, now=who.now)
    except NyckeltalError as error:
        typed = {name: form.get(name, "")[:2000] for name in ("namn", "dag", "pass")}
        return back(PRESENT, Notice(said(error), is_good=False, fields=typed))
    return back(PRESENT, Notice("Dagen är sparad.", is_good=True))
