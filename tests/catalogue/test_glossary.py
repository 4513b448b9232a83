from __future__ import annotations

import pytest

from core.catalogue.glossary import default_glossary, explained


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("KKiK", ["KKiK"]),
        ("Nettokostnadsavvikelsen i äldreomsorgen", ["Nettokostnadsavvikelsen"]),
        ("Kvalitetsindex för förskolan", ["Kvalitetsindex"]),
        ("utan riktning", ["utan riktning"]),
        ("Länet (medel av 26)", ["(medel av 26)"]),
        ("Fallskador", []),
    ],
)
def test_hard_words_are_found_where_they_stand(text: str, hard: list[str]) -> None:
    parts = list(explained(text))
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.sentence] == hard


def test_each_word_has_whole_sentences_that_begin_with_it() -> None:
    for word, sentence in default_glossary().items():
        assert sentence.casefold().startswith(word.strip("("))
        assert sentence.endswith(".")
