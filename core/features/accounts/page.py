"""Signing in, one's own account, everybody's accounts and the log, as the templates draw them.

Made anew for every visit: what is shown depends on who asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from core.access.audit import Entry, Filter
from core.access.details import LONGEST_LOGIN, LONGEST_NAME
from core.access.form import (
    ELSEWHERE,
    FAULT_PARAM,
    NAME_FIELD,
    OIDC,
    PASSWORD_FIELD,
    RETURN_FIELD,
    SECONDS_PARAM,
    WAIT,
    WRONG,
    local_address,
)
from core.access.oidc import configured
from core.access.passwords import LEAST_CHARACTERS
from core.access.people import Person, Role
from core.access.rights import Action, may_somewhere, require
from core.access.service import Access
from core.access.sessions import LONGEST, OpenSession, idle_of
from core.catalogue import Catalogue
from core.web.choices import AUDIT
from core.web.drafts import WorkKind
from core.web.notices import Notice, place_of
from core.web.render import render
from core.web.typed import typed_before
from core.web.visit import Visit
from core.words.dates import HERE
from core.words.numbers import number_in

_LONGEST_WAIT = 3600
NEW_ACCOUNT = ("namn", "visas", "roll", "kommunkod", "omraden")
# What the fields are called that something may be wrong in.
ACCOUNT_LABELS = {
    "namn": "Inloggningsnamn",
    "visas": "Namn som visas",
    "roll": "Roll",
    "kommunkod": "Kommun",
    "omraden": "Områden",
    "nytt": "Lösenord",
}
PASSWORD_LABELS = {"losenord": "Nuvarande lösenord", "nytt": "Nytt lösenord", "igen": "Nytt lösenord en gång till"}


@dataclass(frozen=True)
class AccountView:
    """An account in the list. ``areas`` are (id, name, whether hers)."""

    login: str
    name: str
    role: str
    role_words: str
    municipality: str
    municipality_name: str
    area_names: str
    areas: tuple[tuple[str, str, bool], ...]
    is_active: bool


@dataclass(frozen=True)
class SessionView:
    """Where somebody is signed in; moments as they are read here."""

    key: str
    device: str
    began: str
    last_seen: str
    is_this: bool


@dataclass(frozen=True)
class EntryView:
    """A line of the log."""

    at: str
    who: str
    what: str
    about: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]


def sign_in_html(asked: Visit) -> str:
    """The form, or who is signed in already."""
    return_to = local_address(asked.params.get(RETURN_FIELD, ""))
    fault = asked.params.get(FAULT_PARAM, "")
    wait = min(number_in(asked.params.get(SECONDS_PARAM, "")), _LONGEST_WAIT)
    return render(
        "sign_in.html",
        address=asked.address,
        person=asked.person if asked.person.is_signed_in else None,
        return_to=return_to,
        notice=_refused_words(fault, wait) or asked.notice,
        longest=LONGEST_LOGIN,
        providers=[
            (provider.name, f"{OIDC}/{provider.id}?{urlencode({RETURN_FIELD: return_to})}")
            for provider in configured().providers
        ],
    )


def _refused_words(fault: str, wait: int) -> Notice | None:
    """Why the sign-in before this was refused."""
    if fault == WAIT:
        said = f"Det har varit för många försök. Vänta {_wait_words(wait)} och försök igen."
        return Notice(said, is_good=False)
    if fault == ELSEWHERE:
        said = "Den som är administratör loggar in med kommunens egen inloggning, inte med lösenord här."
        return Notice(said, is_good=False)
    if fault != WRONG:
        return None
    faults = (
        (place_of(NAME_FIELD), "Inloggningsnamn", "Kontrollera hur det är stavat."),
        (place_of(PASSWORD_FIELD), "Lösenord", "Skriv det igen, eller be administratören om ett nytt."),
    )
    return Notice("Namnet eller lösenordet stämmer inte.", is_good=False, faults=faults)


def _wait_words(seconds: int) -> str:
    return f"{seconds} sekunder" if seconds < 120 else f"{-(-seconds // 60)} minuter"


def account_html(asked: Visit, access: Access) -> str:
    """One's own account: what it may do, and a new password. Raises NotAllowedError for whoever has none."""
    person = asked.person
    require(person, Action.CHANGE_OWN_PASSWORD)
    return render(
        "account.html",
        address=asked.address,
        view=_account(person, asked.catalogue),
        notice=asked.notice,
        least=LEAST_CHARACTERS,
        has_password=access.has_password(person),
        must_change=person.must_change_password,
        return_to=local_address(asked.params.get(RETURN_FIELD, "")),
        sessions=[_session(one) for one in access.sessions_of(person, datetime.now(UTC))],
        longest=round(LONGEST / timedelta(hours=1)),
        idle=_duration_words(idle_of(person)) if idle_of(person) < LONGEST else "",
        rights=[action.swedish for action in Action if may_somewhere(person, action)],
    )


