"""Nytta och resurser: what the page says, and a diagram in which everything can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Catalogue, Indicator
from core.catalogue.models import Pair
from core.features.resources import words
from core.features.resources.rules import Axis, Dot, PairFigures
from core.features.resources.scatter import NARROW, WIDE, Scatter, scatter
from core.features.resources.view import PairView, ResourcesPage, resources_download, resources_html, resources_page
from core.outcomes.figures import Figures
from core.signals import Gender
from core.site.figures import figure_source
from core.site.site import SITE
from core.web.address import read
from core.web.choices import RESOURCES, Choices
from core.web.visit import Visit
from tests.conftest import STORY
from tests.shared import (
    BOTKYRKA,
    COST,
    FULL,
    GRADES,
    HUDDINGE,
    IDS,
    LAST,
    PLACES,
    PREMISES,
    WAIT,
    YEARS,
    Values,
    figures_of,
    indicators_with,
    plain_value,
    small_catalogue,
    small_harvest,
)
from tests.web.html import Element, parsed

SCHOOL, CARE = Pair(x=COST, y=GRADES), Pair(x=PREMISES, y=WAIT)
MORA = "2062"


def catalogue_of(**changes: object) -> Catalogue:
    return small_catalogue(pairs=(SCHOOL, CARE), **changes)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    folder = tmp_path_factory.mktemp("resources")
    with figures_of(folder, catalogue=catalogue_of(), harvest=small_harvest(own=STORY)) as made:
        yield made


def page_of(figures: Figures, **chosen: object) -> ResourcesPage:
    return resources_page(figures, replace(Choices(HUDDINGE), **chosen))  # type: ignore[arg-type]


def view_of(figures: Figures, **chosen: object) -> PairView:
    view = page_of(figures, **chosen).view
    assert view is not None
    return view


def drawn(figures: Figures, **chosen: object) -> Element:
    return parsed(resources_html(figures, replace(Choices(HUDDINGE), **chosen)))  # type: ignore[arg-type]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


# What the diagram is made of, without a snapshot.


def indicator(kpi: str, **changes: object) -> Indicator:
    return small_catalogue().by_kpi[kpi].model_copy(update=changes)


DEVIATION = indicator(COST, name="Nettokostnadsavvikelse i grundskolan", unit="%", decimals=1)
BETTER_HIGH, BETTER_LOW = indicator(GRADES), indicator(WAIT)


def pair_of(
    points: Sequence[tuple[float, float]], x: Indicator = DEVIATION, y: Indicator = BETTER_HIGH, own: bool = True
) -> PairFigures:
    """The pair with POINTS as dots, of which the first is the municipality's own if OWN."""
    dots = tuple(Dot(IDS[i], *point) for i, point in enumerate(points))
    across, up = (
        Axis(which, "T", LAST, LAST, values)
        for which, values in ((x, tuple(d.x for d in dots)), (y, tuple(d.y for d in dots)))
    )
    return PairFigures(SCHOOL, IDS[0] if own else "9999", "T", across, up, dots, None)


def scattered(found: PairFigures, members: int = 7, width: int = WIDE) -> Scatter:
    drawing = scatter(found, set(IDS[1 : members + 1]), PLACES, width=width)
    assert drawing is not None
    return drawing


numbers = st.one_of(st.floats(-60, 120), st.integers(0, 3).map(float)).map(lambda value: round(value, 1))
some_points = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=len(IDS))
widths = st.sampled_from([WIDE, NARROW])


# The page.


def test_the_page_is_about_the_areas_first_pair(figures: Figures) -> None:
    page = page_of(figures, area="aldreomsorg")
    assert page.subtitle.startswith("Äldreomsorg: ")
    assert [m.name for m in view_of(figures, area="aldreomsorg").measures] == [
        *("Lokalkostnad för en elev", "Väntetid till särskilt boende")
    ]
    assert page_of(figures, area="aldreomsorg", pair=SCHOOL.id).subtitle.startswith("Grundskola: ")


def test_the_menu_leads_to_every_pair_with_its_area(figures: Figures) -> None:
    menu = page_of(figures).menus[0]
    assert menu.chosen == "Grundskola: kostnad för en elev och behöriga till gymnasiet"
    for option, pair, area in zip(menu.options, (SCHOOL, CARE), ("grundskola", "aldreomsorg"), strict=True):
        assert f"par={pair.id}" in option.address
        assert f"omrade={area}" in option.address
        choices, unknown = read(dict(p.split("=") for p in option.address.split("?")[1].split("&")), figures)
        assert (choices.pair, choices.area, unknown) == (pair.id, area, [])


def test_own_choice_of_municipalities_leads_back_here(figures: Figures) -> None:
    last = next(menu for menu in page_of(figures).menus if menu.label == "Grupp").options[-1]
    assert last.address.startswith("/grupp?")
    assert last.address.endswith("till=resurser")


