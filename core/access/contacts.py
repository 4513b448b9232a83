"""Where somebody wants reminders, and of what: her own choice, confirmed and taken away by who reads mail there."""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, String, cast, delete, func, select, update
from sqlalchemy.orm import Session

from core.access.addresses import keyed
from core.access.people import Person, Role
from core.access.rights import Action, require
from core.access.rows import account_of, as_person, noting
from core.access.tables import AccountRow, ContactRow
from core.access.throttle import address_secret, wait_for_one_more
from core.errors import NyckeltalError
from core.settings import MAIL_ADDRESS
from core.state.audit import Change, Who, record
from core.state.database import explained, reading
from core.words.formats import counted

_BYTES = 32
_KIND = "påminnelser"
LONGEST_ADDRESS = 254
# Letters that ask whether an address is right, of one account: whoever's it is has not asked for them.
_ASKED_AT_ONCE, _ASKED_EACH, _AN_HOUR = 3, timedelta(hours=2), 60
# An address that nobody confirms may be a stranger's.
UNCONFIRMED_KEPT = timedelta(days=30)


class Reminds(StrEnum):
    """What somebody may be reminded of."""

    TOGETHER = "samarbetet"
    TOWN = "kommunen"
    AREA = "omradet"
    MINE = "mina"


@dataclass(frozen=True)
class Contact:
    """ADDRESS is reminded of KINDS once it is confirmed; by TOKEN that is done, and it is unsubscribed.

    ``refused_at``: the server would not have it. ``asked_at``: a letter has asked whether it is right.
    """

    address: str
    kinds: frozenset[Reminds]
    token: str
    refused_at: datetime | None = None
    asked_at: datetime | None = None
    is_confirmed: bool = False


@dataclass(frozen=True)
class Choice:
    """What some have chosen to be reminded of, with what they have in common."""

    role: Role
    municipality: str | None
    areas: tuple[str, ...]
    kinds: frozenset[Reminds]


class ContactError(NyckeltalError):
    """Reminders cannot go where, or be of what, was asked for."""


