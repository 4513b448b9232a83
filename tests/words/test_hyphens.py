from __future__ import annotations

import pytest

from core.words.hyphens import SOFT_HYPHEN, softened


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("Nettokostnadsavvikelse", "Netto-kostnads-avvikelse"),
        ("kvalitetsindex", "kvalitets-index"),
        ("grundskoleelever", "grund-skole-elever"),
        ("Funktionshinder", "Funktions-hinder"),
        ("Måluppfyllelse", "Mål-uppfyllelse"),
        ("äldreomsorgens", "äldre-omsorgens"),
    ],
)
def test_a_long_word_breaks_before_its_elements(word: str, broken: str) -> None:
    assert softened(f"<b>{word}</b>").replace(SOFT_HYPHEN, "-") == f"<b>{broken}</b>"


def test_short_words_and_what_stands_in_tags_are_left_alone() -> None:
    html = '<a title="kvalitetsindexet" href="/omraden?omrade=funktionshinder">Grundskola</a>'
    assert softened(html) == html
