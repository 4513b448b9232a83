"""Volym och kostnad: what the view says, its choices, its empty states, and the file to reckon it again from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from core.catalogue import default_catalogue
from core.features.resources.entry import resources_area
from core.features.resources.view import resources_page
from core.features.resources.volume_view import VolumePage, VolumeView, volumes_download, volumes_html, volumes_page
from core.features.resources.volume_words import people
from core.outcomes.figures import Figures
from core.signals.volumes import split
from core.site.downloads import download
from core.site.site import SITE
from core.web.choices import RESOURCES, Choices, Prices
from core.web.visit import Visit
from tests.shared import (
    BOTKYRKA,
    COST,
    HUDDINGE,
    KOLADA,
    LAST,
    PEOPLE,
    PUPILS,
    Values,
    figures_of,
    indicators_with,
    small_catalogue,
    small_harvest,
    workbook,
)
from tests.web.html import parsed

MORA = "2062"
# 5 000 pupils become 4 000 while each becomes dearer; 2016 is withheld, 2017 not there at all.
OWN: Values = {
    (PEOPLE, HUDDINGE, "T"): dict(zip(range(2014, 2024), [5000.0] * 8 + [4500.0, 4000.0], strict=True))
    | {2016: "Privacy", 2017: None},
    (COST, HUDDINGE, "T"): dict(zip(range(2014, 2024), [100_000.0 + 5000 * n for n in range(10)], strict=True)),
    (PEOPLE, MORA, "T"): dict.fromkeys(range(2014, 2024)),
    (PEOPLE, BOTKYRKA, "T"): {2014: 0.0, 2018: 0.0},
}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("volumes"), harvest=small_harvest(own=OWN)) as made:
        yield made


def page_of(figures: Figures, municipality: str = HUDDINGE, **chosen: Any) -> VolumePage:
    return volumes_page(figures, replace(Choices(municipality, volume=PUPILS.id), **chosen))


def view_of(figures: Figures, municipality: str = HUDDINGE, **chosen: Any) -> VolumeView:
    view = page_of(figures, municipality, **chosen).view
    assert view is not None
    return view


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_change_is_said_with_its_two_parts(figures: Figures) -> None:
    view = view_of(figures)

    assert plain(view.headline) == (
        "Huddinge: kostnaden minskade 3 % från 2018 till 2023, med färre elever och högre kostnad per elev"
    )
    assert plain(view.sentence) == (
        "Kostnaden gick från 600,0 mnkr 2018 till 580,0 mnkr 2023: −20,0 mnkr i löpande priser. Volymen står för "
        "−132,5 mnkr (från 5 000 elever till 4 000 elever) och kostnaden per elev för +112,5 mnkr "
        "(från 120 000 kr till 145 000 kr)."
    )
    assert [plain(amount) for _, amount in view.steps] == [
        *("600 000 000 kr", "−132 500 000 kr", "+112 500 000 kr", "−20 000 000 kr", "580 000 000 kr")
    ]
    assert view.bars is not None
    assert [plain(bar.amount) for bar in view.bars.bars] == ["−132,5 mnkr", "+112,5 mnkr", "−20,0 mnkr"]


def test_the_base_year_can_be_chosen_among_those_with_everything(figures: Figures) -> None:
    page = page_of(figures, base=2015)

    base = next(menu for menu in page.menus if menu.label == "Basår")
    assert [option.words for option in base.options] == ["2014", "2015", *map(str, range(2018, 2024))]
    assert base.chosen == "2015"
    assert page.view is not None
    assert "index, 2015 = 100" in page.view.subtitle
    assert not page.view.warnings


def test_a_base_year_without_figures_is_said_and_the_usual_is_shown(figures: Figures) -> None:
    [warning] = view_of(figures, base=2017).warnings

    assert warning == (
        "2017 går inte att ha som basår: Huddinge har det som behövs 2014–2015 och 2018–2023. 2018 visas."
    )


def test_a_gap_is_a_gap_in_the_line_and_the_reason_is_said(figures: Figures) -> None:
    view = view_of(figures, base=2014)

    volume = next(chart.drawing for chart in view.charts if chart.name == PUPILS.name)
    assert [point[0] for point in volume.plan.series[0].points] == [2014, 2015, *range(2018, 2024)]  # type: ignore[union-attr]
    assert volume.lines[0].path.count("M") == 2  # type: ignore[union-attr]
    assert any("2016" in note and "ekretess" in note for note in view.notes)
    cells = {row[0]: row[1] for row in view.rows}
    assert (cells["2016"], cells["2017"]) == ("–", "–")


def test_the_group_stands_beside_with_how_many_it_is(figures: Figures) -> None:
    view = view_of(figures)

    # Botkyrka had no pupils in the base year: what has grown from nothing has no index.
    assert ("group", "andra på Södertörn (medel av 6)") in view.legend
    assert view.beside.startswith("Andra på Södertörn (medel av 6) samma år: kostnaden ")
    means = {row[0]: row for row in view.rows}["2023"]
    assert means[-1] == "6"


def test_years_on_both_sides_of_a_new_way_of_measuring_are_not_compared(tmp_path: Path) -> None:
    catalogue = small_catalogue(indicators=indicators_with(COST, break_years=(2022,)))
    with figures_of(tmp_path, harvest=small_harvest(own=OWN), catalogue=catalogue) as broken:
        newest, before = view_of(broken), view_of(broken, base=2018)

    assert "från 2022 till 2023" in newest.headline
    assert "från 2018 till 2021" in before.headline
    assert any(note.startswith("Metodbyte 2022: ") for note in before.notes)
    assert {row[0]: row[2] for row in before.rows}["2022"] == "–"


def test_fixed_prices_are_those_of_the_last_year_and_say_where_the_index_stands(figures: Figures) -> None:
    view = view_of(figures, prices=Prices.FIXED, base=2021)

    dearer = 135_000 * 1.05 * 1.10
    parts = split((5000, 4000), (dearer, 145_000))
    assert "2023 års priser" in view.subtitle
    assert [plain(amount) for _, amount in view.steps][1:3] == [
        f"−{-parts.by_volume:,} kr".replace(",", " "),
        f"−{-parts.by_unit_cost:,} kr".replace(",", " "),
    ]
    said = plain(dict(view.facts)["Priser"])
    assert said.startswith("Fasta priser är omräknade med Prisindex (PI): +1,0 % 2020, ")
    assert "Källa: Sagt här." in said
    assert view.warnings[0].startswith("PI finns här till och med 2023 (2019–2023). Andra år är utelämnade")
    assert " i fasta priser från 2021 till 2023" in view.headline
    assert [row[0] for row in view.rows] == ["2019", "2020", "2021", "2022", "2023"]


def test_years_without_a_known_price_are_no_base(figures: Figures) -> None:
    assert view_of(figures, prices=Prices.FIXED, base=2015).warnings
    page = page_of(figures, prices=Prices.FIXED, year=2018)
    assert page.empty[0].startswith("Huddinge har inga år till och med 2018 som kan räknas i fasta priser. PI finns")
    assert [offer.words for offer in page.offers] == ["Visa löpande priser"]


def test_a_municipality_without_values_is_told_so_and_offered_what_there_is(figures: Figures) -> None:
    page = page_of(figures, MORA)

    assert page.empty == ("Mora har inget år med både volym och kostnad för elever i grundskola.",)
    assert page.view is None
    assert [option.words for option in page.views.options] == ["Kostnad och resultat", "Volym och kostnad"]


def test_a_single_year_has_a_level_and_no_change(figures: Figures) -> None:
    view = view_of(figures, year=2014)

    assert view.warnings == ("Ett enda år: det finns ingen ändring att dela upp.",)
    assert (view.sentence, view.steps, view.bars) == ("", (), None)
    assert len(view.rows) == 1


def test_an_older_snapshot_goes_on_and_says_what_to_do(tmp_path: Path) -> None:
    catalogue = small_catalogue(volumes=[default_catalogue().volume_by_id["grundskola"]])
    with figures_of(tmp_path, harvest=small_harvest(own=OWN), catalogue=catalogue) as older:
        page = volumes_page(older, Choices(HUDDINGE, volume="grundskola"))
        html = volumes_html(older, Choices(HUDDINGE, volume="grundskola"))

    assert page.empty == (
        "Siffrorna hämtades innan volymer ingick: N15835 saknas.",
        "Administratören hämtar dem med: python -m core refresh",
    )
    assert page.empty[1] in parsed(html).text
    assert [offer.words for offer in page.offers] == ["Kostnad och resultat"]


def test_both_views_lead_to_each_other_and_keep_what_was_chosen(figures: Figures) -> None:
    shown = resources_page(figures, Choices(HUDDINGE, area="grundskola", group="lan"))

    assert [option.chosen for option in shown.views.options] == [True, False]
    assert shown.views.options[1].address == "/resurser?kommun=0126&omrade=grundskola&grupp=lan&volym=elever"
    back = page_of(figures, area="grundskola", group="lan", pair="N15027-N15428").views.options[0]
    assert back.address == "/resurser?kommun=0126&omrade=grundskola&grupp=lan&par=N15027-N15428"


def test_a_catalogue_without_volumes_has_one_view(tmp_path: Path) -> None:
    with figures_of(tmp_path, catalogue=small_catalogue(volumes=())) as without:
        assert resources_page(without, Choices(HUDDINGE)).views.options == ()


def test_an_unknown_volume_is_named_and_the_first_view_is_shown(figures: Figures) -> None:
    html = SITE[RESOURCES].show(Visit(RESOURCES, {"kommun": HUDDINGE, "volym": "hundar"}, figures))

    assert "nk-volumes" not in html
    assert "nk-volumes" in SITE[RESOURCES].show(Visit(RESOURCES, {"kommun": HUDDINGE, "volym": "elever"}, figures))


def test_what_is_shown_can_be_reckoned_again_from_the_file(figures: Figures) -> None:
    table = volumes_download(figures, Choices(HUDDINGE, volume=PUPILS.id))

    own = table[table["Kommunkod"] == HUDDINGE].set_index("År")
    assert own["Kostnad, kr"][LAST] == own["Volym, elever"][LAST] * own["Kronor per elev"][LAST] == 580_000_000
    assert own["Index kostnad"][LAST] == 96.7
    # Nothing earlier than the page shows; every figure as it is shown.
    assert min(table["År"]) == 2014
    assert {str(table[name].dtype) for name in ("Kostnad, kr", "Volym, elever", "Kronor per elev")} == {"Int64"}
    assert set(table["Basår"]) == {2018}
    assert set(table["Priser"]) == {"löpande"}
    others = table[table["I gruppen"] & (table["Kommunkod"] != HUDDINGE) & (table["År"] == LAST)]
    assert plain(view_of(figures).rows[-1][3]) == f"{others['Index kostnad'].mean():.1f}".replace(".", ",")


def test_the_file_says_of_what_area_it_is_and_has_no_word_of_a_programs(figures: Figures) -> None:
    for choices in (Choices(HUDDINGE, volume=PUPILS.id), Choices(HUDDINGE)):
        area = resources_area(figures, choices)
        file = download(figures, choices, RESOURCES, "xlsx")
        about = workbook(file.content)["Om uppgifterna"]
        facts = {row[0].value: row[1].value for row in about.iter_rows()}
        assert area is not None
        assert facts["Område"] == figures.catalogue.area_by_id[area].name
        assert f"-{area}" in file.name
        csv = download(figures, choices, RESOURCES, "csv").content.decode()
        assert "True" not in csv
        assert "False" not in csv
        assert ",nej," in csv


def test_fixed_prices_are_offered_for_the_years_that_have_a_known_price_and_only_there(figures: Figures) -> None:
    def offered(**chosen: Any) -> list[str]:
        page = page_of(figures, **chosen)
        return [option.words for menu in page.menus if menu.label == "Priser" for option in menu.options]

    assert offered() == ["Löpande", "Fasta (PI, 2019–2023)"]
    assert offered(year=2018) == ["Löpande"]
    dead_end = page_of(figures, year=2018, prices=Prices.FIXED)
    assert not any(word in " ".join(dead_end.empty).casefold() for word in ("price_index", "katalog"))


def test_another_year_than_the_one_asked_for_is_said_and_why(figures: Figures) -> None:
    assert view_of(figures, year=2017).warnings[0] == (
        "2015 visas, inte 2017: det är det senaste året till och med 2017 då Huddinge har både volym och kostnad."
    )
    assert not view_of(figures, year=2018).warnings[:-1]


def test_in_a_sentence_people_are_whole() -> None:
    assert plain(people(6467.5, PUPILS)) == "6 468 elever"


def test_the_page_has_a_table_a_text_for_each_drawing_and_the_method(figures: Figures) -> None:
    root = parsed(volumes_html(figures, Choices(HUDDINGE, volume=PUPILS.id)))

    drawings = [svg for svg in root.all("svg") if svg.attributes.get("role") == "img"]
    assert [svg.attributes["aria-label"].split(",")[0] for svg in drawings] == [*["Linjediagram"] * 3, "Volymen −132"]
    assert "Total kostnad" in drawings[0].attributes["aria-label"]
    assert "mittpunkt" in root.text or "medelvärdet av de båda årens" in root.text
    assert "Resurseffektivitet" in root.text
    assert "Resultateffektivitet" in root.text
    assert "Andra stycket." in root.one("details", "nk-details").text


@pytest.mark.skipif(not KOLADA.exists(), reason="needs real values of Kolada beside the project")
@pytest.mark.parametrize(
    ("pair", "per_inhabitant", "inhabitants"),
    [
        ("lss-boende", "N28012", ("N01951",)),
        ("daglig-verksamhet", "N28009", ("N01951",)),
        ("hemtjanst", "N21009", ("N01956", "N01957")),
        ("sarskilt-boende", "N23005", ("N01956", "N01957")),
    ],
)
def test_the_reckoned_cost_is_the_cost_that_kolada_spreads_on_inhabitants(
    pair: str, per_inhabitant: str, inhabitants: tuple[str, ...]
) -> None:
    volume = default_catalogue().volume_by_id[pair]
    asked = "', '".join([*volume.kpis.values(), per_inhabitant, *inhabitants])
    values = (
        duckdb.connect()
        .execute(
            f"select kpi, municipality, year, value from '{KOLADA}/data/observations.parquet' "
            f"where kpi in ('{asked}') and gender = 'T' and municipality not like '00%' "
            "and year between 2015 and 2022"
        )
        .df()
    )
    wide: pd.DataFrame = values.pivot_table("value", ["municipality", "year"], "kpi").dropna()
    ratio = wide[volume.volume] * wide[volume.unit_cost] / (wide[per_inhabitant] * wide[list(inhabitants)].sum(axis=1))

    assert len(wide) > 2000
    assert ratio.between(0.99, 1.01).mean() > 0.98
