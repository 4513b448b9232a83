"""Somebody's visit to a page: what the page has to go on. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from core.access.people import READER, Person
from core.outcomes.figures import Figures
from core.web.address import Unknown, read
from core.web.choices import Choices


@dataclass(frozen=True)
class Visit:
    """What a page has to go on. ``figures`` is None until something has been fetched."""

    path: str
    figures: Figures | None
    params: Mapping[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    unknown: tuple[Unknown, ...] = ()
    person: Person = READER

    @classmethod
    def of(cls, path: str, params: Mapping[str, str], figures: Figures | None, person: Person = READER) -> Visit:
        """PERSON's visit to PATH with PARAMS of the address."""
        if figures is None:
            return cls(path, None, dict(params), person=person)
        choices, unknown = read(params, figures)
        return cls(path, figures, dict(params), choices, tuple(unknown), person)

    @property
    def address(self) -> str:
        """The address as it stands, for the script that waits until it is drawn."""
        query = urlencode(self.params)
        return f"{self.path}?{query}" if query else self.path
