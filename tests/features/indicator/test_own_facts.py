"""An own indicator is marked as such everywhere, and its page tells what Kolada would have told."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest

from core.features.indicator.view import IndicatorPage, indicator_page
from core.outcomes.figures import Figures
from core.site.downloads import download
from core.site.site import SITE
from core.web.choices import AREAS, COMPARE, INDICATOR, LEARN, OVERVIEW, SEARCH, Choices, View
from core.web.visit import Visit
from core.words.sources import NOT_KOLADAS, OWN_WORK
from tests.features.own_indicators.shared import entry
from tests.outcomes.own import SICK_DAYS, TERTIALS, VALUES, WELLBEING, published, wellbeing, with_own
from tests.shared import GRADES, HUDDINGE, LAST
from tests.web.html import Element, parsed

SOURCE = "Eget nyckeltal, inte från Kolada. Källa: Kommunernas egen enkät. Egen bearbetning."


@pytest.fixture(scope="module")
def both(figures: Figures) -> Figures:
    return with_own(figures)


def drawn(figures: Figures, path: str, **params: str) -> Element:
    return parsed(SITE[path].show(Visit(path, {"kommun": HUDDINGE} | params, figures)))


def page_of(figures: Figures, kpi: str = WELLBEING, **changes: object) -> IndicatorPage:
    return indicator_page(figures, replace(Choices(HUDDINGE, kpi=kpi), **changes), kpi)  # type: ignore[arg-type]


def test_it_is_marked_on_its_row_in_the_matrix_in_charts_on_the_map_and_in_the_search(both: Figures) -> None:
    for root in (drawn(both, OVERVIEW), drawn(both, AREAS, omrade="grundskola")):
        [row] = [r for r in root.one("table", "nk-table").all("tr") if "Elever som trivs" in r.text]
        assert [tag.text for tag in row.all("span", "nk-tag")] == ["resultat, upplevt", "eget nyckeltal"]
    [line] = [r for r in drawn(both, COMPARE, omrade="grundskola").all("tr") if "Elever som trivs" in r.text]
    assert "eget nyckeltal" in line.one("th").text
    for view in (View.PANELS, View.MAP):
        text = drawn(both, COMPARE, vy=view.value, nyckeltal=WELLBEING).text
        assert "Elever som trivs · % · totalt · eget nyckeltal" in text
    assert "Grundskola · % · eget nyckeltal" in drawn(both, SEARCH, q="trivs").text


def test_every_page_can_be_drawn_with_it(both: Figures) -> None:
    for path, params in ((LEARN, {"nyckeltal": WELLBEING}), (INDICATOR, {"nyckeltal": SICK_DAYS, "kon": "kvinnor"})):
        assert drawn(both, path, **params).one("h1").text


def test_the_page_tells_purpose_method_source_and_that_somebody_looked_it_over(both: Figures) -> None:
    page = page_of(both)
    facts = dict(page.facts)
    assert facts["Uppgiften kommer från"] == "Samarbetets eget nyckeltal, version 3"
    assert facts["Kvalitetsgranskad"] == "Ja, av någon annan än den som lade in siffrorna"
    assert facts["Publicerad"] == "2024-02-01"
    assert facts["Har värde"] == f"7 av 8 kommuner {LAST}"
    assert facts["Syfte"] == "Följa trivseln mellan Kolada-enkäterna."
    assert facts["Fråga"] == "kvalitetsstrateg"
    assert page.source == SOURCE
    assert page.definition[1] == "Bortfall räknas inte."
    assert "Kolada N" not in str(page.facts)


@pytest.mark.parametrize(
    ("outside", "said"),
    [
        ((), f"7 av 8 kommuner {LAST}"),
        # As the example's E00001, which ten have a value of where eight take part: never more than all.
        (("0182",), f"8 kommuner {LAST}: 7 av 8 som deltar i området och en till"),
    ],
)
def test_how_many_have_a_value_is_never_more_than_all_and_as_many_as_the_strip_shows(
    figures: Figures, outside: tuple[str, ...], said: str
) -> None:
    values = [*VALUES, *(entry(municipality, LAST, value=50.0) for municipality in outside)]
    page = page_of(with_own(figures, published((wellbeing(), values))))
    assert dict(page.facts)["Har värde"] == said
    assert f"bland {7 + len(outside)} kommuner" in page.strip_title


def test_where_nobody_was_asked_to_look_it_over_nothing_is_said_of_it(figures: Figures) -> None:
    page = page_of(with_own(figures, published((wellbeing(), VALUES), is_reviewed=False)))
    assert "Kvalitetsgranskad" not in dict(page.facts)


def test_a_series_with_periods_shows_them_newest_first(both: Figures) -> None:
    runs = page_of(both, SICK_DAYS).runs
    assert runs is not None
    assert runs.rule == "Årets utfall är summan, när alla tertial finns."
    assert runs.head == ("Tertial", "Utfall", "Året innan", "Ändring", "Utöver det vanliga")
    assert runs.rows[:3] == (
        (f"{LAST} T2", "2", "2", "0", ""),
        (f"{LAST} T1", "1", "1", "0", ""),
        (f"{LAST - 1} T3", "3", "3", "0", ""),
    )
    assert len(runs.rows) == len(TERTIALS)
    assert page_of(both).runs is None
    assert page_of(both, GRADES).runs is None


def test_what_somebody_typed_is_text_and_nothing_else(figures: Figures) -> None:
    bad = "<img src=x onerror=alert(1)>"
    odd = wellbeing(name=bad, unit="<b>", definition=bad, purpose=bad, source=bad, measured=bad, contact_role=bad)
    both = with_own(figures, published((odd, VALUES)))
    for path in (OVERVIEW, INDICATOR, COMPARE):
        root = drawn(both, path, **({"nyckeltal": WELLBEING} if path == INDICATOR else {}))
        assert root.all("img") == []
        assert bad in root.text


def test_the_files_say_of_each_row_where_it_comes_from(both: Figures) -> None:
    for path in (OVERVIEW, COMPARE):
        file = download(both, Choices(HUDDINGE, area="grundskola"), path, "csv")
        table = pd.read_csv(io.BytesIO(file.content), dtype=str)
        column = "kpi" if path == OVERVIEW else "nyckeltal"
        assert set(table.loc[table[column] == WELLBEING, "källa"]) == {SOURCE}
        assert set(table.loc[table[column] == GRADES, "källa"]) == {OWN_WORK}
    file = download(both, Choices(HUDDINGE, kpi=WELLBEING), INDICATOR, "csv")
    assert set(pd.read_csv(io.BytesIO(file.content), dtype=str)["källa"]) == {SOURCE}


def test_pages_with_figures_of_both_kinds_say_so(figures: Figures, both: Figures) -> None:
    assert NOT_KOLADAS in drawn(both, OVERVIEW).text
    assert NOT_KOLADAS not in drawn(figures, OVERVIEW).text


def test_an_open_year_counts_municipalities_that_have_reported_not_the_country(figures: Figures) -> None:
    early = [*VALUES, entry(HUDDINGE, LAST + 1, value=70.0)]
    both = with_own(figures, published((wellbeing(), early)))
    said = page_of(both).square.sentence
    assert said == f"1 kommuner har redovisat {LAST + 1}: läget visas när fler har gjort det."