def test_an_area_without_a_pair_says_so_and_offers_those_that_have(figures: Figures) -> None:
    page = page_of(figures, area="fastighet")
    assert (page.view, page.menus) == (None, ())
    assert page.empty == "Det finns inget par av resurs och resultat för Fastighet än."
    assert [(offer.words, offer.address) for offer in page.offers] == [
        ("Grundskola", "/resurser?kommun=0126&omrade=grundskola"),
        ("Äldreomsorg", "/resurser?kommun=0126&omrade=aldreomsorg"),
    ]
    assert "Det finns inget par" in drawn(figures, area="fastighet").text
    assert resources_download(figures, Choices(HUDDINGE, area="fastighet")).empty


def test_a_catalogue_without_pairs_still_gives_a_page(tmp_path: Path) -> None:
    with figures_of(tmp_path, catalogue=small_catalogue(pairs=())) as none:
        page = page_of(none)
        assert (page.empty, page.offers) == ("Det finns inget par av resurs och resultat än.", ())
        assert drawn(none).one("h1").text == "Nytta och resurser"


def test_without_any_value_the_page_says_so_and_leads_to_the_newest_year(figures: Figures) -> None:
    page = page_of(figures, year=YEARS[0] - 1, gender=Gender.WOMEN)
    assert (
        page.empty
        == "Ingen kommun har värden till och med 2013 för både ”Kostnad för en elev” och ”Behöriga till gymnasiet”."
    )
    assert [offer.words for offer in page.offers] == ["Visa senaste året"]
    assert "ar=" not in page.offers[0].address


def test_the_table_has_the_municipality_first_then_the_group_and_the_medians(figures: Figures) -> None:
    rows = view_of(figures).rows
    assert [row.name for row in rows] == [
        "Huddinge",
        *(PLACES[m] for m in FULL if m != HUDDINGE),
        "Median",
    ]
    assert [row.is_own for row in rows] == [True] + [False] * 7
    costs, grades = ([plain_value(kpi, m, LAST) for m in IDS if m != HUDDINGE] for kpi in (COST, GRADES))
    expected = (median([*costs, plain_value(COST, HUDDINGE, LAST)]), median([*grades, 62.5]))
    assert plain(rows[0].cells[0][0]) == f"{plain_value(COST, HUDDINGE, LAST):,.0f}".replace(",", " ")
    assert rows[0].cells[1] == ("62,5", "")
    assert plain(rows[-1].cells[0][0]) == f"{expected[0]:,.0f}".replace(",", " ")
    assert rows[-1].cells[1][0] == f"{expected[1]:.1f}".replace(".", ",")


def test_each_median_says_of_how_many_it_is(tmp_path: Path) -> None:
    lacking: Values = {(GRADES, m, "T"): {LAST: None} for m in IDS[-4:]}
    with figures_of(tmp_path, catalogue=catalogue_of(), harvest=small_harvest(own=lacking)) as made:
        medians, root = view_of(made).rows[-1], drawn(made)
    assert [small for _, small in medians.cells] == ["30 kommuner", "26 kommuner"]
    costs = median(plain_value(COST, m, LAST) for m in IDS)
    assert plain(medians.cells[0][0]) == f"{costs:,.0f}".replace(",", " ")
    assert "30 kommuner" in root.one("table").all("tr")[-1].text
    assert "Varje median gäller alla kommuner som har värdet" in root.one("ul", "nk-reading").text
    assert "26 kommuner med båda värdena" in root.one("figure").text


@given(points=some_points, far=numbers, width=widths)
def test_a_median_outside_the_dots_is_still_in_the_drawing(
    points: list[tuple[float, float]], far: float, width: int
) -> None:
    found = pair_of(points)
    many = (far,) * (2 * len(points) + 1)
    drawing = scattered(replace(found, x=replace(found.x, values=found.x.values + many)), width=width)
    assert drawing.frame[0] < drawing.x_median < drawing.frame[2]


def test_the_groups_members_are_named_and_the_others_quiet(figures: Figures) -> None:
    wide = view_of(figures, group="2062.0127").drawings[0]
    assert {text.words for text in wide.names} == {"Mora", "Botkyrka"}
    assert len(wide.quiet) == len(IDS) - 3
    assert wide.own_name is not None
    assert wide.own_name.words == "Huddinge"


def test_a_municipality_outside_the_group_stands_first_in_its_table(figures: Figures) -> None:
    view = view_of(figures, municipality=MORA)
    assert view.rows[0].name == "Mora"
    assert len(view.rows) == 1 + len(FULL) + 1
    assert view.drawings[0].own is not None


