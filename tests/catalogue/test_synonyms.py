"""The list of words that readers use, beside the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalogue import CatalogueError, default_catalogue
from core.catalogue.synonyms import default_synonyms, load_synonyms
from core.features.search.rules import search_index

INDEX = search_index(default_catalogue(), {}, {})


@pytest.mark.parametrize("word", default_synonyms())
def test_every_word_and_all_that_it_means_find_something_in_the_catalogue(word: str) -> None:
    assert INDEX.search(word).hits
    assert [phrase for phrase in default_synonyms()[word] if not INDEX.search(phrase).hits] == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("dagis: [förskola]\nsocial bidrag: [bistånd]\n", 2, "social bidrag"),
        ("dagis: [förskola]\ndagis: [lekskola]\n", 2, "två gånger"),
        ("dagis: förskola\n", 1, "dagis"),
        ("", 1, "tom"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, text: str, line: int, said: str) -> None:
    file = tmp_path / "synonyms.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_synonyms(file)
    assert caught.value.faults[0][0] == line
    assert said in caught.value.faults[0][1]
