"""Signing in and out, and who is signed in: what the app uses of ``core.access``."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.access import passwords
from core.access.accounts import Accounts, put_password
from core.access.audit import AuditLog
from core.access.details import read_login
from core.access.events import Event, told, unknown
from core.access.oidc import configured
from core.access.people import Person, Role
from core.access.rights import Action, require
from core.access.rows import digest, noting
from core.access.sessions import OpenSession, Sessions, start
from core.access.tables import AccountRow
from core.access.throttle import Attempt, MustWait, Throttle, address_secret
from core.catalogue import Catalogue, default_catalogue
from core.settings import Settings
from core.state import State, open_state
from core.state.database import explained, writing


@dataclass(frozen=True)
class SignedIn:
    """``token`` is what the browser keeps; it is nowhere else. By ``device`` it is known again at the next sign-in.

    Before anything else she may have to change password.
    """

    token: str
    device: str
    must_change_password: bool = False


@dataclass(frozen=True)
class WrongNameOrPassword:
    """Which of them is not told; a disabled account is answered the same."""


@dataclass(frozen=True)
class OnlyElsewhere:
    """The password is right, but whoever administers signs in where she works: the settings say so."""


SignInResult = SignedIn | WrongNameOrPassword | MustWait | OnlyElsewhere


@dataclass(frozen=True)
class PasswordChanged:
    """The new password holds, and all sessions have ended."""


class Access:
    """Accounts and sessions in STATE's database; may be shared by threads. All raise StateError if it refuses."""

    def __init__(self, state: State, catalogue: Catalogue | None = None) -> None:
        self._engine = state.engine
        self.catalogue = catalogue or default_catalogue()
        self._sessions = Sessions(state.engine)
        self._throttle = Throttle(state.engine)
        self.accounts = Accounts(state.engine, self.catalogue)
        self.audit = AuditLog(state.engine)

    def sign_in(
        self, login: str, password: str, address: str, now: datetime, *, device: str = "", browser: str = ""
    ) -> SignInResult:
        """A session for LOGIN if PASSWORD is hers. Takes a quarter of a second: not for the event loop.

        ADDRESS is the network address that asks, DEVICE what its browser has kept from an earlier sign-in, and BROWSER
        what it is in plain words. A name that nobody has takes the same time and is counted the same.
        """
        name = _counted_name(login)
        verified = self._verified(name, password, address, now, device)
        if not isinstance(verified, _Verified):
            return verified
        with noting(self._engine, one_at_a_time=True) as session:
            row = verified.row(session)
            if row is None:
                told(Event.FAILURE, name, about="closed or changed")
                return WrongNameOrPassword()
            verified.attempt.succeeded(session)
            if row.role == Role.ADMINISTRATOR and configured().administrators_only_here:
                told(Event.FAILURE, name, about="password of an administrator")
                return OnlyElsewhere()
            token = start(session, verified.account_id, verified.attempt.address_key, browser, now)
            must_change = row.is_password_given
            told(Event.SIGN_IN, name, about="password")
        device = device if self._throttle.knows(name, device) else self._throttle.device_of(name)
        return SignedIn(token, device, must_change)

    def knows(self, login: str, device: str) -> bool:
        """Whether DEVICE is one that LOGIN has signed in from."""
        return self._throttle.knows(_counted_name(login), device)

    def sign_out(self, token: str | None, now: datetime) -> None:
        """End the session of TOKEN, in every tab that has it."""
        person = self.person_of(token, now)
        self._sessions.end(token, now)
        if person.is_signed_in:
            told(Event.SIGN_OUT, person.login)

    def person_of(self, token: str | None, now: datetime) -> Person:
        """Who has TOKEN, as the database has her now: to be asked at every run. READER when nobody has."""
        return self._sessions.person_of(token, now)

    def writer_of(self, token: str | None, now: datetime) -> Person:
        """Whose TOKEN was before her session was over by the clock: what she typed is hers (``Sessions.writer_of``)."""
        return self._sessions.writer_of(token, now)

    def sessions_of(self, person: Person, now: datetime) -> tuple[OpenSession, ...]:
        """Where PERSON is signed in, the session that she asks in first."""
        return self._sessions.open_of(person, now)

    def end_session(self, person: Person, key: str, now: datetime) -> bool:
        """End PERSON's own session that KEY (``OpenSession.key``) names; whether there was one."""
        if is_ended := self._sessions.end_of(person, key, now):
            told(Event.SESSION_ENDED, person.login)
        return is_ended

    def has_password(self, person: Person) -> bool:
        """Whether PERSON signs in with a password here; who signs in where she works has none."""
        kept = self.accounts.kept(person.login)
        return kept is not None and bool(kept.password_hash)

    def change_password(
        self, person: Person, current: str, new: str, address: str, now: datetime, *, device: str = ""
    ) -> PasswordChanged | WrongNameOrPassword | MustWait:
        """Let NEW be PERSON's own password, if CURRENT is; ends all her sessions.

        Raises NotAllowedError, and PasswordError for one that cannot be chosen.
        """
        require(person, Action.CHANGE_OWN_PASSWORD)
        passwords.check(new, login=person.login)
        if new == current:
            raise passwords.PasswordError("Det är det lösenord du redan har.", "Välj ett annat.")
        verified = self._verified(person.login, current, address, now, device)
        if not isinstance(verified, _Verified):
            return verified
        password_hash = passwords.hashed(new, login=person.login)
        with writing(self._engine) as session:
            row = verified.row(session)
            if row is None:
                return WrongNameOrPassword()
            put_password(session, row, password_hash, person, now, is_given=False)
            verified.attempt.succeeded(session)
        return PasswordChanged()

    def _verified(
        self, login: str, password: str, address: str, now: datetime, device: str
    ) -> _Verified | WrongNameOrPassword | MustWait:
        attempt = self._throttle.begin(login, address, now, device)
        kept = self.accounts.kept(login)
        # A name that nobody has may be a password typed in the wrong field.
        shown = login if kept else unknown(login)
        if isinstance(attempt, MustWait):
            told(Event.WAIT, shown)
            return attempt
        is_right = passwords.verified(password, kept.password_hash or None if kept else None)
        if kept is None or not is_right:
            told(Event.FAILURE, shown)
            return WrongNameOrPassword()
        return _Verified(attempt, kept.id, kept.password_hash)


