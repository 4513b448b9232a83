"""How far the reading of a file has come: told by those who read, heard by whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
# Of a sequence so many are gone through between two tellings.
_EVERY = 1_000

_LISTENER: ContextVar[Callable[[float], None] | None] = ContextVar("listener", default=None)


@contextmanager
def heard(listener: Callable[[float], None]) -> Iterator[None]:
    """Let LISTENER hear what share, from 0 to 1, is done of what is read within."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


@contextmanager
def part(first: float, last: float) -> Iterator[None]:
    """What is read within is the part from FIRST to LAST of the whole."""
    listener = _LISTENER.get()
    if listener is None:
        yield
        return
    with heard(lambda share: listener(first + (last - first) * share)):
        yield
    listener(last)


def told(share: float) -> None:
    """Tell that SHARE is done."""
    if listener := _LISTENER.get():
        listener(min(share, 1.0))


def each(items: Sequence[T]) -> Iterator[T]:
    """ITEMS one by one, telling how many are gone through."""
    for place, item in enumerate(items):
        if not place % _EVERY:
            told(place / len(items))
        yield item
