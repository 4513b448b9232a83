"""One request, of a page or by a form: what its answer has to go on. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar, cast
from urllib.parse import urlencode

from core.access.people import READER, Person
from core.catalogue import Catalogue, default_catalogue
from core.outcomes.figures import Figures
from core.web.address import Unknown, read
from core.web.choices import Choices
from core.web.notices import NOTICE_PARAM, Notice, unsealed

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


# The addresses that readers click their way to, some two for each page that is kept; a longer one is written by hand
# or has a message in it.
_ADDRESSES_KEPT, _LONGEST_KEPT = 5000, 300


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Visit:
    """Who asks for PATH, with which parameters, and when. ``figures`` is None until something has been fetched.

    ``writer`` is who sends a form: ``person``, or whose session was over by the clock. What is typed is kept for her,
    and nothing else is done in her name.
    """

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    figures: Figures | None = None
    person: Person = READER
    writer: Person = READER
    now: datetime = field(default_factory=_now)

    @cached_property
    def _made(self) -> dict[tuple[object, Hashable], object]:
        return {}

    def once(self, make: Callable[[Figures, K], V], key: K) -> V:
        """What MAKE makes now of the figures, which are there, and KEY: once for all parts of the page."""
        assert self.figures is not None  # noqa: S101 - nothing is made of none
        if (make, key) not in self._made:
            self._made[make, key] = make(self.figures, key)
        return cast("V", self._made[make, key])

    @property
    def is_kept(self) -> bool:
        """Whether what is made for this address is kept for others: for readers, who have clicked their way to it."""
        return not self.person.is_signed_in and len(self.address) <= _LONGEST_KEPT

    @cached_property
    def _read(self) -> tuple[Choices, tuple[Unknown, ...]]:
        if self.figures is None:
            return Choices(), ()
        if not self.is_kept:
            return _understood(self.figures, tuple(self.params.items()), self.person)
        return self.figures.kept(_understood, tuple(self.params.items()), most=_ADDRESSES_KEPT)

    @property
    def choices(self) -> Choices:
        """What the address chooses."""
        return self._read[0]

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What of the address does not exist."""
        return self._read[1]

    @property
    def catalogue(self) -> Catalogue:
        """That of the figures in use."""
        return self.figures.catalogue if self.figures else default_catalogue()

    @property
    def notice(self) -> Notice | None:
        """What the form that led here was answered with."""
        return unsealed(self.params.get(NOTICE_PARAM, ""))

    @property
    def address(self) -> str:
        """The address as it stands, for the script that waits until it is drawn."""
        query = urlencode(self.params)
        return f"{self.path}?{query}" if query else self.path


def _understood(
    figures: Figures, params: tuple[tuple[str, str], ...], person: Person = READER
) -> tuple[Choices, tuple[Unknown, ...]]:
    """What PARAMS choose for PERSON, and what of them does not exist."""
    choices, unknown = read(dict(params), figures, person)
    return choices, tuple(unknown)