def test_a_group_that_does_not_exist_is_told(figures: Figures) -> None:
    view = view_of(figures, municipality="0127", group="liknande")
    assert any(note.startswith("Det finns ingen sådan grupp för Botkyrka") for note in view.notes)
    assert [row.name for row in view.rows] == ["Botkyrka", "Median"]
    assert view.table_title == "Siffrorna: Botkyrka"


def test_an_own_choice_of_nobody_but_oneself_is_no_fault(figures: Figures) -> None:
    view = view_of(figures, group=HUDDINGE)
    assert view.notes == ()
    assert [row.name for row in view.rows] == ["Huddinge", "Median"]


def test_women_are_shown_on_the_axis_that_has_them_and_the_other_says_it_is_everyone(figures: Figures) -> None:
    view = view_of(figures, municipality=MORA, gender=Gender.WOMEN)
    assert "Ej könsuppdelat, så totalen visas: Kostnad för en elev." in view.notes
    titles = " ".join(plain(text.words) for text in view.drawings[0].titles)
    assert "↑ Behöriga till gymnasiet, %, 2023, kvinnor" in titles
    assert "→ Kostnad för en elev, kr/elev, 2023, ej könsuppdelat" in titles
    assert view.subtitle.endswith("2023 · kvinnor")


def test_a_secret_value_is_told_and_the_reader_sent_to_a_year_with_both(figures: Figures) -> None:
    view = view_of(figures, gender=Gender.WOMEN)
    assert view.warnings == (
        "Huddinge saknar värde för ”Behöriga till gymnasiet” 2023 (sekretess) och finns därför inte i diagrammet.",
    )
    assert view.headline == "Kostnad och resultat i 29 kommuner"
    assert (view.drawings[0].own, view.drawings[0].own_name) == (None, None)
    assert ("own", "Huddinge") not in view.legend
    assert view.rows[0].cells[1] == ("sekretess", "")
    assert view.measures[1].value == "sekretess"
    assert view.earlier is not None
    assert view.earlier.words == "Visa 2022, då Huddinge har båda värdena"
    assert "ar=2022" in view.earlier.address
    assert view_of(figures, gender=Gender.WOMEN, year=2022).warnings == ()


def world(folder: Path, own: Values, **chosen: object) -> PairView:
    with figures_of(folder, catalogue=catalogue_of(), harvest=small_harvest(own=own)) as made:
        return view_of(made, **chosen)


def test_members_that_lack_a_value_are_named_when_few_and_counted_when_many(tmp_path: Path) -> None:
    few: Values = {(GRADES, m, "T"): {LAST: None} for m in (BOTKYRKA, "0128")}
    assert "Botkyrka och Salem saknar värde för ”Behöriga till gymnasiet” 2023." in world(tmp_path, few).notes
    county = [m for m in IDS[:12] if m != HUDDINGE]
    many: Values = {(COST, m, "T"): {LAST: "Missing"} for m in county[:8]}
    view = world(tmp_path, many, group="lan")
    assert "8 av de 11 andra i gruppen saknar värde för ”Kostnad för en elev” 2023." in view.notes
    assert [row.cells[0][0] for row in view.rows].count("bortfall") == 8


def test_different_years_are_told_above_the_diagram_and_at_the_axes(tmp_path: Path) -> None:
    none_since: Values = {(GRADES, m, g): dict.fromkeys(range(2021, 2024)) for m in IDS for g in "TKM"}
    view = world(tmp_path, none_since)
    assert view.warnings[0].startswith(
        "Måtten är från olika år: ”Kostnad för en elev” från 2023 och ”Behöriga till gymnasiet” från 2020."
    )
    assert view.subtitle == "30 kommuner med båda värdena · 2023 och 2020"
    titles = " ".join(text.words for text in view.drawings[0].titles)
    assert "2020" in titles
    assert "2023" in titles


def test_an_older_year_in_common_is_told_under_the_diagram(tmp_path: Path) -> None:
    none_last: Values = {(GRADES, m, g): {LAST: None} for m in IDS for g in "TKM"}
    view = world(tmp_path, none_last)
    assert "Båda måtten visas för 2022, det senaste år som är klart för båda." in view.notes
    assert view.warnings == ()


def test_figures_that_are_all_the_same_are_drawn_in_the_middle(tmp_path: Path) -> None:
    same: Values = {(kpi, m, "T"): {LAST: 50.0} for m in IDS for kpi in (COST, GRADES)}
    view = world(tmp_path, same)
    assert view.headline == "Huddinge ligger ungefär i mitten för både kostnad och resultat"
    assert len({(mark.x, mark.y) for mark in view.drawings[0].quiet}) == 1


def test_one_single_municipality_with_both_values_is_enough_for_a_page(tmp_path: Path) -> None:
    alone: Values = {(COST, m, "T"): dict.fromkeys(YEARS) for m in IDS if m != HUDDINGE}
    view = world(tmp_path, alone)
    assert view.headline == "Kostnad och resultat i 1 kommun"
    assert [len(drawing.quiet) + len(drawing.group) for drawing in view.drawings] == [0, 0]


