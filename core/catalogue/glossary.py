"""The hard words that stand on the pages, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import RootModel

from core.catalogue.entries import Text
from core.catalogue.loader import read_checked

GLOSSARY_FILE = Path(__file__).with_name("glossary.yaml")


class _Glossary(RootModel[dict[Text, Text]]):
    pass


@dataclass(frozen=True)
class Explained:
    """A part of a text; ``sentence`` explains it, '' where nothing needs to be."""

    text: str
    sentence: str = ""


def load_glossary(file: Path = GLOSSARY_FILE) -> Mapping[str, str]:
    """The sentence of each word. Raises CatalogueError with every fault and its line."""
    return read_checked(file, _Glossary).root


@cache
def default_glossary() -> Mapping[str, str]:
    """The list that ships with the product, read once a process."""
    return load_glossary()


def explained(text: str) -> Iterator[Explained]:
    """TEXT in parts that together are the whole, the hard words apart, each with the end that it has in the text."""
    at = 0
    for word in _hard_words().finditer(text):
        if word.start() > at:
            yield Explained(text[at : word.start()])
        yield Explained(word[0], default_glossary()[word[1].casefold()])
        at = word.end()
    if at < len(text):
        yield Explained(text[at:])


@cache
def _hard_words() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, default_glossary()), key=len, reverse=True))
    return re.compile(rf"(?<!\w)({words})[^\W\d_]*(?: \d+\))?", re.IGNORECASE)
