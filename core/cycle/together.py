"""What hundreds of phones write at the same time, in one transaction: a disk that is told once keeps it all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.access.rows import noting
from core.errors import NyckeltalError

_MOST_AT_ONCE = 100

T = TypeVar("T")


@dataclass(frozen=True)
class _Waiting:
    deed: Callable[[Session], Any]
    found: Future[Any] = field(default_factory=Future)


class Together:
    """Deeds of many threads in one database: who comes first does those of all that wait, and all get their own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[_Waiting] = deque()
        self._turn = Lock()

    @property
    def waiting(self) -> int:
        """How many wait for the next turn."""
        return len(self._waiting)

    def done(self, deed: Callable[[Session], T]) -> T:
        """What DEED gives, when what it wrote is kept. In its session nobody else writes.

        DEED refuses, by a NyckeltalError, before it writes anything: what others wrote stands. Raises what it raises,
        and StateError.
        """
        mine = _Waiting(deed)
        self._waiting.append(mine)
        with self._turn:
            while not mine.found.done():
                self._do([self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_AT_ONCE))])
        found: T = mine.found.result()
        return found

    def _do(self, some: list[_Waiting]) -> None:
        try:
            with noting(self._engine, one_at_a_time=True) as session:
                told = [_tried(one.deed, session) for one in some]
        except Exception as error:  # noqa: BLE001 - each who waits is told
            if len(some) > 1 and not isinstance(error, NyckeltalError):
                # What the database does not take of one's is no reason to lose the others'.
                for one in some:
                    self._do([one])
                return
            for one in some:
                one.found.set_exception(error)
            return
        for one, (found, refusal) in zip(some, told, strict=True):
            if refusal:
                one.found.set_exception(refusal)
            else:
                one.found.set_result(found)


def _tried(deed: Callable[[Session], Any], session: Session) -> tuple[Any, NyckeltalError | None]:
    try:
        return deed(session), None
    except NyckeltalError as error:
        return None, error


def once(session: Session, name: str, read: Callable[[], T]) -> T:
    """What READ gives, for all who write in SESSION: what none of them changes, and nobody else can meanwhile."""
    if name not in session.info:
        session.info[name] = read()
    found: T = session.info[name]
    return found


@lru_cache(maxsize=4)
def together(engine: Engine) -> Together:
    """Those who write to ENGINE's database in this process."""
    return Together(engine)
