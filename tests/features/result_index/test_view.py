"""Resultatindex as a reader meets it: rows that open, words that are exact, drawings that hold everybody."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.features.result_index.rules import (
    Country,
    model_index,
    own_indexes,
)
from core.features.result_index.view import IndexPage, PerspectiveView, PlaceRow, index_html, index_page, index_table
from core.features.result_index.words import LEFT_OUT
from core.outcomes.figures import Figures
from core.signals import Gender, Reason, Standing
from core.signals.constants import INDEX_LEAST_N, INDEX_LEAST_SHARE, QUARTER
from core.site.site import SITE
from core.web.address import read
from core.web.choices import INDEX, Choices, link
from core.web.visit import Visit
from tests.features.result_index.test_rules import (
    FIVE,
    ONE_OF_THREE,
    SILENT,
    TWO_OF_THREE,
    WHOLE_COUNTRY,
    Values,
    wide_catalogue,
    wide_harvest,
    wide_values,
)
from tests.shared import GRADES, HUDDINGE, SAFE, WAIT, figures_of, small_catalogue
from tests.web.html import Element, parsed, symbols

PAYLOAD = '"><img src=x onerror=alert(1)><script>x</script>{{ 7*7 }}'


@pytest.fixture(scope="module")
def values() -> Values:
    return wide_values()


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory, values: Values) -> Iterator[Figures]:
    folder = tmp_path_factory.mktemp("wide")
    with figures_of(folder, harvest=wide_harvest(values), catalogue=wide_catalogue()) as made:
        yield made


def page_of(figures: Figures, municipality: str = HUDDINGE, perspective: str | None = None) -> IndexPage:
    return index_page(figures, Choices(municipality, perspective=perspective))


def row_of(page: IndexPage, perspective: str) -> PerspectiveView:
    return next(row for row in page.rows if row.id == perspective)


def drawn(figures: Figures, choices: Choices) -> Element:
    return parsed(index_html(figures, choices))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_each_perspective_is_a_row_with_its_index_and_what_it_is_made_of(wide: Figures) -> None:
    page = page_of(wide)
    assert page.title == "Resultatindex för Huddinge"
    assert [row.name for row in page.rows] == [
        *("Tillgänglighet", "Trygghet", "Delaktighet", "Effektivitet", "Samhällsutveckling")
    ]
    [one] = [o for o in own_indexes(model_index(wide, FIVE), HUDDINGE) if o.country.perspective.id == "trygghet"]
    row = row_of(page, "trygghet")
    assert row.index == f"{math.floor(one.index + 0.5)}"
    assert row.counted == "3 av 3 indikatorer"
    assert (row.mark, row.tone) == {
        Standing.BEST: ("mark-best", "good"),
        Standing.MIDDLE: ("mark-middle", "near"),
        Standing.WORST: ("mark-worst", "bad"),
    }[one.band]


def test_colour_mark_and_words_say_the_same_of_everybody(wide: Figures) -> None:
    said = {"mark-best": ("good", "bästa 25 %"), "mark-middle": ("near", "mittersta 50 %")}
    said |= {"mark-worst": ("bad", "sämsta 25 %"), "": ("none", "ingen data")}
    seen = set()
    for municipality in (*list(WHOLE_COUNTRY)[::5], SILENT):
        for row in page_of(wide, municipality).rows:
            assert (row.tone, plain(row.band)) == said[row.mark]
            assert [s.mine.tone if s.mine else "none" for s in row.strips] == [row.tone] * 2
            seen.add(row.mark)
    assert seen == set(said)


def test_without_enough_values_it_says_what_is_missing(wide: Figures) -> None:
    row = row_of(page_of(wide, ONE_OF_THREE), "trygghet")
    assert (row.index, row.band, row.mark) == ("–", "ingen data", "")
    assert row.why == "1 av 3 indikatorer har värde, minst 2 behövs"
    assert f"{INDEX_LEAST_N} kommuner" in row_of(page_of(wide), "delaktighet").why
    assert row_of(page_of(wide, TWO_OF_THREE), "trygghet").why == ""


def test_a_row_is_a_link_that_opens_it_and_then_closes_it(wide: Figures) -> None:
    here = Choices(HUDDINGE, group="lan", model="kkik")
    closed = row_of(index_page(wide, here), "trygghet")
    assert closed.opened is None
    assert closed.address == link(INDEX, here, perspective="trygghet")
    opened, _ = read(dict(parse_qsl(urlsplit(closed.address).query)), wide)
    page = index_page(wide, opened)
    assert [row.id for row in page.rows if row.opened] == ["trygghet"]
    assert row_of(page, "trygghet").address == link(INDEX, here)
    assert row_of(page, "effektivitet").address == link(INDEX, here, perspective="effektivitet")


def test_a_perspective_of_the_other_model_is_not_opened(wide: Figures) -> None:
    page = page_of(wide, perspective="barn-och-unga")
    assert not any(row.opened for row in page.rows)
    other = index_page(wide, Choices(HUDDINGE, model="kkik-idag", perspective="barn-och-unga"))
    assert [row.id for row in other.rows if row.opened] == ["barn-och-unga"]


@pytest.mark.parametrize("chosen", [None, "kkik"])
def test_the_models_are_tabs_and_the_first_is_chosen_without_a_choice(wide: Figures, chosen: str | None) -> None:
    options = index_page(wide, Choices(HUDDINGE, model=chosen, perspective="trygghet")).models.options
    assert [(o.words, o.chosen) for o in options] == [("Fem perspektiv", True), ("Tre områden", False)]
    assert [o.address for o in options] == [
        "/resultatindex?kommun=0126",
        "/resultatindex?kommun=0126&modell=kkik-idag",
    ]


def test_an_opened_perspective_shows_its_indicators_weakest_first(wide: Figures, values: Values) -> None:
    opened = row_of(page_of(wide, perspective="trygghet"), "trygghet").opened
    assert opened
    assert {row.name for row in opened.rows} == {wide.catalogue.by_kpi[kpi].name for kpi in (GRADES, SAFE, WAIT)}
    places = [row.bar for row in opened.rows if row.bar is not None]
    assert len(places) == 3
    assert places == sorted(places)
    [safe] = [row for row in opened.rows if row.name == "Elever som känner sig trygga"]
    assert (safe.unit, safe.year, safe.direction) == ("%", "2023", "högt är bra")
    assert safe.value == f"{values[SAFE, HUDDINGE, 2023]:.0f}"
    assert safe.address == f"/indikator?kommun=0126&nyckeltal={SAFE}"
    others = [v for (k, m, y), v in values.items() if (k, y) == (SAFE, 2023) and m != HUDDINGE]
    worse = sum(v < values[SAFE, HUDDINGE, 2023] for v in others)
    equal = sum(v == values[SAFE, HUDDINGE, 2023] for v in others)
    assert plain(safe.said) == f"bättre än {math.floor(100 * worse / len(others) + 0.5)} % av kommunerna"
    assert safe.ties == f"samma värde som {equal} andra"
    assert safe.place == f"{math.floor(100 * (worse + equal / 2) / len(others) + 0.5)}"


def test_an_indicator_without_a_value_stands_last_and_says_so(wide: Figures) -> None:
    opened = row_of(page_of(wide, TWO_OF_THREE, "trygghet"), "trygghet").opened
    assert opened
    last = opened.rows[-1]
    assert (last.name, last.value, last.bar, last.place) == ("Behöriga till gymnasiet", "inget värde", None, "")
    assert last.said == "räknas inte med här"
    assert [row.bar is None for row in opened.rows] == [False, False, True]


def row_with(folder: Path, values: Values, own: dict[int, float | None], kpi: str = GRADES) -> PlaceRow:
    """The row of KPI, which counts in 2022, where Huddinge has OWN values of it by year."""
    mine = {(kpi, HUDDINGE, year): value for year, value in own.items()}
    changed = {key: value for key, value in (values | mine).items() if value is not None}
    with figures_of(folder, harvest=wide_harvest(changed), catalogue=wide_catalogue()) as made:
        opened = row_of(page_of(made, perspective="trygghet"), "trygghet").opened
    assert opened
    return next(row for row in opened.rows if row.name == wide_catalogue().by_kpi[kpi].name)


def test_a_newer_value_that_does_not_count_is_told_with_why(tmp_path: Path, values: Values) -> None:
    lacking = row_with(tmp_path, values, {2022: None, 2023: 83.04})
    few = sum((kpi, year) == (GRADES, 2023) for kpi, _, year in values)
    assert 0 < few < INDEX_LEAST_N
    assert plain(lacking.said) == (
        f"inget värde 2022; 2023: 83,0 %, men för få kommuner ({few}) har redovisat det året för att räknas"
    )
    assert (lacking.value, lacking.bar, lacking.newer) == ("–", None, "")
    counted = row_with(tmp_path, values, {2022: 70.0, 2023: 83.04})
    assert (counted.value, plain(counted.newer)) == ("70,0", "(2023: 83,0 %, för få kommuner)")


def test_an_older_value_that_does_not_count_is_told_with_why(tmp_path: Path, values: Values) -> None:
    lacking = row_with(tmp_path, values, {2022: None, 2023: None, 2021: 61.0})
    assert plain(lacking.said) == "inget värde 2022; 2021: 61,0 %, men här räknas bara 2022"
    counted = row_with(tmp_path, values, {2022: 70.0, 2023: None, 2021: 61.0})
    assert (counted.value, counted.newer) == ("70,0", "")


def test_the_newer_value_stands_small_beside_the_one_that_counts(wide: Figures, values: Values) -> None:
    rows = drawn(wide, Choices(HUDDINGE, perspective="trygghet")).one("table", "nk-places").all("tr")
    [grades] = [row for row in rows if "Behöriga till gymnasiet" in row.text]
    newest = f"{values[GRADES, HUDDINGE, 2023]:.1f}".replace(".", ",")
    assert f"(2023: {newest} %, för få kommuner)" in [plain(small.text) for small in grades.all("small")]


def test_indicators_left_out_are_named_with_their_reason(wide: Figures) -> None:
    opened = row_of(page_of(wide, perspective="trygghet"), "trygghet").opened
    assert opened
    assert {left.reason for left in opened.left_out} == set(LEFT_OUT.values())
    names = {left.reason: [name for name, _ in left.indicators] for left in opened.left_out}
    assert names[LEFT_OUT[Reason.TOO_FEW]] == ["Fallskador"]
    assert names[LEFT_OUT[Reason.NO_DIRECTION]] == ["Kostnad för en elev"]


def test_what_the_index_does_not_follow_is_said(wide: Figures) -> None:
    assert page_of(wide).notes == ()
    notes = index_page(wide, Choices(HUDDINGE, gender=Gender.WOMEN, year=2020)).notes
    assert notes == (
        "Indexet räknas för kvinnor och män tillsammans.",
        "Indexet gäller senaste avslutade år, inte till och med 2020.",
    )
    women = index_page(wide, Choices(HUDDINGE, gender=Gender.WOMEN)).rows
    assert [row.index for row in women] == [row.index for row in page_of(wide).rows]


def test_how_it_is_computed_is_told_with_the_rules_own_numbers(wide: Figures) -> None:
    root = drawn(wide, Choices(HUDDINGE))
    how = plain(root.one("section", "nk-index-how").text)
    assert f"minst {INDEX_LEAST_N} kommuner" in how
    assert f"minst {INDEX_LEAST_SHARE:.0%}".replace("%", " %") in how
    assert f"Bästa {100 // QUARTER} %" in how
    assert "Kostnader räknas inte in: låg kostnad är inte bra i sig" in how
    assert "inte om resultatet är bra eller dåligt i sig" in how
    assert wide.catalogue.models[0].source in how
    assert "Kostnader räknas inte in" in root.all("p", "nk-sub")[0].text


def test_the_same_figures_stand_in_a_table(wide: Figures) -> None:
    root = drawn(wide, Choices(HUDDINGE))
    rows = [[cell.text for cell in tr.all("th") + tr.all("td")] for tr in root.all("div", "nk-numbers")[0].all("tr")]
    by_id = {o.country.perspective.name: o for o in own_indexes(model_index(wide, FIVE), HUDDINGE)}
    for name, index, _, of, worst, middle, best, n in rows[1:]:
        one = by_id[name]
        assert of == f"{one.n} av {len(one.indicators)}"
        assert n == str(len(one.country.indexes))
        for text, value in ((index, one.index), *zip((worst, middle, best), _spread(one.country), strict=True)):
            assert (
                text == "–" if math.isnan(value) else float(text.replace(",", ".")) == pytest.approx(value, abs=0.051)
            )
    assert len(rows) == 6


def _spread(country: Country) -> tuple[float, float, float]:
    return country.worst_to, country.median, country.best_from


def test_the_page_is_whole_html_whatever_is_chosen(wide: Figures) -> None:
    for municipality in (HUDDINGE, SILENT, ONE_OF_THREE, "8001"):
        for model, perspective in (
            *((None, p) for p in (None, "trygghet", "delaktighet", "samhallsutveckling")),
            ("kkik-idag", "barn-och-unga"),
        ):
            choices = Choices(municipality, model=model, perspective=perspective, group="liknande")
            html = index_html(wide, choices)
            root = parsed(html)
            assert not re.search(r"\n\s*\n|^\s|\n[ \t]", html)
            texts = [root.text, *(e.attributes.get("aria-label", "") for e in root.all())]
            assert not re.search(r"\b(nan|None|NaN|True|False)\b", " ".join(texts))
            ids = [e.attributes["id"] for e in root.all() if "id" in e.attributes]
            assert len(ids) == len(set(ids))
            assert root.one("h1").attributes["data-view"] == link(INDEX, choices)
            assert not root.all("h3")
            assert all(a.text.strip() and a.attributes["target"] == "_self" for a in root.all("a"))
            assert {e.attributes["href"] for e in root.all("use")} <= {f"#{name}" for name in symbols()}
            assert all(e.attributes["aria-label"] for e in root.all("svg") if e.attributes.get("role") == "img")
            assert [a.attributes["aria-expanded"] for h in root.all("div", "nk-index-row") for a in h.all("a")].count(
                "true"
            ) == (perspective is not None)


def test_a_municipality_without_values_is_led_on(wide: Figures) -> None:
    root = drawn(wide, Choices(SILENT))
    assert "har för få värden för ett index" in root.one("div", "nk-empty").text
    assert "/?kommun=2513" in [a.attributes["href"] for a in root.one("div", "nk-empty").all("a")]
    assert len(root.all("div", "nk-index-row")) == 5


def test_a_country_that_is_too_small_is_told_why_there_is_no_index(figures: Figures) -> None:
    for model in (None, "kkik-idag"):
        root = drawn(figures, Choices(HUDDINGE, model=model))
        empty = root.one("div", "nk-empty")
        assert f"minst {INDEX_LEAST_N} kommuner" in empty.text
        assert [a.attributes["href"] for a in empty.all("a")] == ["/?kommun=0126"]
        assert root.one("section", "nk-index-how")


def test_a_catalogue_without_models_has_a_page_too(tmp_path: Path) -> None:
    with figures_of(tmp_path, catalogue=small_catalogue(models=(), perspectives=())) as made:
        assert "Det finns inga perspektiv" in drawn(made, Choices(HUDDINGE)).one("div", "nk-empty").text
        assert index_table(made, Choices(HUDDINGE)).empty


def test_example_figures_are_marked_in_every_drawing(tmp_path: Path, values: Values) -> None:
    harvest = replace(wide_harvest(values), is_example=True)
    with figures_of(tmp_path, harvest=harvest, catalogue=wide_catalogue()) as made:
        root = drawn(made, Choices(HUDDINGE, perspective="trygghet"))
    charts = [svg for svg in root.all("svg") if svg.attributes.get("role") == "img"]
    assert len(charts) == 10
    assert all("EXEMPELDATA" in svg.text for svg in charts)


def test_what_strangers_write_stays_text(tmp_path: Path, values: Values) -> None:
    plain_catalogue = wide_catalogue()
    catalogue = plain_catalogue.model_copy(
        update={
            "models": tuple(m.model_copy(update={"name": PAYLOAD, "source": PAYLOAD}) for m in plain_catalogue.models),
            "perspectives": tuple(p.model_copy(update={"name": PAYLOAD}) for p in plain_catalogue.perspectives),
            "indicators": tuple(
                i.model_copy(update={"name": PAYLOAD, "unit": PAYLOAD}) for i in plain_catalogue.indicators
            ),
        }
    )
    harvest = wide_harvest(values, m0126=PAYLOAD)
    with figures_of(tmp_path, harvest=harvest, catalogue=catalogue) as made:
        for municipality in (HUDDINGE, SILENT):
            root = drawn(made, Choices(municipality, perspective="trygghet"))
            assert not root.all("img") + root.all("script")
            assert not any(name.startswith("on") for e in root.all() for name in e.attributes)
            assert PAYLOAD in root.text


def test_the_download_holds_the_shown_models_figures(wide: Figures) -> None:
    five = index_table(wide, Choices(HUDDINGE))
    three = index_table(wide, Choices(HUDDINGE, model="kkik-idag", perspective="trygghet"))
    assert set(five["Perspektiv"]) == {"Tillgänglighet", "Trygghet", "Delaktighet", "Effektivitet"}
    assert set(three["Perspektiv"]) == {"Barn och unga"}


def test_the_page_is_the_one_at_its_address(wide: Figures) -> None:
    html = SITE[INDEX].show(Visit(INDEX, {"kommun": "huddinge", "perspektiv": "trygghet"}, wide))
    assert parsed(html).one("h1").text == "Resultatindex för Huddinge"
    assert parsed(html).all("table", "nk-places")
