"""Cost against result: which pair, which year, which municipalities, and where the medians are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Catalogue
from core.catalogue.models import Pair
from core.features.resources.rules import (
    MIDDLE_SHARE,
    MOST_YEARS_BEHIND,
    Axis,
    PairFigures,
    chosen_pair,
    pair_figures,
    pair_years,
    resources_table,
)
from core.outcomes.figures import Figures
from tests.conftest import STORY
from tests.shared import (
    BOTKYRKA,
    COST,
    FALLS,
    FULL,
    GRADES,
    HUDDINGE,
    IDS,
    LAST,
    PLACES,
    PREMISES,
    SAFE,
    WAIT,
    YEARS,
    Values,
    figures_of,
    plain_value,
    small_catalogue,
    small_harvest,
)

SCHOOL, CARE, SAFETY = Pair(x=COST, y=GRADES), Pair(x=PREMISES, y=WAIT), Pair(x=COST, y=SAFE)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return small_catalogue(pairs=(SCHOOL, CARE, SAFETY))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Figures]:
    with figures_of(
        tmp_path_factory.mktemp("resources"), catalogue=catalogue, harvest=small_harvest(own=STORY)
    ) as made:
        yield made


def found_in(folder: Path, own: Values, pair: Pair = SCHOOL, gender: str = "T", year: int | None = None) -> PairFigures:
    """PAIR as Huddinge sees it where some values (OWN) are others than the plain ones."""
    with figures_of(folder, catalogue=small_catalogue(pairs=(pair,)), harvest=small_harvest(own=own)) as figures:
        return pair_figures(figures, pair, HUDDINGE, gender=gender, year=year)


def gone(kpi: str, years: range, *genders: str, but: tuple[str, ...] = ()) -> Values:
    """Nobody but BUT has a value of KPI in YEARS."""
    return {(kpi, m, gender): dict.fromkeys(years) for m in IDS if m not in but for gender in genders or "TKM"}


def test_the_pair_in_the_address_wins_over_the_area(catalogue: Catalogue) -> None:
    assert chosen_pair(catalogue, CARE.id, "grundskola") == CARE
    assert chosen_pair(catalogue, SAFETY.id, None) == SAFETY


def test_without_a_pair_the_areas_first_is_shown_and_without_an_area_the_first_of_all(catalogue: Catalogue) -> None:
    assert chosen_pair(catalogue, None, "grundskola") == SCHOOL
    assert chosen_pair(catalogue, None, "aldreomsorg") == CARE
    assert chosen_pair(catalogue, None, None) == SCHOOL


def test_a_pair_belongs_to_the_area_of_its_result_only(catalogue: Catalogue) -> None:
    assert chosen_pair(catalogue, None, "fastighet") is None
    assert chosen_pair(small_catalogue(pairs=()), None, None) is None


some_years = st.lists(st.integers(2005, 2026), unique=True, max_size=12)


@given(x=some_years, y=some_years)
def test_both_are_of_the_newest_year_in_common_unless_it_is_too_old(x: list[int], y: list[int]) -> None:
    shown = pair_years(x, y)
    everything = [*x, *y]
    common = [year for year in x if year in y]
    if common and sorted(common)[-1] >= sorted(everything)[-1] - MOST_YEARS_BEHIND:
        assert shown == (sorted(common)[-1],) * 2
    else:
        assert shown == (sorted(x)[-1] if x else None, sorted(y)[-1] if y else None)


@pytest.mark.parametrize(
    ("x", "y", "shown"),
    [
        ([2020, 2021, 2022], [2021, 2022, 2023, 2024], (2022, 2022)),
        ([2020, 2021], [2021, 2024], (2021, 2024)),
        ([2022], [2023], (2022, 2023)),
        ([], [2023], (None, 2023)),
    ],
)
def test_two_years_behind_is_still_one_year_for_both(
    x: list[int], y: list[int], shown: tuple[int | None, int | None]
) -> None:
    assert pair_years(x, y) == shown


def test_every_municipality_with_both_values_is_a_dot(plain: Figures) -> None:
    found = pair_figures(plain, SCHOOL, HUDDINGE)
    expected = {m: (plain_value(COST, m, LAST), plain_value(GRADES, m, LAST)) for m in IDS} | {
        HUDDINGE: (plain_value(COST, HUDDINGE, LAST), 62.5)
    }
    assert {dot.municipality: (dot.x, dot.y) for dot in found.dots} == expected
    assert found.x.median == pytest.approx(median(x for x, _ in expected.values()))
    assert found.y.median == pytest.approx(median(y for _, y in expected.values()))
    assert found.own is not None
    assert found.own.y == 62.5
    assert (found.x.year, found.y.year, found.own_year) == (LAST, LAST, None)


def test_a_median_is_of_all_that_have_the_value_even_if_they_lack_the_other(tmp_path: Path) -> None:
    lacking: Values = {(GRADES, BOTKYRKA, "T"): {LAST: None}, (COST, "2500", "T"): {LAST: "Missing"}}
    found = found_in(tmp_path, lacking)
    assert {dot.municipality for dot in found.dots} == {m for m in IDS if m not in (BOTKYRKA, "2500")}
    costs = [plain_value(COST, m, LAST) for m in IDS if m != "2500"]
    grades = [plain_value(GRADES, m, LAST) for m in IDS if m != BOTKYRKA]
    assert sorted(found.x.values) == pytest.approx(sorted(costs))
    assert (found.x.median, found.y.median) == pytest.approx((median(costs), median(grades)))
    assert found.x.held["2500"] == (None, "Missing", False)
    assert found.y.held["2500"].value == pytest.approx(plain_value(GRADES, "2500", LAST))


def test_an_open_year_is_not_shown(tmp_path: Path) -> None:
    found = found_in(tmp_path, gone(GRADES, range(LAST, LAST + 1), "T", but=IDS[:10]))
    assert (found.x.year, found.y.year) == (LAST - 1, LAST - 1)
    assert (found.x.newest, found.y.newest) == (LAST, LAST - 1)
    assert len(found.dots) == len(IDS)


def test_figures_without_a_recent_year_in_common_are_each_of_their_own_newest(tmp_path: Path) -> None:
    found = found_in(tmp_path, gone(GRADES, range(LAST - 2, LAST + 1)))
    assert (found.x.year, found.y.year, found.same_year) == (LAST, LAST - 3, False)
    assert found.own is not None
    assert (found.own.x, found.own.y) == pytest.approx(
        (plain_value(COST, HUDDINGE, LAST), plain_value(GRADES, HUDDINGE, LAST - 3))
    )


def test_the_year_in_the_address_is_the_last_that_counts(plain: Figures) -> None:
    found = pair_figures(plain, SCHOOL, HUDDINGE, year=2019)
    assert (found.x.year, found.y.year, found.x.newest) == (2019, 2019, 2019)
    assert found.own is not None
    assert found.own.y == 72.0


def test_an_axis_that_is_not_divided_by_gender_shows_everyone(plain: Figures) -> None:
    found = pair_figures(plain, SCHOOL, BOTKYRKA, gender="K")
    assert (found.asked_gender, found.x.gender, found.y.gender) == ("K", "T", "K")
    assert found.own is not None
    assert (found.own.x, found.own.y) == pytest.approx(
        (plain_value(COST, BOTKYRKA, LAST), plain_value(GRADES, BOTKYRKA, LAST, "K"))
    )


def test_a_municipality_that_is_not_there_is_told_of_a_year_when_it_is(plain: Figures) -> None:
    women = pair_figures(plain, SCHOOL, HUDDINGE, gender="K")
    assert women.own is None
    assert women.own_year == LAST - 1
    then = pair_figures(plain, SCHOOL, HUDDINGE, gender="K", year=women.own_year)
    assert then.own is not None
    assert (then.x.year, then.own_year) == (LAST - 1, None)


def test_a_municipality_without_any_value_is_not_sent_to_another_year(tmp_path: Path) -> None:
    found = found_in(tmp_path, {(GRADES, HUDDINGE, "T"): dict.fromkeys(YEARS)})
    assert (found.own, found.own_year) == (None, None)


@pytest.mark.parametrize(("kpi", "side"), [(COST, "x"), (GRADES, "y")])
def test_an_indicator_without_values_leaves_no_dots_and_does_no_harm(tmp_path: Path, kpi: str, side: str) -> None:
    found = found_in(tmp_path, gone(kpi, YEARS))
    assert found.dots == ()
    assert (getattr(found, side).year, found.own_year) == (None, None)


def test_before_the_first_year_there_is_nothing(plain: Figures) -> None:
    found = pair_figures(plain, SCHOOL, HUDDINGE, year=YEARS[0] - 1)
    assert (found.dots, found.x.year, found.y.year) == ((), None, None)


def test_the_same_cost_gets_the_same_verdict_in_every_pair(tmp_path: Path) -> None:
    few = [m for m in IDS if m != HUDDINGE and plain_value(COST, m, LAST) < 100_000]
    dear_only = {(SAFE, m, "T"): {LAST: None} for m in few}
    with figures_of(
        tmp_path, catalogue=small_catalogue(pairs=(SCHOOL, SAFETY)), harvest=small_harvest(own=dear_only)
    ) as figures:
        for municipality in IDS:
            one, other = (pair_figures(figures, pair, municipality) for pair in (SCHOOL, SAFETY))
            assert one.x == other.x
            cost = plain_value(COST, municipality, LAST)
            others = [plain_value(COST, m, LAST) for m in IDS if m != municipality]
            higher, lower = (sum(way * v > way * cost for v in others) / len(others) for way in (1, -1))
            assert one.x.side(cost) == (lower > 0.55) - (higher > 0.55)
    assert len(other.dots) < len(one.dots)


def axis(values: Sequence[float], decimals: int = 1) -> Axis:
    indicator = small_catalogue().by_kpi[GRADES].model_copy(update={"decimals": decimals})
    return Axis(indicator, "T", LAST, LAST, tuple(values))


@pytest.mark.parametrize(
    ("value", "other", "decimals", "side"),
    [
        (1.3, 1.2, 1, 1),
        (1.34, 1.26, 1, 0),
        (1.24, 1.26, 1, -1),
        (-0.04, 0.04, 1, 0),
        (51.4, 50.6, 0, 0),
    ],
)
def test_equal_is_what_a_reader_sees_as_equal(value: float, other: float, decimals: int, side: int) -> None:
    assert axis([value, *[other] * 20], decimals).side(value) == side


@pytest.mark.parametrize(
    ("lower", "equal", "side"),
    [(44, 0, -1), (45, 0, 0), (50, 0, 0), (55, 0, 0), (56, 0, 1), (30, 40, 0), (0, 100, 0), (40, 4, -1), (40, 5, 0)],
)
def test_whoever_has_about_half_of_the_others_below_is_about_in_the_middle(lower: int, equal: int, side: int) -> None:
    others = [*[1.0] * lower, *[2.0] * equal, *[3.0] * (100 - lower - equal)]
    assert axis([*others, 2.0]).side(2.0) == side


@given(values=st.lists(st.floats(-100, 100), min_size=1, max_size=40), decimals=st.integers(0, 2))
def test_higher_than_most_is_higher_than_most(values: list[float], decimals: int) -> None:
    measured = axis(values, decimals)
    for value in values:
        others = len(values) - 1
        if measured.side(value) > 0:
            assert sum(other < value for other in values) > others * MIDDLE_SHARE
            assert value > measured.median
        if measured.side(value) < 0:
            assert sum(other > value for other in values) > others * MIDDLE_SHARE
            assert value < measured.median


def test_the_file_has_every_municipality_in_full_precision(plain: Figures) -> None:
    found = pair_figures(plain, SCHOOL, HUDDINGE)
    table = resources_table(plain, found, FULL)
    assert list(table.columns) == [
        *("Kommunkod", "Kommun", "I gruppen"),
        *("Kostnad för en elev, kr/elev", "År (resurs)", "Kön (resurs)"),
        *("Behöriga till gymnasiet, %", "År (resultat)", "Kön (resultat)"),
    ]
    assert set(table["Kommunkod"]) == set(IDS)
    assert set(table.loc[table["I gruppen"], "Kommun"]) == {PLACES[m] for m in FULL}
    assert set(table["År (resultat)"]) == {LAST}
    assert table["Kostnad för en elev, kr/elev"].median() == found.x.median
    for code, value in zip(table["Kommunkod"], table["Kostnad för en elev, kr/elev"], strict=True):
        assert value == plain_value(COST, code, LAST)


def test_the_file_keeps_those_with_one_value_and_leaves_out_those_with_none(tmp_path: Path) -> None:
    silent: Values = {(COST, "2500", "T"): {LAST: None}, (GRADES, "2500", "T"): {LAST: None}}
    half: Values = {(COST, BOTKYRKA, "T"): {LAST: None}}
    with figures_of(
        tmp_path, catalogue=small_catalogue(pairs=(SCHOOL,)), harvest=small_harvest(own={**silent, **half})
    ) as figures:
        table = resources_table(figures, pair_figures(figures, SCHOOL, HUDDINGE), ()).set_index("Kommunkod")
    assert "2500" not in table.index
    assert table.loc[[BOTKYRKA], "Kostnad för en elev, kr/elev"].isna().all()
    assert not table["I gruppen"].any()


def test_two_indicators_with_a_low_direction_are_a_pair_too(plain: Figures) -> None:
    both_low = Pair(x=WAIT, y=FALLS)
    found = pair_figures(plain, both_low, HUDDINGE)
    assert len(found.dots) == len(IDS)
    assert found.y.side(max(dot.y for dot in found.dots)) == 1