@dataclass(frozen=True)
class _Verified:
    """A password was right for what was kept when it was looked up."""

    attempt: Attempt
    account_id: int
    password_hash: str

    def row(self, session: Session) -> AccountRow | None:
        """The account, unless it was disabled or given another password while this one was verified."""
        row = session.get(AccountRow, self.account_id)
        return row if row and row.is_active and row.password_hash == self.password_hash else None


def _counted_name(login: str) -> str:
    """LOGIN as it is looked up; what cannot be one is counted as itself, and looked up as nothing."""
    return read_login(login) or f"?{digest(login)}"


def address_secret_of(state: State) -> bytes:
    """What the keys of addresses are made with in STATE's database."""
    with explained(state.engine.url), Session(state.engine) as session:
        return address_secret(session)


def sealing_key(purpose: str) -> bytes:
    """What the process's own database seals texts for PURPOSE with: the same in all processes, and after a restart.

    Raises StateError.
    """
    return _sealing_key(Settings.from_environment().database_url, purpose)


@lru_cache(maxsize=16)
def _sealing_key(url: str, purpose: str) -> bytes:
    return hmac.digest(address_secret_of(opened_state(url)), purpose.encode(), "sha256")


def current_access(catalogue: Catalogue | None = None) -> Access:
    """The process's own, by the settings in the environment.

    CATALOGUE is what new accounts' areas and municipalities are checked against; without it, the shipped one.
    """
    return Access(opened_state(Settings.from_environment().database_url), catalogue)


@lru_cache(maxsize=1)
def opened_state(url: str) -> State:
    """The state at URL, opened once a process."""
    return open_state(url)


def current_engine() -> Engine:
    """The process's own database, by the settings in the environment."""
    return opened_state(Settings.from_environment().database_url).engine