def _session(one: OpenSession) -> SessionView:
    return SessionView(
        key=one.key,
        device=one.device or "Okänd webbläsare",
        began=_moment(one.began),
        last_seen=_moment(one.last_seen),
        is_this=one.is_this,
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(HERE):%Y-%m-%d %H:%M}"


def _duration_words(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    return f"{minutes} minuter" if minutes != 1 else "en minut"


def accounts_html(asked: Visit, access: Access) -> str:
    """Everybody's accounts, for an administrator. Raises NotAllowedError for anybody else."""
    people = access.accounts.people(by=asked.person)
    return render(
        "accounts.html",
        address=asked.address,
        accounts=[_account(person, asked.catalogue) for person in people],
        roles=[(role.value, role.swedish) for role in Role if role is not Role.READER],
        municipalities=[(p.id, p.name) for p in asked.catalogue.participants],
        areas=[(area.id, area.name) for area in asked.catalogue.areas],
        notice=asked.notice,
        typed=dict.fromkeys(NEW_ACCOUNT, "") | dict(typed_before(asked, WorkKind.ACCOUNT)),
        least=LEAST_CHARACTERS,
        longest_login=LONGEST_LOGIN,
        longest_name=LONGEST_NAME,
    )


def _account(person: Person, catalogue: Catalogue) -> AccountView:
    names = {p.id: p.name for p in catalogue.participants}
    everything = person.role is Role.ADMINISTRATOR or (person.role is Role.MANAGER and not person.areas)
    mine = [area.name for area in catalogue.areas if area.id in person.areas]
    return AccountView(
        login=person.login,
        name=person.name,
        role=person.role.value,
        role_words=person.role.swedish,
        municipality=person.municipality or "",
        municipality_name=names.get(person.municipality or "", ""),
        area_names="alla områden" if everything else ", ".join(mine) or "inga områden",
        areas=tuple((area.id, area.name, area.id in person.areas) for area in catalogue.areas),
        is_active=person.is_active,
    )


def audit_html(asked: Visit, access: Access) -> str:
    """The log of all changes, filtered by the address. Raises NotAllowedError for whoever may not read it."""
    params = asked.params
    older = number_in(params.get("aldre", "")) or None
    page = access.audit.entries(_filter(params), by=asked.person, older=older)
    kept = {name: params[name] for name in ("vem", "slag", "text", "fran", "till") if params.get(name)}
    more = f"{AUDIT}?{urlencode({**kept, 'aldre': str(page.older)})}" if page.older else ""
    return render(
        "audit.html",
        address=asked.address,
        entries=[_entry(entry) for entry in page.entries],
        typed={name: params.get(name, "") for name in ("vem", "slag", "text", "fran", "till")},
        more=more,
        is_filtered=bool(kept),
    )


def _filter(params: Mapping[str, str]) -> Filter:
    until = _midnight(params.get("till", ""))
    return Filter(
        who=params.get("vem", ""),
        kind=params.get("slag", ""),
        text=params.get("text", ""),
        since=_midnight(params.get("fran", "")),
        until=until and until + timedelta(days=1),
    )


def _midnight(text: str) -> datetime | None:
    """When the day TEXT (2026-11-22) begins here, in UTC; None for what is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, time(), HERE).astimezone(UTC)


def _entry(entry: Entry) -> EntryView:
    return EntryView(
        at=_moment(entry.at),
        who=entry.who,
        what=entry.action,
        about=f"{entry.kind} {entry.key}",
        before=_facts(entry.before),
        after=_facts(entry.after),
    )


def _facts(facts: Mapping[str, object] | None) -> tuple[tuple[str, str], ...]:
    return tuple((name, _fact(content)) for name, content in (facts or {}).items())


def _fact(content: object) -> str:
    if isinstance(content, list):
        return ", ".join(map(str, content)) or "inga"
    return "inget" if content is None else str(content)
