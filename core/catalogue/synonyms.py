"""Reads the list of words that readers use for what the catalogue calls something else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import RootModel

from core.catalogue.entries import Text, Word
from core.catalogue.loader import read_checked

SYNONYMS_FILE = Path(__file__).with_name("synonyms.yaml")


class _Synonyms(RootModel[dict[Word, tuple[Text, ...]]]):
    pass


def load_synonyms(file: Path = SYNONYMS_FILE) -> Mapping[str, tuple[str, ...]]:
    """By a word, what says the same in the catalogue's words, best first.

    Raises CatalogueError with every fault and its line.
    """
    return read_checked(file, _Synonyms).root


@cache
def default_synonyms() -> Mapping[str, tuple[str, ...]]:
    """The list that ships with the product, read once a process."""
    return load_synonyms()