@dataclass(frozen=True)
class Contacts:
    """The addresses of one database. Saving one makes nobody's page anew. All raise StateError."""

    engine: Engine

    def of(self, person: Person) -> Contact | None:
        """PERSON's; None where she has none."""
        with explained(self.engine.url), Session(self.engine) as session:
            row = session.get(ContactRow, person.id) if person.id is not None else None
            return _contact(row) if row else None

    def save(self, by: Person, address: str, kinds: Iterable[str], now: datetime) -> Contact:
        """Let BY be reminded at ADDRESS of KINDS, when she has confirmed it. Raises ContactError, NotAllowedError."""
        require(by, Action.CHANGE_OWN_PASSWORD)
        address, chosen = address.strip(), [one for one in Reminds if one in set(kinds)]
        if not MAIL_ADDRESS.fullmatch(address):
            what = f"”{address[:60]}” är ingen e-postadress." if address else "Adressen är tom."
            raise ContactError(what, "Skriv den som namn@kommun.se, utan å, ä och ö.", field="epost")
        if not chosen:
            raise ContactError("Ingen sorts påminnelse är vald.", "Kryssa för minst en.", field="slag")
        with noting(self.engine, one_at_a_time=True) as session:
            row = session.get(ContactRow, account_of(by))
            if row is None:
                row = ContactRow(account_id=account_of(by))
                session.add(row)
            if row.address != address:
                # Who had the letters to the address before has nothing to say of this one.
                row.token = secrets.token_urlsafe(_BYTES)
                row.refused_at = row.asked_at = row.confirmed_at = None
            row.address, row.kinds = address, [one.value for one in chosen]
            # The log is for ever: it tells that she chose, never her address.
            record(session, by, now, Change("ändrade", _KIND, by.login, after={"slag": row.kinds}))
            return _contact(row)

    def remove(self, by: Person, now: datetime) -> bool:
        """Forget BY's address; whether there was one."""
        with noting(self.engine, one_at_a_time=True) as session:
            row = session.get(ContactRow, by.id) if by.id is not None else None
            return row is not None and _removed(session, row, by, "tog bort", now)

    def let_ask(self, by: Person, now: datetime) -> None:
        """Count one letter more that asks whether BY's address is right. Raises ContactError after too many."""
        with noting(self.engine, one_at_a_time=True) as session:
            key = keyed(address_secret(session), "letters", str(account_of(by)))
            wait = wait_for_one_more(session, key, now, at_once=_ASKED_AT_ONCE, each=_ASKED_EACH)
        if wait:
            minutes = math.ceil(wait / 60)
            hours = counted(math.ceil(minutes / 60), "en timme", "timmar")
            when = hours if minutes >= _AN_HOUR else counted(minutes, "en minut", "minuter")
            raise ContactError("Flera brev har redan skickats.", f"Titta i skräpposten, eller försök igen om {when}.")

    def confirm(self, token: str, now: datetime) -> bool:
        """Let the address that TOKEN stands for be reminded from now on; whether there is one."""
        with noting(self.engine, one_at_a_time=True) as session:
            row, by = _by_token(session, token)
            if row is None or by is None:
                return False
            if row.confirmed_at is None:
                row.confirmed_at = now
                record(session, by, now, Change("bekräftade", _KIND, by.login))
            return True

    def is_known(self, token: str) -> bool:
        """Whether somebody is reminded who has TOKEN."""
        with reading(self.engine) as connection:
            return connection.scalar(select(ContactRow.account_id).where(ContactRow.token == token)) is not None

    def unsubscribe(self, token: str, now: datetime) -> bool:
        """Forget the address that TOKEN stands for; whether there was one."""
        with noting(self.engine, one_at_a_time=True) as session:
            row, by = _by_token(session, token)
            return row is not None and by is not None and _removed(session, row, by, "avanmälde", now)

    def forget_unconfirmed(self, now: datetime) -> None:
        """Forget the addresses that have been asked and that nobody has confirmed in UNCONFIRMED_KEPT."""
        row = ContactRow
        with noting(self.engine) as session:
            session.execute(delete(row).where(row.confirmed_at.is_(None), row.asked_at < now - UNCONFIRMED_KEPT))

    def note_asked(self, person: Person, at: datetime) -> None:
        """Keep that a letter has asked AT a moment whether PERSON's address is right."""
        with noting(self.engine) as session:
            session.execute(update(ContactRow).where(ContactRow.account_id == person.id).values(asked_at=at))

    def note_refused(self, person: Person, at: datetime | None) -> None:
        """Keep that the mail server would not have PERSON's address AT a moment, or (None) that it has."""
        with noting(self.engine) as session:
            row = session.get(ContactRow, person.id)
            if row is not None and row.refused_at != at:
                row.refused_at = at

    def everyone(self) -> Iterator[tuple[Person, Contact]]:
        """All with an account that is open who have an address, in the order of their accounts."""
        found = select(AccountRow, ContactRow).join(ContactRow, ContactRow.account_id == AccountRow.id)
        with explained(self.engine.url), Session(self.engine) as session:
            for account, contact in session.execute(found.where(AccountRow.is_active).order_by(AccountRow.id)):
                yield as_person(account), _contact(contact)

    def choices(self) -> Mapping[Choice, int]:
        """How many have chosen what and confirmed it, by what they may be reminded of: nobody in particular."""
        account, contact = AccountRow, ContactRow
        # As text: PostgreSQL does not tell whether two of its JSON are the same.
        of = (account.role, account.municipality, cast(account.areas, String), cast(contact.kinds, String))
        found = select(*of, func.count()).join(contact, contact.account_id == account.id)
        with reading(self.engine) as connection:
            told = found.where(account.is_active, contact.confirmed_at.is_not(None))
            rows = connection.execute(told.group_by(*of).order_by(*of)).all()
        return {
            Choice(Role(role), municipality, tuple(json.loads(areas)), _kinds(json.loads(kinds))): count
            for role, municipality, areas, kinds, count in rows
        }


def _kinds(kept: Collection[str]) -> frozenset[Reminds]:
    return frozenset(one for one in Reminds if one.value in kept)


def _contact(row: ContactRow) -> Contact:
    is_confirmed = row.confirmed_at is not None
    return Contact(row.address, _kinds(row.kinds), row.token, row.refused_at, row.asked_at, is_confirmed)


def _by_token(session: Session, token: str) -> tuple[ContactRow | None, Person | None]:
    found = select(ContactRow, AccountRow).join(AccountRow, AccountRow.id == ContactRow.account_id)
    pair = session.execute(found.where(ContactRow.token == token)).one_or_none()
    return (pair[0], as_person(pair[1])) if pair else (None, None)


def _removed(session: Session, row: ContactRow, by: Who, done: str, now: datetime) -> bool:
    login = by.login
    session.delete(row)
    record(session, by, now, Change(done, _KIND, login))
    return True
