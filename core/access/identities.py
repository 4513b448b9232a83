"""Accounts of those who sign in where they work: found, made and kept in step at every sign-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core.access.accounts import facts_of, is_last_administrator, new_row, record_difference
from core.access.details import LONGEST_LOGIN, Details
from core.access.events import Event, told
from core.access.oidc import Identity
from core.access.people import Role
from core.access.rows import as_person, noting
from core.access.sessions import end_all, start
from core.access.tables import AccountRow, IdentityRow
from core.access.throttle import address_key_of
from core.errors import NyckeltalError
from core.state.audit import Change, record

_MOST_TRIES = 100
# Nobody can sign in with a password that was never set.
NO_PASSWORD = ""


class ClosedAccountError(NyckeltalError):
    """The administrator has closed the account."""

    def __init__(self) -> None:
        super().__init__("Ditt konto här är avstängt.", "Hör av dig till administratören.")


def sign_in(engine: Engine, identity: Identity, address: str, device: str, now: datetime) -> str:
    """A session for IDENTITY, whose account is made or brought up to date first; the session's token.

    ADDRESS is the network address that asks, DEVICE what she signs in with. Raises ClosedAccountError and StateError.
    """
    with noting(engine, one_at_a_time=True) as session:
        row = _row(session, identity.tenant, identity.object_id)
        if row is None:
            row = _made(session, identity, now)
        elif not row.is_active:
            raise ClosedAccountError
        else:
            _keep_in_step(session, row, identity, now)
        token = start(session, row.id, address_key_of(session, address), device, now)
        told(Event.SIGN_IN, row.login, about=identity.tenant)
        return token


def refuse(engine: Engine, tenant: str, object_id: str, now: datetime) -> None:
    """End all sessions of whoever her provider no longer lets in here."""
    with noting(engine) as session:
        row = _row(session, tenant, object_id)
        if row is not None:
            end_all(session, row.id, now)
        told(Event.FAILURE, row.login if row else "", about=tenant)


def _row(session: Session, tenant: str, object_id: str) -> AccountRow | None:
    is_it = (IdentityRow.tenant == tenant, IdentityRow.object_id == object_id)
    return session.scalars(select(AccountRow).join(IdentityRow).where(*is_it)).one_or_none()


def _made(session: Session, identity: Identity, now: datetime) -> AccountRow:
    """A new account. One that has the same login already is another person's, whatever she is called."""
    row = new_row(session, _free_login(session, identity.login), identity.details, NO_PASSWORD, now=now)
    session.add(IdentityRow(tenant=identity.tenant, object_id=identity.object_id, account_id=row.id))
    record(session, as_person(row), now, Change("loggade in första gången", "konto", row.login, after=facts_of(row)))
    told(Event.ACCOUNT, row.login, about=f"{row.login} added as {row.role}")
    return row


def _free_login(session: Session, wanted: str) -> str:
    for number in range(1, _MOST_TRIES):
        end = "" if number == 1 else f"-{number}"
        login = f"{wanted[: LONGEST_LOGIN - len(end)]}{end}"
        if session.scalars(select(AccountRow.id).where(AccountRow.login == login)).one_or_none() is None:
            return login
    raise NyckeltalError("Det finns inget ledigt inloggningsnamn.", "Hör av dig till administratören.")


def _keep_in_step(session: Session, row: AccountRow, identity: Identity, now: datetime) -> None:
    """What the provider says now, holds now. What it does not tell is as the administrator has it."""
    before = facts_of(row)
    told = _told(row, identity)
    if told.role is not Role.ADMINISTRATOR and is_last_administrator(session, row):
        # Somebody must be left to give another the role; until then hers is as it was.
        told = Details(told.name, Role.ADMINISTRATOR)
    row.name, row.role, row.municipality, row.areas = (
        told.name,
        told.role.value,
        told.municipality,
        list(told.areas),
    )
    record_difference(session, as_person(row), now, row, before)


def _told(row: AccountRow, identity: Identity) -> Details:
    details = identity.details
    if details.role.value != row.role:
        return details
    areas = details.areas or tuple(row.areas)
    return replace(details, areas=areas, municipality=details.municipality or row.municipality)
