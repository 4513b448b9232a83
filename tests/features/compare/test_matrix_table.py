"""The matrix as a file: one row a figure, typed, with everything that the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from core.features.compare.matrix import GROUP, MatrixRow, Scope, matrix
from core.features.compare.matrix_table import matrix_table
from core.outcomes.figures import Figures
from core.outcomes.groups import comparison_group
from core.signals import Gender
from tests.shared import (
    BOTKYRKA,
    COST,
    FULL,
    GRADES,
    HUDDINGE,
    KPIS,
    LAST,
    PLACES,
    SAFE,
    WAIT,
    YEARS,
    Values,
    figures_of,
    plain_value,
    small_harvest,
)

OREBRO, HANINGE = "1880", "0136"
OWN: Values = {
    (WAIT, HANINGE, "T"): dict.fromkeys(YEARS, "Privacy"),
    (GRADES, BOTKYRKA, "T"): {LAST: 61.234567891234567},
}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("table"), harvest=small_harvest(own=OWN)) as made:
        yield made


def rows_of(figures: Figures, own: str = HUDDINGE, gender: str = Gender.TOTAL) -> tuple[MatrixRow, ...]:
    group = comparison_group(figures, own, "sodertorn", kind="")
    return matrix(figures, Scope(own, group, figures.catalogue.indicators, gender))


def table_of(figures: Figures, own: str = HUDDINGE, gender: str = Gender.TOTAL) -> pd.DataFrame:
    return matrix_table(rows_of(figures, own, gender), figures.snapshot.municipalities)


def line_of(table: pd.DataFrame, kpi: str, name: str) -> dict[str, Any]:
    """The only line of KPI for the municipality or mean NAME."""
    [found] = table[(table["nyckeltal"] == kpi) & (table["kommun"] == name)].to_dict("records")
    return {str(column): value for column, value in found.items()}


def test_there_is_a_row_for_each_cell_and_each_mean(country: Figures) -> None:
    table = table_of(country)
    cells = table[table["kommunkod"].notna()]
    assert len(cells) == len(KPIS) * len(FULL)
    assert list(cells["nyckeltal"].unique()) == list(KPIS)
    assert set(cells["kommun"]) == {PLACES[m] for m in FULL}
    means = table[table["kommunkod"].isna()]
    assert len(means) == len(KPIS) * 4
    assert set(means["kommun"]) == {"Gruppen (medel)", "Länet (medel)", "Landets kommuner (medel)", "Riket (vägt)"}
    assert not table.duplicated(["nyckeltal", "kommun"]).any()


def test_figures_are_in_full_precision_and_whole_numbers_are_whole(country: Figures) -> None:
    table = table_of(country)
    exact = table[(table["nyckeltal"] == GRADES) & (table["kommunkod"] == BOTKYRKA)]["värde"].iloc[0]
    assert exact == 61.234567891234567
    types = {column: str(kind) for column, kind in table.dtypes.items()}
    assert types["år"] == types["antal kommuner"] == types["medel av"] == "Int64"
    assert types["värde"] == "float64"
    assert types["preliminärt"] == "boolean"


def test_every_figure_of_the_matrix_is_in_the_file(country: Figures) -> None:
    table = table_of(country)
    for row in rows_of(country):
        for cell in row.cells:
            line = line_of(table, row.indicator.kpi, PLACES[cell.municipality])
            if cell.value is None:
                assert pd.isna(line["värde"])
            else:
                assert (line["värde"], line["år"], line["antal kommuner"]) == (cell.value, cell.year, cell.n)
        line, mean = line_of(table, row.indicator.kpi, "Gruppen (medel)"), row.means[GROUP]
        assert (line["värde"], line["medel av"], line["år"]) == (mean.value, mean.of, row.year)


def test_what_is_missing_says_why_in_a_column_of_its_own(country: Figures) -> None:
    table = table_of(country)
    lacking = line_of(table, WAIT, "Haninge")
    assert (lacking["värde saknas"], lacking["läge i landet"]) == ("sekretess", "")
    assert pd.isna(lacking["värde"])
    assert pd.isna(lacking["antal kommuner"])
    there = line_of(table, SAFE, "Haninge")
    assert (there["värde saknas"], there["läge i landet"]) == ("", "sämsta 25\N{NO-BREAK SPACE}% i landet")


def test_the_gender_is_that_of_the_figures(country: Figures) -> None:
    table = table_of(country, gender=Gender.WOMEN)
    waits, costs = line_of(table, WAIT, "Botkyrka"), line_of(table, COST, "Botkyrka")
    assert (waits["kön"], waits["värde"]) == ("kvinnor", plain_value(WAIT, BOTKYRKA, LAST, "K"))
    assert costs["kön"] == "totalt"


def test_the_own_municipality_is_there_though_it_is_not_in_the_group(country: Figures) -> None:
    assert table_of(country, own=OREBRO)["kommun"].iloc[0] == "Örebro"


def test_nothing_compared_gives_the_columns_all_the_same(country: Figures) -> None:
    assert list(matrix_table((), PLACES).columns) == list(table_of(country).columns)
