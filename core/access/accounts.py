"""The accounts: who may sign in. Every change is in the log, and asks whether whoever makes it may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core.access import passwords
from core.access.credentials_file import Credentials, CredentialsFile, as_error
from core.access.details import AccountError, Details, checked, checked_login, read_login
from core.access.events import Event, told
from core.access.form import NAME_FIELD
from core.access.oidc import configured
from core.access.people import Person, Role
from core.access.rights import Action, require
from core.access.rows import as_person
from core.access.sessions import end_all
from core.access.tables import AccountRow, IdentityRow
from core.catalogue import Catalogue
from core.state.audit import Change, Facts, Who, differing, record
from core.state.database import explained, reading, writing

_KIND = "konto"


class LastAdministratorError(AccountError):
    """Nobody would be left to manage accounts."""

    def __init__(self) -> None:
        message = "Det är den sista administratören: hon kan varken stängas av eller få en annan roll."
        super().__init__(message, "Ge först någon annan rollen administratör.")


class ElsewhereError(AccountError):
    """An account that is signed in to where its owner works gets no password here: that would be a way past it."""

    def __init__(self) -> None:
        message = "Kontot loggar in hos sin kommun och kan inte ha något lösenord här."
        super().__init__(message, "Hjälp med inloggningen ger kommunens egen it-support.")


@dataclass(frozen=True)
class Kept:
    """What a sign-in is verified against."""

    id: int
    password_hash: str
    is_active: bool


class Accounts:
    """The accounts of one database. ``by`` is always who asks; all raise NotAllowedError, AccountError, StateError."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.engine = self._engine = engine
        self._catalogue = catalogue

    def people(self, *, by: Person) -> tuple[Person, ...]:
        """Everybody with an account, by login."""
        require(by, Action.MANAGE_USERS)
        with explained(self._engine.url), Session(self._engine) as session:
            return tuple(as_person(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.login)))

    def person(self, login: str, *, by: Person) -> Person:
        """The one whose login is LOGIN."""
        require(by, Action.MANAGE_USERS)
        with explained(self._engine.url), Session(self._engine) as session:
            return as_person(account_row(session, login))

    def kept(self, login: str) -> Kept | None:
        """What is kept of LOGIN (as ``read_login`` gives it); None for an unknown one."""
        row = AccountRow
        statement = select(row.id, row.password_hash, row.is_active).where(row.login == login)
        with reading(self._engine) as connection:
            found = connection.execute(statement).one_or_none()
        return Kept(*found) if found else None

    def add(
        self, login: str, details: Details, password: str, *, by: Person, now: datetime, is_own: bool = False
    ) -> Person:
        """A new account. Unless PASSWORD IS_OWN (she chose it), she changes it first. Raises PasswordError too."""
        require(by, Action.MANAGE_USERS)
        login, details = checked_login(login), checked(details, self._catalogue)
        password_hash = passwords.hashed(password, login=login)
        with writing(self._engine) as session:
            if _row(session, login) is not None:
                raise AccountError(
                    f"Det finns redan ett konto som heter {login}.", "Välj ett annat namn.", field=NAME_FIELD
                )
            new = Credentials(0, login, details, password_hash)
            return _added(session, new, "lade till", by=by, now=now, is_given=not is_own)

    def add_all(self, file: CredentialsFile, *, by: Person, now: datetime) -> tuple[Person, ...]:
        """The accounts of FILE with their hashes as they are: all, or CredentialsError with every fault and none."""
        require(by, Action.MANAGE_USERS)
        with writing(self._engine) as session:
            taken = {entry.login for entry in file.entries if _row(session, entry.login) is not None}
            if error := as_error(file, taken):
                raise error
            return tuple(_added(session, entry, "läste in", by=by, now=now, is_given=False) for entry in file.entries)

    def change(self, login: str, details: Details, *, by: Person, now: datetime) -> Person:
        """Let DETAILS hold for LOGIN from now on, also where she is signed in already."""
        require(by, Action.MANAGE_USERS)
        details = checked(details, self._catalogue)
        with writing(self._engine) as session:
            row = account_row(session, login)
            if details.role is not Role.ADMINISTRATOR:
                keep_one_administrator(session, row)
            before = facts_of(row)
            row.name, row.role = details.name, details.role.value
            row.municipality, row.areas = details.municipality, list(details.areas)
            record_difference(session, by, now, row, before)
            return as_person(row)

    def disable(self, login: str, *, by: Person, now: datetime) -> Person:
        """End LOGIN's sessions and let her sign in no more."""
        return self._switch(login, False, by=by, now=now)

    def enable(self, login: str, *, by: Person, now: datetime) -> Person:
        """Let LOGIN sign in again."""
        return self._switch(login, True, by=by, now=now)

    def set_password(self, login: str, password: str, *, by: Person, now: datetime, is_own: bool = False) -> None:
        """Give LOGIN a new password and end her sessions; IS_OWN as in ``add``. Raises PasswordError too."""
        known = self.person(login, by=by).login
        # Hashed outside the transaction: nobody else should wait for it.
        password_hash = passwords.hashed(password, login=known)
        with writing(self._engine) as session:
            row = account_row(session, known)
            put_password(session, row, password_hash, by, now, is_given=not is_own and row.id != by.id)

    def _switch(self, login: str, is_active: bool, *, by: Person, now: datetime) -> Person:
        require(by, Action.MANAGE_USERS)
        with writing(self._engine) as session:
            row = account_row(session, login)
            if row.is_active != is_active:
                if not is_active:
                    keep_one_administrator(session, row)
                    end_all(session, row.id, now)
                row.is_active = is_active
                record(session, by, now, Change("satte på" if is_active else "stängde av", _KIND, row.login))
                told(Event.ACCOUNT, by.login, about=f"{row.login} {'opened' if is_active else 'closed'}")
            return as_person(row)


