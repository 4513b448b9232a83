"""One's own choice saved, and letters ended by whoever has got one: not signed in, by hand or by a mail program."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from core.catalogue import default_catalogue
from core.features.reminders.page import contacts_now
from core.web.alone import CONTENT_SECURITY_POLICY, busy
from core.web.assets import asset_version
from core.web.choices import ACCOUNT, REMINDERS_FORM, UNSUBSCRIBE
from core.web.drafts import WorkKind
from core.web.forms import NO_STORE, Form, form_routes
from core.web.kept_forms import KeptForm
from core.web.queues import FullError, Queue, asker_of
from core.web.render import render
from core.web.typed import DEED
from core.web.visit import Visit

_REMOVE = "ta-bort"
_LABELS = {"epost": "E-postadress", "slag": "Påminn mig om"}
_AT_ONCE, _MOST_WAITING, _OF_ONE_NETWORK = 1, 60, 40


def reminder_routes() -> list[BaseRoute]:
    """POST of one's own choice; GET and POST of the address in a letter."""
    form = KeptForm(ACCOUNT, WorkKind.REMINDERS, "", lambda _: {}, _typed, _LABELS)
    queue = Queue(_AT_ONCE, _MOST_WAITING, most_each=_OF_ONE_NETWORK)

    async def ended(request: Request) -> Response:
        # The body is not read: a mail program sends one of its own (RFC 8058), and the address alone says all.
        try:
            return await queue.work(partial(_ended, request), asker_of(request))
        except FullError:
            return busy()

    return [
        *form_routes({REMINDERS_FORM: form.answering(_chosen)}, at_once=1),
        Route(f"{UNSUBSCRIBE}/{{token}}", ended, methods=["GET", "POST"]),
    ]


def _typed(form: Form) -> dict[str, str]:
    return {name: form.get(name, "")[:400] for name in _LABELS} if "epost" in form else {}


def _chosen(who: Visit, form: Form) -> str:
    if form.get(DEED) == _REMOVE:
        contacts_now().remove(who.person, who.now)
        return "Adressen är borttagen, och du får inga påminnelser."
    typed = _typed(form)
    contacts_now().save(who.person, typed.get("epost", ""), typed.get("slag", "").split(), who.now)
    return "Påminnelserna är sparade."


def _ended(request: Request) -> Response:
    """The page with the button, which a mail program that looks at all links does not press; or that it is done."""
    token, contacts = request.path_params["token"][:100], contacts_now()
    if not contacts.is_known(token):
        return _page(
            "Du får inga påminnelser",
            "Länken hör inte till någon adress som får påminnelser. Den är redan avslutad, eller felskriven.",
            HTTPStatus.NOT_FOUND if request.method == "GET" else HTTPStatus.OK,
        )
    if request.method == "POST":
        contacts.unsubscribe(token, datetime.now(UTC))
        return _page(
            "Du får inga fler påminnelser",
            "Din e-postadress är borttagen härifrån. Du väljer påminnelser igen på sidan Mitt konto.",
        )
    text = "Tryck på knappen, så tas din e-postadress bort och inga fler påminnelser skickas. Ditt konto är kvar."
    return _page("Sluta få påminnelser?", text, action=f"{UNSUBSCRIBE}/{token}")


def _page(title: str, text: str, status: int = HTTPStatus.OK, *, action: str = "") -> Response:
    brand, version = default_catalogue().cooperation.name, asset_version()
    html = render("unsubscribe.html", title=title, text=text, action=action, brand=brand, version=version)
    headers = {
        "Cache-Control": NO_STORE,
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        # The address is a key: it is told to no page that it leads to.
        "Referrer-Policy": "no-referrer",
    }
    return Response(html, status, headers, media_type="text/html")
