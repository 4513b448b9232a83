"""The checklists of the steering cycle. ``checklists.yaml`` has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from core.catalogue.entries import Entry, Slug, Text
from core.catalogue.exercises import Id
from core.catalogue.loader import Fault, read_checked

CHECKLISTS_FILE = Path(__file__).with_name("checklists.yaml")


class Checklist(Entry):
    """What to ask oneself at one step: ``when`` that is, and the points by id."""

    id: Slug
    title: Text
    when: Text
    points: dict[Id, Text]


class Checklists(Entry):
    """The whole file."""

    checklists: tuple[Checklist, ...]


@cache
def default_checklists() -> Mapping[str, Checklist]:
    """Those that ship with the product, by id."""
    return {one.id: one for one in load_checklists(CHECKLISTS_FILE)}


def load_checklists(file: Path) -> tuple[Checklist, ...]:
    """Those of FILE. Raises CatalogueError with every fault and its line."""
    return read_checked(file, Checklists, _faults).checklists


def _faults(found: Checklists) -> Iterator[Fault]:
    counts = Counter(one.id for one in found.checklists)
    for at, one in enumerate(found.checklists):
        if counts[one.id] > 1:
            yield ("checklists", at, "id"), f"id ”{one.id}” finns flera gånger"
        if not one.points:
            yield ("checklists", at, "points"), "checklistan har inga punkter"