def put_password(
    session: Session, row: AccountRow, password_hash: str, by: Who, now: datetime, *, is_given: bool
) -> None:
    """Keep PASSWORD_HASH for ROW and end its sessions, in SESSION's transaction. Raises ElsewhereError."""
    if session.scalars(select(IdentityRow.object_id).where(IdentityRow.account_id == row.id)).first() is not None:
        raise ElsewhereError
    row.password_hash, row.is_password_given = password_hash, is_given
    end_all(session, row.id, now)
    record(session, by, now, Change("bytte lösenord", _KIND, row.login))
    told(Event.PASSWORD, by.login, about=row.login)


def _row(session: Session, login: str) -> AccountRow | None:
    return session.scalars(select(AccountRow).where(AccountRow.login == login)).one_or_none()


def account_row(session: Session, text: str) -> AccountRow:
    """The row of whoever's login TEXT is. Raises AccountError."""
    login = read_login(text)
    row = _row(session, login) if login else None
    if row is None:
        raise AccountError("Det kontot finns inte.", "Kontrollera inloggningsnamnet i listan över konton.")
    return row


def _added(session: Session, new: Credentials, action: str, *, by: Who, now: datetime, is_given: bool) -> Person:
    row = new_row(session, new.login, new.details, new.password_hash, now=now, is_given=is_given)
    record(session, by, now, Change(action, _KIND, new.login, after=facts_of(row)))
    told(Event.ACCOUNT, by.login, about=f"{row.login} added as {row.role}")
    return as_person(row)


def new_row(
    session: Session, login: str, details: Details, password_hash: str, *, now: datetime, is_given: bool = False
) -> AccountRow:
    """The account LOGIN, open from NOW on, in SESSION's transaction; IS_GIVEN: another has set its password."""
    row = AccountRow(
        login=login,
        name=details.name,
        role=details.role.value,
        municipality=details.municipality,
        areas=list(details.areas),
        password_hash=password_hash,
        is_active=True,
        is_password_given=is_given,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def is_last_administrator(session: Session, row: AccountRow) -> bool:
    """Whether nobody but ROW could manage accounts. Writers queue, so two cannot go at once.

    Where administrators sign in only with a provider, one who has nothing but a password could not.
    """
    others = select(AccountRow.id).where(
        AccountRow.role == Role.ADMINISTRATOR.value, AccountRow.is_active, AccountRow.id != row.id
    )
    if configured().administrators_only_here:
        others = others.join(IdentityRow, IdentityRow.account_id == AccountRow.id)
    return row.is_active and row.role == Role.ADMINISTRATOR and session.scalars(others).first() is None


def keep_one_administrator(session: Session, row: AccountRow) -> None:
    """Raises LastAdministratorError if ROW is the only one."""
    if is_last_administrator(session, row):
        raise LastAdministratorError


def facts_of(row: AccountRow) -> Facts:
    """What the log tells of ROW."""
    return {"namn": row.name, "roll": Role(row.role).swedish, "kommun": row.municipality, "områden": list(row.areas)}


def record_difference(session: Session, by: Who, now: datetime, row: AccountRow, facts: Facts) -> None:
    """Put in the log how ROW differs from FACTS, which were told before; nothing where it does not."""
    before, after = differing(facts, facts_of(row))
    if before:
        record(session, by, now, Change("ändrade", _KIND, row.login, before, after))
        told(Event.ACCOUNT, by.login, about=f"{row.login} is {row.role}")
