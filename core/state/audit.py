"""The log of every change: written in the transaction of the change itself, so neither is ever without the other.

Read by ``core.access.audit``; written from here, since ``core.state`` knows nothing of accounts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol, TypedDict

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from core.state.tables import AuditRow, InstallationRow

LONGEST_JSON = 4000
LONGEST_WHO, LONGEST_ACTION, LONGEST_KIND, LONGEST_KEY = 120, 64, 32, 200

_SECRETS = ("password", "losenord", "lösenord", "hash", "token", "secret", "cookie")

# What makes the log a chain: each row carries a digest of all that was told until it.
START = "0" * 64
TOLD: tuple[Literal["at", "who_id", "who", "action", "kind", "key", "before", "after"], ...] = (
    *("at", "who_id", "who", "action"),
    *("kind", "key", "before", "after"),
)

# What is told of a thing, by what its field is called in Swedish: whatever JSON has.
Facts = Mapping[str, object]


class Who(Protocol):
    """Who changes something: a ``core.access.people.Person``, or an ``Actor``."""

    @property
    def id(self) -> int | None:
        """The account's id; None for who has none."""
        ...

    @property
    def login(self) -> str:
        """What she signs in as."""
        ...


@dataclass(frozen=True)
class Actor:
    """Somebody of whom only a name is known."""

    login: str
    id: int | None = None


@dataclass(frozen=True)
class Change:
    """One change: ``action`` is a Swedish verb in the past ("lade till"), ``kind`` and ``key`` what it was done to.

    ``before`` and ``after`` hold what differs (or all of it, where it is new or gone), by field. Never a
    password, a hash or a token.
    """

    action: str
    kind: str
    key: str
    before: Facts | None = None
    after: Facts | None = None


class Kept(TypedDict):
    """One row of the log as it is told of: the moment has a time zone, ``before`` and ``after`` are JSON."""

    at: datetime
    who_id: int | None
    who: str
    action: str
    kind: str
    key: str
    before: str | None
    after: str | None


class Linked(Kept):
    """The same as it is written: ``link`` is what the next goes on from."""

    link: str


def record(session: Session, who: Who, now: datetime, *changes: Change) -> None:
    """Write CHANGES, done by WHO, in SESSION's transaction. Raises ValueError for a field named as a secret is.

    Each is linked to the one before. SESSION writes: SQLite's has the lock since it began, PostgreSQL's takes it here,
    so that no two go on from the same link.
    """
    told = [_told(change, who, now) for change in changes]
    if not told:
        return
    link, rows = session.execute(select(InstallationRow.audit_head).with_for_update()).scalar_one(), []
    for one in told:
        link = linked(link, one)
        rows.append(Linked(**one, link=link))
    session.execute(insert(AuditRow), rows)
    session.execute(update(InstallationRow).values(audit_head=link))


def linked(before: str, row: Kept) -> str:
    """The link of ROW that comes after the link BEFORE.

    SHA-256 of a JSON list: the link before, then ``TOLD``, the moment in UTC with microseconds. 64 characters.
    """
    moment = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    told = [before, moment, *(row[name] for name in TOLD[1:])]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def differing(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """The fields of BEFORE and AFTER that are not the same in both."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def _told(change: Change, who: Who, now: datetime) -> Kept:
    return Kept(
        at=now,
        who_id=who.id,
        who=_cut(who.login, LONGEST_WHO),
        action=_cut(change.action, LONGEST_ACTION),
        kind=_cut(change.kind, LONGEST_KIND),
        key=_cut(change.key, LONGEST_KEY),
        before=_json(change.before),
        after=_json(change.after),
    )


def _cut(text: str, most: int) -> str:
    return _storable(text)[:most]


def _storable(text: str) -> str:
    # PostgreSQL keeps neither NUL nor half characters, and what is told must not fail what was done.
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def _json(facts: Facts | None) -> str | None:
    if facts is None:
        return None
    if secret := [name for name in facts if any(word in name.casefold() for word in _SECRETS)]:
        raise ValueError(f"not for the log: {', '.join(secret)}")
    text = _storable(json.dumps(dict(facts), ensure_ascii=False, default=str))
    if len(text) <= LONGEST_JSON:
        return text
    return json.dumps({"avkortat": text[: LONGEST_JSON // 2]}, ensure_ascii=False)
