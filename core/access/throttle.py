"""Slows down who guesses passwords: by account and by address, in the database, never for good.

An attempt is counted as failed before the password is verified and taken back when it was right; so a hundred
attempts at once are no way round it. Refused attempts are not counted, and failures are forgotten one by one.

A device that an account has signed in from has a count of its own (what OWASP calls a device cookie): who else fails,
at the same address or against the same account, makes nobody wait who comes by it.
"""

from __future__ import annotations

import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.orm import Session

from core.access.addresses import address_key, keyed, network
from core.access.rows import noting
from core.access.sessions import KEPT
from core.access.tables import AccountRow, FailureRow, SessionRow
from core.state.database import explained
from core.state.tables import InstallationRow

# Failures that cost nothing. Many people may share a municipality's address.
FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS = 5, 30
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DELAY = timedelta(seconds=2)
MOST_DELAY = timedelta(minutes=15)
# A failure is forgotten after so long: who tries as often as she may stays where she is.
FORGET = MOST_DELAY
# How long a browser keeps that somebody has signed in from it.
DEVICE_KEPT = timedelta(days=365)
_NONCE_BYTES = 16
_KEPT_IN_SESSION = "nyckeltal_address_key"
# 2 seconds doubled so many times is more than MOST_DELAY.
_DOUBLINGS = 9


def delay(failures: int, free: int) -> timedelta:
    """How long to wait after the last of FAILURES: none for the FREE first, then 2, 4, 8 ... seconds to 15 minutes."""
    if failures <= free:
        return timedelta()
    return min(FIRST_DELAY * (1 << min(failures - free - 1, _DOUBLINGS)), MOST_DELAY)


@dataclass(frozen=True)
class MustWait:
    """A refusal without a look at the password: try again in ``seconds`` (1 or more)."""

    seconds: int


@dataclass(frozen=True)
class _Count:
    """What an attempt has done to the address's count, so that it can be undone."""

    blocked_before: datetime
    blocked_until: datetime


@dataclass(frozen=True)
class Attempt:
    """One attempt to sign in, counted as failed until ``succeeded``."""

    account_key: str
    address_key: str
    # None where the address was not asked, for the device is known.
    count: _Count | None

    def succeeded(self, session: Session) -> None:
        """Forget the account's failures, and that this attempt seemed one of the address's."""
        session.execute(delete(FailureRow).where(FailureRow.key == self.account_key))
        row = session.get(FailureRow, self.address_key)
        if row is None or self.count is None:
            return
        row.forgotten_at -= FORGET
        if row.blocked_until == self.count.blocked_until:
            row.blocked_until = self.count.blocked_before


