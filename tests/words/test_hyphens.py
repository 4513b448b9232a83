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
        ("arbetsmarknadsnämnden", "arbets-marknads-nämnden"),
        ("Samhällsbyggnadsnämnden", "Samhälls-byggnads-nämnden"),
        ("Kommunstyrelsen", "Kommun-styrelsen"),
    ],
)
def test_a_long_word_breaks_before_its_elements(word: str, broken: str) -> None:
    assert softened(f"<b>{word}</b>").replace(SOFT_HYPHEN, "-") == f"<b>{broken}</b>"


def test_short_words_and_what_stands_in_tags_are_left_alone() -> None:
    html = '<a title="kvalitetsindexet" href="/omraden?omrade=funktionshinder">Grundskola</a>'
    assert softened(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<code>aldreomsorg, funktionshinder</code>",
        '<pre class="x">funktionshinder</pre>',
        "<textarea>funktionshinderverksamhet</textarea>",
        "<p>Fråga funktionshinder@huddinge.se</p>",
        "<p>Se huddinge.se/funktionshinder och funktionshinder.xlsx</p>",
        "<p>/omraden?omrade=funktionshinder</p>",
    ],
)
def test_what_is_copied_or_typed_as_it_stands_has_no_soft_hyphens(html: str) -> None:
    assert softened(html) == html
    around = f"<p>Inom funktionshinder:</p>{html}<p>funktionshinder.</p>"
    assert softened(around).count(SOFT_HYPHEN) == 2


def test_an_interval_stays_on_a_line() -> None:
    assert softened("<b>2020–2024</b> <i>81–90 %</i>") == "<b>2020–\u20602024</b> <i>81–\u206090 %</i>"
    html = '<a title="2020–2024" href="/x">Upp – ned</a>'
    assert softened(html) == html
