"""Who may have something to do in a municipality: its active accounts, for those who have signed in there."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from core.access.people import Person, Role
from core.access.rights import Action, may
from core.access.rows import as_person
from core.access.tables import AccountRow
from core.words.formats import alphabetical


def colleagues(connection: Connection | Session, municipality: str) -> Mapping[int, Person]:
    """Those who may read plans of MUNICIPALITY, by account and in the order of their names.

    An account that is closed, or has another municipality by now, is not among them: what it owned is without owner.
    Who may know of them is asked for by whoever asks.
    """
    row = AccountRow
    near = (row.municipality == municipality) | (row.role == Role.ADMINISTRATOR.value)
    session = connection if isinstance(connection, Session) else Session(connection)
    people = [as_person(one) for one in session.scalars(select(row).where(row.is_active, near))]
    there = [one for one in people if may(one, Action.READ_PLANS, municipality=municipality)]
    return {one.id: one for one in sorted(there, key=lambda one: alphabetical(one.name)) if one.id is not None}


def convened_areas(connection: Connection) -> frozenset[str]:
    """The areas that an active account of a convenor has: nobody is told whose."""
    row = AccountRow
    mine = select(row).where(row.is_active, row.role == Role.CONVENOR.value)
    return frozenset(area for one in Session(connection).scalars(mine) for area in as_person(one).areas)