class Throttle:
    """Counts the failed sign-ins of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def device_of(self, login: str) -> str:
        """What a browser keeps, to be known again when LOGIN signs in there; never the same."""
        with explained(self._engine.url), Session(self._engine) as session:
            return _signed(address_secret(session), login, secrets.token_urlsafe(_NONCE_BYTES))

    def knows(self, login: str, device: str) -> bool:
        """Whether DEVICE is one that LOGIN got by signing in."""
        with explained(self._engine.url), Session(self._engine) as session:
            return _is_signed(address_secret(session), login, device)

    def begin(self, login: str, address: str, now: datetime, device: str = "") -> Attempt | MustWait:
        """Count an attempt at LOGIN (there or not) from ADDRESS, or from DEVICE; or tell how long to wait."""
        with noting(self._engine, one_at_a_time=True) as session:
            session.execute(delete(FailureRow).where(FailureRow.forgotten_at <= now))
            secret = address_secret(session)
            place_key = address_key(secret, address)
            is_known_device = _is_signed(secret, login, device)
            # Strangers' failures do not hinder who has signed in from this address before.
            place = place_key if _is_known(session, login, place_key, now) else "anywhere"
            account_key = keyed(secret, "account", device if is_known_device else place, login)
            keys = (account_key,) if is_known_device else (account_key, place_key)
            rows = {row.key: row for row in session.scalars(select(FailureRow).where(FailureRow.key.in_(keys)))}
            wait = max((row.blocked_until for row in rows.values()), default=now) - now
            if wait > timedelta():
                return MustWait(math.ceil(wait.total_seconds()))
            _fail(session, rows.get(account_key), account_key, FREE_FOR_ACCOUNT, now)
            count = None
            if not is_known_device:
                count = _fail(session, rows.get(place_key), place_key, FREE_FOR_ADDRESS, now)
        return Attempt(account_key, place_key, count)


@dataclass(frozen=True)
class Guesses:
    """The wrong codes of one ROOM from one ADDRESS, where many sit and type: in a session that writes.

    A code is looked up at once, so nothing is counted before it is known to be wrong. One is forgotten in the time of
    ``forget``: where that is short, a room behind one address never waits long, and who guesses comes no faster.
    """

    session: Session
    room: str
    address: str
    now: datetime
    forget: timedelta = FORGET

    def wait(self) -> int:
        """How many seconds to wait before the next one is looked at; 0 for none."""
        row = self.session.get(FailureRow, self._key)
        wait = row.blocked_until - self.now if row and row.forgotten_at > self.now else timedelta()
        return max(0, math.ceil(wait.total_seconds()))

    def wrong(self) -> None:
        """Count one more."""
        self.session.execute(delete(FailureRow).where(FailureRow.forgotten_at <= self.now))
        row = self.session.get(FailureRow, self._key)
        _fail(self.session, row, self._key, FREE_FOR_ADDRESS, self.now, forget=self.forget)

    @property
    def _key(self) -> str:
        return keyed(address_secret(self.session), "room", self.room, network(self.address))


def wait_for_one_more(session: Session, key: str, now: datetime, *, at_once: int, each: timedelta) -> int:
    """Count one more of what KEY names, of which there may be AT_ONCE, and then one in each time EACH: 0.

    Or how many seconds until there may be one, which is not counted. In a session that writes.
    """
    row = session.get(FailureRow, key)
    ends = max(row.forgotten_at if row else now, now) + each
    if (over := ends - now - at_once * each) > timedelta():
        return math.ceil(over.total_seconds())
    session.merge(FailureRow(key=key, forgotten_at=ends, blocked_until=now))
    return 0


def address_key_of(session: Session, address: str) -> str:
    """What is kept of ADDRESS: enough to know it again, and nothing else."""
    return address_key(address_secret(session), address)


def address_secret(session: Session | Connection) -> bytes:
    """What the keys of addresses are made with here, which a session asks for once."""
    kept = session.info if isinstance(session, Session) else {}
    if _KEPT_IN_SESSION not in kept:
        kept[_KEPT_IN_SESSION] = bytes.fromhex(session.scalars(select(InstallationRow.address_key)).one())
    found: bytes = kept[_KEPT_IN_SESSION]
    return found


def _fail(
    session: Session, row: FailureRow | None, key: str, free: int, now: datetime, *, forget: timedelta = FORGET
) -> _Count:
    """Count one failure more under KEY, each forgotten in the time of FORGET."""
    if row is None:
        row = FailureRow(key=key, forgotten_at=now, blocked_until=_NEVER)
        session.add(row)
    before = row.blocked_until
    row.forgotten_at = max(row.forgotten_at, now) + forget
    # Two who come at once are counted in whatever order: who came first waits for nothing that is free.
    if wait := delay(math.ceil((row.forgotten_at - now) / forget), free):
        row.blocked_until = now + wait
    return _Count(before, row.blocked_until)


def _is_known(session: Session, login: str, address_key: str, now: datetime) -> bool:
    statement = (
        select(SessionRow.token_hash)
        .join(AccountRow, AccountRow.id == SessionRow.account_id)
        .where(AccountRow.login == login, SessionRow.address_key == address_key)
        .where(SessionRow.created_at > now - KEPT)
    )
    return session.scalars(statement.limit(1)).first() is not None


def _signed(secret: bytes, login: str, nonce: str) -> str:
    return f"{nonce}.{keyed(secret, 'device', login, nonce)}"


def _is_signed(secret: bytes, login: str, device: str) -> bool:
    right = _signed(secret, login, device.partition(".")[0])
    return hmac.compare_digest(right.encode("utf-8", "surrogatepass"), device.encode("utf-8", "surrogatepass"))
