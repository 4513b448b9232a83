"""One's own choice saved; an address confirmed, and letters ended, by whoever has got one: not signed in."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.contacts import Contact, ContactError, Contacts
from core.features.reminders.letter import Writing
from core.features.reminders.page import contacts_now, mail_way
from core.features.reminders.sending import Asking
from core.mail.post import Fate, MailServerError, posting
from core.web.alone import page_alone
from core.web.choices import ACCOUNT, CONFIRM_ADDRESS, REMINDERS_FORM, UNSUBSCRIBE
from core.web.drafts import WorkKind
from core.web.file_desk import FileDesk
from core.web.forms import Form, form_routes
from core.web.kept_forms import KeptForm
from core.web.typed import DEED
from core.web.visit import Visit
from core.words.dates import today

log = logging.getLogger(__name__)

_SAVED = "Påminnelserna är sparade."
_REMOVE, _AGAIN = "ta-bort", "skicka-igen"
# So long a form waits for each answer of the mail server: whoever sends it waits too.
_PATIENCE = 5.0
_LABELS = {"epost": "E-postadress", "slag": "Påminn mig om"}
_NONE = "Du får inga påminnelser"
_NOBODYS = (
    "Länken hör inte till någon adress som får påminnelser. Den är redan avslutad eller utbytt, eller felskriven."
)


def reminder_routes() -> list[BaseRoute]:
    """POST of one's own choice; GET and POST of the addresses in a letter."""
    form = KeptForm(ACCOUNT, WorkKind.REMINDERS, "", lambda _: {}, _typed, _LABELS)
    end, confirm, desk = f"{UNSUBSCRIBE}/{{token}}", f"{CONFIRM_ADDRESS}/{{token}}", FileDesk()
    return [
        *form_routes({REMINDERS_FORM: form.answering(_chosen)}, at_once=2),
        *form_routes({confirm: lambda request, _: _confirmed(request)}, at_once=1),
        # A mail program sends a body of its own (RFC 8058), and the address alone says all.
        *form_routes({end: lambda request, _: _ended(request)}, at_once=1, is_read=False),
        desk.route(confirm, partial(_asked, _CONFIRM)),
        desk.route(end, partial(_asked, _END)),
    ]


def _typed(form: Form) -> dict[str, str]:
    return {name: form.get(name, "")[:400] for name in _LABELS} if "epost" in form else {}


def _chosen(who: Visit, form: Form) -> str:
    if form.get(DEED) == _REMOVE:
        contacts_now().remove(who.person, who.now)
        return "Adressen är borttagen, och du får inga påminnelser."
    typed = _typed(form)
    contacts = contacts_now()
    held = contacts.of(who.person) if form.get(DEED) == _AGAIN else None
    is_again = held is not None
    held = held or contacts.save(who.person, typed.get("epost", ""), typed.get("slag", "").split(), who.now)
    if held.is_confirmed or (held.asked_at and not is_again):
        return _SAVED
    asked = _ask(contacts, who, held)
    return asked if is_again else f"{_SAVED} {asked}"


def _ask(contacts: Contacts, who: Visit, held: Contact) -> str:
    """Send the letter that asks whether HELD is right; what became of it. Raises NyckeltalError where it did not go."""
    way = mail_way()
    if way is None:
        return "Adressen ska bekräftas innan något skickas: brevet med länken går när en e-postserver är inställd."
    (mail, site), name = way, who.catalogue.cooperation.name
    try:
        with posting(mail, name, lambda: datetime.now(UTC), _PATIENCE) as post:
            fate = Asking(contacts, Writing(name, site, today(who.now)), post).ask(who.person, held, who.now).fate
    except MailServerError as error:
        # Told to whoever runs the server, not to whoever asks.
        log.warning("%s", error)
        fate = Fate.LATER
    if fate is Fate.REFUSED:
        raise ContactError("Adressen är sparad, men e-postservern tar inte emot den.", "Kontrollera hur den är stavad.")
    if fate is Fate.LATER:
        return "Brevet med länken gick inte att skicka nu: det skickas senare, eller när du trycker på Skicka igen."
    return "Ett brev har gått till adressen: öppna länken i det, så börjar påminnelserna."


@dataclass(frozen=True)
class _Question:
    """What a link in a letter leads to: its BUTTON does it, at the address that begins with PATH."""

    path: str
    title: str
    text: str
    button: str


_END = _Question(
    UNSUBSCRIBE,
    "Sluta få påminnelser?",
    "Tryck på knappen, så tas din e-postadress bort och inga fler påminnelser skickas. Ditt konto är kvar.",
    "Sluta få påminnelser",
)
_CONFIRM = _Question(
    CONFIRM_ADDRESS,
    "Är adressen rätt?",
    "Tryck på knappen, så skickas de påminnelser som du har valt på Mitt konto hit.",
    "Ja, skicka påminnelser hit",
)


def _asked(of: _Question, request: Request) -> Response:
    """The page with the button, which a mail program that looks at all links does not press."""
    token = _token(request)
    if not contacts_now().is_known(token):
        return _page(_NONE, _NOBODYS, HTTPStatus.NOT_FOUND)
    return _page(of.title, of.text, action=f"{of.path}/{token}", button=of.button)


def _token(request: Request) -> str:
    return str(request.path_params["token"])[:100]


def _confirmed(request: Request) -> Response:
    if not contacts_now().confirm(_token(request), datetime.now(UTC)):
        return _page(_NONE, _NOBODYS, HTTPStatus.NOT_FOUND)
    return _page("Adressen är bekräftad", "Påminnelserna kommer hit, en vecka och en dag före.")


def _ended(request: Request) -> Response:
    if not contacts_now().unsubscribe(_token(request), datetime.now(UTC)):
        return _page(_NONE, _NOBODYS)
    text = "Din e-postadress är borttagen härifrån. Du väljer påminnelser igen på sidan Mitt konto."
    return _page("Du får inga fler påminnelser", text)


def _page(title: str, text: str, status: int = HTTPStatus.OK, *, action: str = "", button: str = "") -> Response:
    answer = page_alone("by_letter.html", status, title=title, text=text, action=action, button=button)
    # The address is a key: it is told to no page that it leads to.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
