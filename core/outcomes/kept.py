"""What is made of figures, kept for the next who asks until something that it is made of is another."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakValueDictionary

V = TypeVar("V")


@dataclass(frozen=True)
class Made:
    """Something made, and the facts that it is made of, by what they are about."""

    value: Any
    of: Mapping[Any, Hashable]


class Lasting:
    """What is made of a snapshot and of parts of the state, kept over the state's revisions.

    ``folder`` is where the same may be kept over a restart; None for figures that are nobody else's (a preview).
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._shelves: defaultdict[Hashable, OrderedDict[Hashable, Made]] = defaultdict(OrderedDict)
        self._at_the_shelves = Lock()
        # By what is made, as long as somebody makes it or waits for it.
        self._making: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()

    def get(
        self,
        shelf: Hashable,
        key: Hashable,
        make: Callable[[], Made],
        *,
        facts: Callable[[Any], Hashable],
        most: int,
        making: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> Made:
        """What MAKE made for KEY while the FACTS of what it was made of are the same; else anew.

        SHELF has the MOST latest asked for. Who asks for what somebody is making waits for it,
        within MAKING.
        """
        found = self.found(shelf, key, facts)
        if found is not None:
            return found
        with making(), self._lock_of((shelf, key)):
            made = self.found(shelf, key, facts) or make()
            with self._at_the_shelves:
                kept = self._shelves[shelf]
                kept[key] = made
                kept.move_to_end(key)
                while len(kept) > most:
                    kept.popitem(last=False)
            return made

    def by_key(self, shelf: Hashable, key: Hashable, make: Callable[[], V], *, most: int) -> V:
        """The same for what depends on nothing but the snapshot and KEY."""
        made: V = self.get(shelf, key, lambda: Made(make(), {}), facts=lambda _: None, most=most).value
        return made

    def found(self, shelf: Hashable, key: Hashable, facts: Callable[[Any], Hashable]) -> Made | None:
        """What ``get`` has kept and would give; None where it would have to be made."""
        with self._at_the_shelves:
            kept = self._shelves[shelf]
            made = kept.get(key)
            if made is None:
                return None
            kept.move_to_end(key)
        return made if all(facts(about) == then for about, then in made.of.items()) else None

    def _lock_of(self, name: Hashable) -> Any:
        with self._at_the_shelves:
            return self._making.setdefault(name, Lock())
