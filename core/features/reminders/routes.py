"""One's own choice saved, and letters ended by whoever has got one: not signed in, by hand or by a mail program."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.catalogue import default_catalogue
from core.features.reminders.page import contacts_now
from core.web.alone import CONTENT_SECURITY_POLICY
from core.web.assets import asset_version
from core.web.choices import ACCOUNT, REMINDERS_FORM, UNSUBSCRIBE
from core.web.drafts import WorkKind
from core.web.file_desk import FileDesk
from core.web.forms import NO_STORE, Form, form_routes
from core.web.kept_forms import KeptForm
from core.web.render import render
from core.web.typed import DEED
from core.web.visit import Visit

_REMOVE = "ta-bort"
_LABELS = {"epost": "E-postadress", "slag": "Påminn mig om"}
_NONE = "Du får inga påminnelser"
_NOBODYS = "Länken hör inte till någon adress som får påminnelser. Den är redan avslutad, eller felskriven."


def reminder_routes() -> list[BaseRoute]:
    """POST of one's own choice; GET and POST of the address in a letter."""
    form = KeptForm(ACCOUNT, WorkKind.REMINDERS, "", lambda _: {}, _typed, _LABELS)
    address = f"{UNSUBSCRIBE}/{{token}}"
    return [
        *form_routes({REMINDERS_FORM: form.answering(_chosen)}, at_once=1),
        # A mail program sends a body of its own (RFC 8058), and the address alone says all.
        *form_routes({address: lambda request, _: _ended(request)}, at_once=1, is_read=False),
        FileDesk().route(address, _asked),
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


def _asked(request: Request) -> Response:
    """The page with the button, which a mail program that looks at all links does not press."""
    token = request.path_params["token"][:100]
    if not contacts_now().is_known(token):
        return _page(_NONE, _NOBODYS, HTTPStatus.NOT_FOUND)
    text = "Tryck på knappen, så tas din e-postadress bort och inga fler påminnelser skickas. Ditt konto är kvar."
    return _page("Sluta få påminnelser?", text, action=f"{UNSUBSCRIBE}/{token}")


def _ended(request: Request) -> Response:
    if not contacts_now().unsubscribe(request.path_params["token"][:100], datetime.now(UTC)):
        return _page(_NONE, _NOBODYS)
    text = "Din e-postadress är borttagen härifrån. Du väljer påminnelser igen på sidan Mitt konto."
    return _page("Du får inga fler påminnelser", text)


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
