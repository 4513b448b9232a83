"""What the page of one indicator tells: lines, the others, targets and facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.cache import Snapshot
from core.cache.harvest import Harvest
from core.outcomes.figures import Figures
from core.outcomes.indicator import (
    REMARK,
    IndicatorFigures,
    Line,
    figure_table,
    indicator_figures,
    preliminary_years,
    year_marks,
)
from core.outcomes.rows import Choice
from core.signals import TargetKind
from core.targets.models import Target
from tests.shared import (
    BOTKYRKA,
    COST,
    FULL,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    NATION,
    PEOPLE,
    SAFE,
    UNCERTAINTY,
    WAIT,
    YEARS,
    HeldTargets,
    built,
    frame_of,
    kpi_rows,
    opened,
    plain_value,
    small_catalogue,
    small_harvest,
    target,
)

OREBRO = "1880"


def of(snapshot: Snapshot, *held: Target, **changes: Any) -> Figures:
    return Figures(snapshot, small_catalogue(**changes), HeldTargets(*held), 0)


@contextmanager
def found(folder: Path, harvest: Harvest, kpi: str, choice: Choice | None = None) -> Iterator[IndicatorFigures]:
    """The figures of KPI from HARVEST."""
    with ExitStack() as stack:
        snapshot = stack.enter_context(opened(built(folder / "x.duckdb", harvest)))
        yield indicator_figures(of(snapshot), choice or Choice(HUDDINGE), kpi)


def line(found: IndicatorFigures, key: str) -> Line:
    return next(line for line in found.lines if line.key == key)


def test_four_lines_own_first_and_each_with_its_values(figures: Figures) -> None:
    it = indicator_figures(figures, Choice(HUDDINGE), COST)
    assert [(x.key, x.name) for x in it.lines] == [
        ("own", "Huddinge"),
        ("group", "Södertörn (medel av 7)"),
        ("county", "Länet (medel av 12)"),
        ("country", "Landets kommuner (medel av 30)"),
    ]
    assert line(it, "own").points == tuple((y, plain_value(COST, HUDDINGE, y)) for y in YEARS)
    for key, members in (("group", FULL), ("county", IDS[:12])):
        mean = sum(plain_value(COST, m, LAST) for m in members) / len(members)
        year, value = line(it, key).points[-1]
        assert year == LAST
        assert value == pytest.approx(mean)


@pytest.mark.parametrize(("municipality", "kpi"), list(product((HUDDINGE, BOTKYRKA, OREBRO, IDS[-1]), KPIS)))
def test_there_are_never_more_than_four_lines_and_none_is_empty(figures: Figures, municipality: str, kpi: str) -> None:
    for gender in "TKM":
        it = indicator_figures(figures, Choice(municipality, gender), kpi)
        assert 1 <= len(it.lines) <= 4
        assert len({x.key for x in it.lines}) == len(it.lines)
        for x in (*it.lines, *it.by_gender):
            years = [year for year, _ in x.points]
            assert years
            assert years == sorted(set(years))


def test_a_municipality_outside_the_co_operation_has_its_own_countys_mean(figures: Figures) -> None:
    it = indicator_figures(figures, Choice(OREBRO), COST)
    assert line(it, "county").name == "Länet (medel av 18)"
    assert line(it, "own").name == "Örebro"


def test_lines_are_of_the_gender_that_is_shown(figures: Figures) -> None:
    women = indicator_figures(figures, Choice(HUDDINGE, "K"), WAIT)
    assert line(women, "own").points[-1] == (LAST, plain_value(WAIT, HUDDINGE, LAST, "K"))
    everybody = indicator_figures(figures, Choice(HUDDINGE, "K"), COST)
    assert line(everybody, "own").points[-1] == (LAST, plain_value(COST, HUDDINGE, LAST))


@pytest.mark.parametrize(("there", "has_mean"), [(5, False), (6, True)])
def test_no_mean_is_drawn_of_fewer_than_half(tmp_path: Path, there: int, has_mean: bool) -> None:
    own = {(COST, m, "T"): {LAST: None} for m in IDS[there:12]}
    with found(tmp_path, small_harvest(kpis=[COST], own=own), COST) as it:
        years = [year for year, _ in line(it, "county").points]
        assert years == [*range(2014, 2023), *([LAST] if has_mean else [])]
        assert line(it, "county").name == f"Länet (medel av {there if has_mean else 12})"


def test_a_county_that_never_has_half_has_no_line(tmp_path: Path) -> None:
    own = {(COST, m, "T"): dict.fromkeys(YEARS) for m in IDS[3:12]}
    with found(tmp_path, small_harvest(kpis=[COST], own=own), COST) as it:
        assert [x.key for x in it.lines] == ["own", "country"]


def test_without_the_nations_own_value_the_municipalities_mean_stands_in(tmp_path: Path) -> None:
    harvest = small_harvest(kpis=[COST])
    harvest = replace(harvest, values=harvest.values[harvest.values["municipality"] != NATION])
    with found(tmp_path, harvest, COST) as it:
        assert line(it, "country").name == "Landets kommuner (medel av 30)"


def test_a_municipality_without_values_has_no_line_of_its_own(tmp_path: Path) -> None:
    own = {(COST, HUDDINGE, "T"): dict.fromkeys(YEARS)}
    with found(tmp_path, small_harvest(kpis=[COST], own=own), COST) as it:
        assert [x.key for x in it.lines] == ["group", "county", "country"]
        assert (it.reported, it.is_open, len(it.others)) == (0, False, 0)


def test_an_indicator_that_kolada_does_not_have_has_nothing_to_draw(tmp_path: Path) -> None:
    with found(tmp_path, small_harvest(kpis=[GRADES]), COST) as it:
        assert (it.lines, it.by_gender, it.milestones, it.info) == ((), (), (), None)
        assert figure_table(it).empty


def test_an_indicator_outside_the_catalogue_is_unknown(figures: Figures) -> None:
    with pytest.raises(KeyError):
        indicator_figures(figures, Choice(HUDDINGE), "N00000")


def test_women_and_men_have_lines_where_there_are_values_for_them(figures: Figures) -> None:
    divided = indicator_figures(figures, Choice(HUDDINGE), WAIT)
    assert [(x.key, x.name) for x in divided.by_gender] == [("women", "Kvinnor"), ("men", "Män")]
    assert divided.by_gender[1].points[-1] == (LAST, plain_value(WAIT, HUDDINGE, LAST, "M"))
    assert indicator_figures(figures, Choice(HUDDINGE), COST).by_gender == ()


def test_a_year_that_is_secret_for_women_is_not_in_their_line(figures: Figures) -> None:
    women, men = indicator_figures(figures, Choice(HUDDINGE), GRADES).by_gender
    assert women.points[-1][0] == LAST - 1
    assert men.points[-1][0] == LAST


def test_milestones_are_the_levels_asked_for_by_year(figures: Figures) -> None:
    it = indicator_figures(figures, Choice(HUDDINGE), GRADES)
    assert [(m.year, m.level, m.is_final) for m in it.milestones] == [(2023, 80.0, False), (2026, 85.0, True)]
    assert indicator_figures(figures, Choice(BOTKYRKA), GRADES).milestones == ()


def test_targets_that_ask_for_no_single_level_are_no_milestones(small_snapshot: Snapshot) -> None:
    kinds = [
        target(WAIT, 2020, TargetKind.RANK, group="sodertorn", rank=1),
        target(WAIT, 2021, TargetKind.WITHIN, value=1.0, value2=2.0),
        target(WAIT, 2022, TargetKind.DECREASE, base_year=2020),
        target(WAIT, 2023, TargetKind.AT_MOST, value=30.0),
    ]
    it = indicator_figures(of(small_snapshot, *kinds), Choice(HUDDINGE), WAIT)
    assert [m.year for m in it.milestones] == [2023]


def test_womens_own_targets_take_the_place_of_those_for_all(small_snapshot: Snapshot) -> None:
    figures = of(
        small_snapshot,
        target(WAIT, 2023, TargetKind.AT_MOST, value=30.0),
        target(WAIT, 2023, TargetKind.AT_MOST, value=20.0, gender="K"),
    )
    levels = {
        gender: [m.level for m in indicator_figures(figures, Choice(HUDDINGE, gender), WAIT).milestones]
        for gender in "TKM"
    }
    assert levels == {"T": [30.0], "K": [20.0], "M": [30.0]}


def test_the_others_are_all_municipalities_in_the_outcomes_year(figures: Figures) -> None:
    it = indicator_figures(figures, Choice(HUDDINGE), SAFE)
    assert it.row["year"] == 2021
    assert dict(zip(it.others["municipality"], it.others["value"], strict=True)) == {
        m: plain_value(SAFE, m, 2021) for m in IDS
    }
    ordered = sorted(plain_value(SAFE, m, 2021) for m in IDS)
    assert (it.low_cut, it.high_cut, it.reported, it.is_open) == (ordered[7], ordered[-8], 30, False)


def test_an_open_year_says_how_many_have_reported(tmp_path: Path) -> None:
    own = {(COST, m, "T"): {LAST: None} for m in IDS[10:]}
    with found(tmp_path, small_harvest(kpis=[COST], own=own), COST) as it:
        assert (it.reported, it.is_open, len(it.others)) == (10, True, 10)


def test_the_uncertainty_is_that_of_the_same_year(tmp_path: Path) -> None:
    rows = [(UNCERTAINTY, HUDDINGE, y, "T", 3.0 + y - LAST, "", 1) for y in YEARS]
    harvest = small_harvest(own={(SAFE, HUDDINGE, "T"): {LAST: None}})
    harvest = replace(
        harvest,
        kpis=kpi_rows([*KPIS, UNCERTAINTY]),
        values=pd.concat([harvest.values, frame_of(rows)], ignore_index=True),
    )
    with found(tmp_path, harvest, SAFE) as it:
        assert it.row["uncertainty"] == 2.0
        assert it.unsure == {y: 3.0 + y - LAST for y in YEARS if y != LAST}


def test_without_such_a_number_there_is_no_uncertainty(figures: Figures) -> None:
    assert indicator_figures(figures, Choice(HUDDINGE), SAFE).unsure == {}
    assert indicator_figures(figures, Choice(HUDDINGE), GRADES).unsure == {}


def test_what_kolada_says_comes_along(figures: Figures) -> None:
    info = indicator_figures(figures, Choice(HUDDINGE), PEOPLE).info
    assert info is not None
    assert info.title == "Titel i Kolada"


def test_the_table_has_a_row_a_year_newest_first_and_a_column_a_line(figures: Figures) -> None:
    table = figure_table(indicator_figures(figures, Choice(HUDDINGE), WAIT))
    assert list(table.columns) == [
        "År",
        "Huddinge",
        "Södertörn (medel av 7)",
        "Länet (medel av 12)",
        "Landets kommuner (medel av 30)",
        "Riket",
        "Kvinnor",
        "Män",
    ]
    assert list(table["År"]) == list(reversed(YEARS))
    assert table["Huddinge"].iloc[0] == 22.0
    assert table["Kvinnor"].iloc[0] == plain_value(WAIT, HUDDINGE, LAST, "K")


def test_a_zero_that_is_doubted_is_remarked_on_and_a_mean_says_of_how_many_over_all_years(figures: Figures) -> None:
    it = indicator_figures(figures, Choice(HUDDINGE), COST)
    assert REMARK not in figure_table(it)
    zero = replace(it.lines[3], points=((2014, 0.0), *it.lines[3].points[1:]), doubtful=(2014,))
    few = replace(it.lines[1], members=tuple((year, 5 if year == 2014 else 7) for year in YEARS))
    table = figure_table(replace(it, lines=(it.lines[0], few, zero))).set_index("År")
    assert "troligen fel i underlaget" in table[REMARK][2014]
    assert set(table[REMARK]) - {table[REMARK][2014]} == {""}
    assert "Södertörn (medel av 5–7)" in table


def test_an_own_value_that_is_repeated_says_when_it_was_measured(figures: Figures) -> None:
    it = indicator_figures(figures, Choice(HUDDINGE), COST)
    own, *others = it.lines
    repeated = tuple(year for year in YEARS if year % 2)
    shown = replace(own, points=own.points[1:], repeated=repeated)
    table = figure_table(replace(it, lines=(shown, *others))).set_index("År")
    assert table[REMARK][[2018, 2017, 2016, 2015]].tolist() == [
        "",
        "Huddinge: mätt 2016",
        "",
        "Huddinge: mätt tidigare",
    ]


def test_a_year_missing_in_one_line_is_an_empty_cell(figures: Figures) -> None:
    table = figure_table(indicator_figures(figures, Choice(HUDDINGE), SAFE)).set_index("År")
    assert table["Huddinge"].isna().to_dict() == {y: y > 2021 for y in reversed(YEARS)}
    assert table["Riket"].notna().all()


@pytest.mark.parametrize(
    ("exceptional", "early", "said"),
    [
        ((), (), {}),
        ((2020,), (), {2020: "undantagsår"}),
        ((), (2023,), {2023: "preliminärt"}),
        ((2020,), (2023,), {2020: "undantagsår", 2023: "preliminärt"}),
        ((2020, 2023), (2023,), {2020: "undantagsår", 2023: "undantagsår, preliminärt"}),
    ],
)
def test_a_years_values_are_said_to_be_of_an_exceptional_year_preliminary_or_both(
    figures: Figures, exceptional: tuple[int, ...], early: tuple[int, ...], said: dict[int, str]
) -> None:
    indicator = figures.catalogue.by_kpi[GRADES].model_copy(update={"exceptional_years": exceptional})
    assert year_marks(indicator, early) == said


def test_a_year_of_which_some_values_are_preliminary_is() -> None:
    values = pd.DataFrame({"year": [2022, 2023, 2023], "preliminary": [False, True, False]})
    assert preliminary_years(values) == {2023}
