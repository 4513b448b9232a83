"""What is done to accounts: forms of the pages Mitt konto and Konton. Rights are asked for in ``core.access``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.details import Details
from core.access.form import (
    COOKIE,
    DEVICE_COOKIE,
    NAME_FIELD,
    PASSWORD_FIELD,
    RETURN_FIELD,
    SESSION_FIELD,
    SIGN_IN,
    local_address,
)
from core.access.people import Person, Role
from core.access.service import Access, PasswordChanged
from core.access.throttle import MustWait
from core.errors import NyckeltalError
from core.features.accounts.page import ACCOUNT_LABELS, NEW_ACCOUNT, PASSWORD_LABELS
from core.web.answers import access_now, back
from core.web.choices import ACCOUNT, ACCOUNTS
from core.web.drafts import WorkKind
from core.web.forms import Answer, Form, address_of, form_routes
from core.web.kept_forms import KeptForm
from core.web.notices import Notice

_AT_ONCE = 2

# What is done by PERSON to the account that the form names, and the words when it is done.
Deed = Callable[[Access, Person, Form, datetime], str]


def account_routes() -> list[BaseRoute]:
    """The forms of the two pages."""
    deeds = {"andra": _changed, "losenord": _password_set, "stang": _disabled, "oppna": _enabled}
    answers = {f"{ACCOUNTS}/{name}": _managed(deed, lambda _: {}, _of_account) for name, deed in deeds.items()}
    answers[f"{ACCOUNTS}/nytt"] = _managed(_added, _typed, lambda _: "")
    own = {f"{ACCOUNT}/losenord": _own_password, f"{ACCOUNT}/avsluta": _own_session_ended}
    return form_routes({**answers, **own}, at_once=_AT_ONCE)


def _managed(deed: Deed, typed: Callable[[Form], dict[str, str]], begins: Callable[[Form], str]) -> Answer:
    """The answer to a form on the page Konton: back to it, with what was done or why it was not, and what was TYPED."""
    page = KeptForm(ACCOUNTS, WorkKind.ACCOUNT, "", lambda _: {}, typed, ACCOUNT_LABELS, begins)
    return page.answering(lambda who, form: deed(access_now(), who.person, form, who.now))


def _of_account(form: Form) -> str:
    """What the ids of the fields of one account's forms begin with."""
    return f"{form.get(NAME_FIELD, '')[:64]}-"


def _typed(form: Form) -> dict[str, str]:
    """What was typed about a new account, never a password."""
    return {name: form[name][:200] for name in NEW_ACCOUNT if name in form}


def _details(form: Form) -> Details:
    role = Role.named(form.get("roll", "")) or Role.READER
    place = form.get("kommunkod", "") if role is Role.MANAGER else ""
    areas = () if role is Role.ADMINISTRATOR else tuple(form.get("omraden", "").split())
    return Details(form.get("visas", ""), role, place or None, areas)


def _added(access: Access, by: Person, form: Form, now: datetime) -> str:
    person = access.accounts.add(form.get(NAME_FIELD, ""), _details(form), form.get("nytt", ""), by=by, now=now)
    return f"Kontot {person.login} finns nu."


def _changed(access: Access, by: Person, form: Form, now: datetime) -> str:
    person = access.accounts.change(form.get(NAME_FIELD, ""), _details(form), by=by, now=now)
    return f"Kontot {person.login} är ändrat."


def _password_set(access: Access, by: Person, form: Form, now: datetime) -> str:
    access.accounts.set_password(form.get(NAME_FIELD, ""), form.get("nytt", ""), by=by, now=now)
    return "Lösenordet är bytt. Den som har kontot är utloggad överallt, och väljer ett eget när hon loggar in."


def _disabled(access: Access, by: Person, form: Form, now: datetime) -> str:
    return f"Kontot {access.accounts.disable(form.get(NAME_FIELD, ''), by=by, now=now).login} är avstängt."


def _enabled(access: Access, by: Person, form: Form, now: datetime) -> str:
    return f"Kontot {access.accounts.enable(form.get(NAME_FIELD, ''), by=by, now=now).login} är öppet igen."


def _own_password(request: Request, form: Form) -> Response:
    access, now = access_now(), datetime.now(UTC)
    person = access.person_of(request.cookies.get(COOKIE), now)
    return_to = local_address(form.get(RETURN_FIELD, ""))
    kept = {} if return_to == "/" else {RETURN_FIELD: return_to}
    if form.get("nytt") != form.get("igen"):
        unlike = NyckeltalError("De två nya lösenorden är inte lika.", "Skriv dem igen.", field="igen")
        return back(ACCOUNT, Notice.of(unlike, PASSWORD_LABELS), **kept)
    device = request.cookies.get(DEVICE_COOKIE, "")
    try:
        done = access.change_password(
            person, form.get(PASSWORD_FIELD, ""), form.get("nytt", ""), address_of(request), now, device=device
        )
    except NyckeltalError as error:
        return back(ACCOUNT, Notice.of(error, PASSWORD_LABELS), **kept)
    if isinstance(done, PasswordChanged):
        return back(SIGN_IN, Notice("Lösenordet är bytt. Logga in med det nya.", is_good=True), **kept)
    if isinstance(done, MustWait):
        return back(ACCOUNT, Notice(f"För många försök. Vänta {done.seconds} sekunder.", is_good=False), **kept)
    wrong = NyckeltalError("Det nuvarande lösenordet stämmer inte.", "Skriv det igen.", field=PASSWORD_FIELD)
    return back(ACCOUNT, Notice.of(wrong, PASSWORD_LABELS), **kept)


def _own_session_ended(request: Request, form: Form) -> Response:
    access, now = access_now(), datetime.now(UTC)
    person = access.person_of(request.cookies.get(COOKIE), now)
    if not person.is_signed_in:
        return back(SIGN_IN, None, **{RETURN_FIELD: ACCOUNT})
    if not access.end_session(person, form.get(SESSION_FIELD, ""), now):
        return back(ACCOUNT, Notice("Den inloggningen var redan avslutad.", is_good=True))
    return back(ACCOUNT, Notice("Inloggningen är avslutad: den som sitter där är utloggad.", is_good=True))