# The HTML.


def test_the_drawing_states_the_finding_and_the_page_that_nothing_is_caused(figures: Figures) -> None:
    root = drawn(figures)
    labels = {svg.attributes["aria-label"] for svg in root.all("svg")}
    cost = plain(f"{plain_value(COST, HUDDINGE, LAST):,.0f}".replace(",", " "))
    [label] = labels
    assert plain(label).startswith(
        "Huddinge har ungefär samma kostnad som kommunen i mitten, och sämre resultat än de flesta. "
        "Kostnad för en elev 2023:"
    )
    assert f"{cost} kr/elev, median" in plain(label)
    assert words.NO_CAUSE in root.one("figure").one("div", "nk-from").text
    assert not root.one("figure").all("path"), "a line would claim a connection"


def test_every_dot_of_the_wide_drawing_tells_whose_it_is(figures: Figures) -> None:
    [wide] = [svg for svg in drawn(figures).all("svg") if "only-wide" in svg.classes]
    titles = {plain(title.text) for title in wide.all("title")}
    assert {title.split(":")[0] for title in titles} == set(PLACES.values())
    assert "Huddinge: 104 200 kr/elev och 62,5 %" in titles


def test_the_indicators_lead_to_their_own_pages(figures: Figures) -> None:
    addresses = {a.attributes["href"] for a in drawn(figures, group="lan").one("table").all("a")}
    assert addresses == {f"/indikator?kommun=0126&nyckeltal={kpi}&grupp=lan" for kpi in (COST, GRADES)}


def test_the_page_begins_with_one_heading_that_carries_the_address(figures: Figures) -> None:
    root = drawn(figures, group="lan")
    assert root.inside[0].attributes["id"] == "innehall"
    assert root.one("h1").attributes["data-view"] == "/resurser?kommun=0126&grupp=lan"
    assert {e.tag for e in root.all() if e.tag in ("h3", "h4", "script")} == set()
    assert all(a.attributes["target"] == "_self" for a in root.all("a"))


def test_dots_words_and_legend_tell_own_group_and_others_apart(figures: Figures) -> None:
    root = drawn(figures)
    [wide] = [svg for svg in root.all("svg") if "only-wide" in svg.classes]
    radius = {kind: {c.attributes["r"] for c in wide.all("circle", kind)} for kind in ("mine", "member", "quiet")}
    assert [len(sizes) for sizes in radius.values()] == [1, 1, 1]
    assert float(*radius["mine"]) > float(*radius["member"]) > float(*radius["quiet"])
    assert [span.text for span in root.one("p", "nk-keys").all("span")] == [
        *("Huddinge", "andra på Södertörn", "övriga kommuner")
    ]


def test_what_the_catalogue_and_the_snapshot_say_stays_text(tmp_path: Path) -> None:
    payload = '"><img src=x onerror=alert(1)>'
    indicators = indicators_with(COST, name=payload, unit=payload, quality_note=payload)
    places = small_harvest().municipalities.replace({"title": {"Mora": payload}})
    harvest = small_harvest(municipalities=places)
    with figures_of(tmp_path, catalogue=catalogue_of(indicators=indicators), harvest=harvest) as hostile:
        root = drawn(hostile, municipality=MORA, group="2062.0127")
        assert root.all("img") == []
        assert payload in root.text
        assert payload in root.one("figure").one("h2").text


def test_an_unknown_pair_shows_the_first_one_instead(figures: Figures) -> None:
    html = SITE[RESOURCES].show(Visit(RESOURCES, {"kommun": HUDDINGE, "par": "N00000-N00000"}, figures))
    assert "Kostnad för en elev" in html


def test_the_download_is_of_what_the_page_shows(figures: Figures) -> None:
    table = resources_download(figures, Choices(HUDDINGE, group="2062.0127", year=2020))
    assert set(table["År (resurs)"]) == {2020}
    assert set(table.loc[table["I gruppen"], "Kommun"]) == {"Mora", "Botkyrka"}


@pytest.fixture
def example_figures(example_dir: Path, source: None) -> Figures:
    found = figure_source().get()
    assert found is not None
    return found


def test_the_example_has_a_page_for_every_pair_marked_as_an_example(example_figures: Figures) -> None:
    choices = Choices(example_figures.catalogue.participants[0].id, gender=Gender.WOMEN)
    for pair in example_figures.catalogue.pairs:
        assert resources_page(example_figures, replace(choices, pair=pair.id)).view is not None
    root = parsed(resources_html(example_figures, choices))
    assert [text.text for text in root.all("text", "watermark")] == ["EXEMPELDATA"] * len(root.all("svg"))
    assert len(root.all("svg")) == 2
