"""The result index put together: which indicators count, in which year, and what each municipality gets."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cache.harvest import Harvest
from core.catalogue import Catalogue, Category, Direction
from core.features.result_index.places import result_index
from core.features.result_index.rules import (
    Counted,
    Country,
    Newest,
    PerspectiveIndex,
    chosen_model,
    model_index,
    newest_values,
    own_indexes,
    result_index_table,
)
from core.outcomes.figures import Figures
from core.signals import Reason, Standing
from core.signals.constants import INDEX_LEAST_N
from tests.shared import (
    BOTKYRKA,
    COST,
    FALLS,
    GRADES,
    HUDDINGE,
    IDS,
    PEOPLE,
    PLACES,
    PREMISES,
    SAFE,
    WAIT,
    figures_of,
    frame_of,
    indicators_with,
    small_catalogue,
    small_harvest,
)

FIVE, THREE = "kkik", "kkik-idag"
SILENT, ONE_OF_THREE, TWO_OF_THREE = "2513", "2512", "2511"
WHOLE_COUNTRY = PLACES | {f"8{i:03}": f"Ort {i}" for i in range(130)}

# What counts, and the year that it counts in: the newest that enough municipalities have.
YEAR_OF = {GRADES: 2022, SAFE: 2023, WAIT: 2022}
PERSPECTIVES = {
    GRADES: ("trygghet", "tillganglighet", "barn-och-unga"),
    SAFE: ("trygghet", "tillganglighet"),
    WAIT: ("trygghet", "effektivitet"),
    COST: ("trygghet",),
    PREMISES: ("trygghet",),
    FALLS: ("trygghet", "delaktighet"),
}
HIGH_IS_GOOD = {GRADES, SAFE}

Values = dict[tuple[str, str, int], float]


def wide_catalogue() -> Catalogue:
    """The small catalogue with perspectives: three indicators that count, three that do not."""
    not_comparable = {"direction": Direction.LOW, "category": Category.RESULT_OBJECTIVE, "comparable": False}
    indicators = [
        i.model_copy(update={"perspectives": PERSPECTIVES.get(i.kpi, ())})
        for i in indicators_with(PREMISES, **not_comparable)
    ]
    return small_catalogue(indicators=indicators)


def wide_values() -> Values:
    """Whole numbers with many ties and some gaps for 160 municipalities, the same every time."""
    dice = random.Random(160)  # noqa: S311 - figures, not secrets
    everyone = list(WHOLE_COUNTRY)
    found = {
        (kpi, municipality, year): float(dice.randrange(30))
        for kpi in (GRADES, SAFE, WAIT, COST, PREMISES, FALLS)
        for year in (2021, 2022, 2023)
        for municipality in everyone
        if municipality != SILENT and (municipality in IDS[:12] or dice.random() > 0.03)
    }
    few = set(everyone[: INDEX_LEAST_N - 1])
    gone = {(ONE_OF_THREE, GRADES), (ONE_OF_THREE, WAIT), (TWO_OF_THREE, GRADES)}
    return {
        (kpi, municipality, year): value
        for (kpi, municipality, year), value in found.items()
        if (municipality, kpi) not in gone
        and not (kpi == FALLS and municipality not in few)
        and not (kpi == GRADES and year == 2023 and municipality not in few)
        and not (kpi == WAIT and year == 2023)
    }


def wide_harvest(values: Values, **names: str) -> Harvest:
    """VALUES as fetched; NAMES replace municipalities' names by their code."""
    towns = [(code, names.get(f"m{code}", name), "K") for code, name in WHOLE_COUNTRY.items()]
    rows = [(kpi, municipality, year, "T", value, "", 1) for (kpi, municipality, year), value in values.items()]
    return small_harvest(
        kpis=(GRADES, SAFE, WAIT, COST, PREMISES, FALLS, PEOPLE),
        municipalities=pd.DataFrame(towns, columns=["id", "title", "type"]),
        values=frame_of(rows),
    )


@pytest.fixture(scope="module")
def values() -> Values:
    return wide_values()


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory, values: Values) -> Iterator[Figures]:
    """Figures of a country large enough for an index."""
    folder = tmp_path_factory.mktemp("wide")
    with figures_of(folder, harvest=wide_harvest(values), catalogue=wide_catalogue()) as made:
        yield made


def own(figures: Figures, municipality: str, model: str = FIVE) -> dict[str, PerspectiveIndex]:
    found = own_indexes(model_index(figures, model), municipality)
    return {one.country.perspective.id: one for one in found}


def plain_place(values: Values, kpi: str, municipality: str) -> float | None:
    """The place by counting, one municipality at a time; None without a value."""
    year = YEAR_OF[kpi]
    mine = values.get((kpi, municipality, year))
    if mine is None:
        return None
    others = [v for (k, m, y), v in values.items() if (k, y) == (kpi, year) and m != municipality]
    worse = sum(v < mine if kpi in HIGH_IS_GOOD else v > mine for v in others)
    equal = sum(v == mine for v in others)
    return 100 * (worse + equal / 2) / len(others)


def plain_index(values: Values, kpis: list[str], municipality: str) -> float | None:
    places = [p for kpi in kpis if (p := plain_place(values, kpi, municipality)) is not None]
    return mean(places) if 10 * len(places) >= 6 * len(kpis) else None


def counted_in(perspective: str) -> list[str]:
    return [kpi for kpi in YEAR_OF if perspective in PERSPECTIVES[kpi]]


def test_an_index_is_the_mean_of_places_counted_by_hand(wide: Figures, values: Values) -> None:
    seen = 0
    for municipality in WHOLE_COUNTRY:
        for perspective, one in own(wide, municipality).items():
            kpis = counted_in(perspective)
            expected = plain_index(values, kpis, municipality) if kpis else None
            seen += expected is not None
            assert one.has_index is (expected is not None), (municipality, perspective)
            if expected is not None:
                assert one.index == pytest.approx(expected), (municipality, perspective)
            for placed in one.indicators:
                place = plain_place(values, placed.counted.indicator.kpi, municipality)
                assert placed.has_value is (place is not None)
                assert place is None or placed.place == pytest.approx(place)
    assert seen > 300


def test_the_counts_of_an_indicator_add_up_to_everybody_else(wide: Figures, values: Values) -> None:
    for placed in own(wide, HUDDINGE)["trygghet"].indicators:
        kpi = placed.counted.indicator.kpi
        mine = values[kpi, HUDDINGE, YEAR_OF[kpi]]
        everyone = [v for (k, _, y), v in values.items() if (k, y) == (kpi, YEAR_OF[kpi])]
        low = sum(v < mine for v in everyone)
        high = sum(v > mine for v in everyone)
        assert placed.value == mine
        assert (placed.worse, placed.better) == ((low, high) if kpi in HIGH_IS_GOOD else (high, low))
        assert placed.better + placed.worse + placed.equal + 1 == placed.counted.n == len(everyone)


def test_bands_are_quarters_of_those_with_an_index(wide: Figures) -> None:
    everyone = {municipality: own(wide, municipality) for municipality in WHOLE_COUNTRY}
    for perspective in ("trygghet", "tillganglighet", "effektivitet"):
        found = {municipality: mine[perspective] for municipality, mine in everyone.items()}
        known = [one for one in found.values() if one.has_index]
        indexes = [round(one.index, 6) for one in known]
        for one in known:
            better = sum(other > round(one.index, 6) for other in indexes)
            worse = sum(other < round(one.index, 6) for other in indexes)
            assert (one.better, one.worse) == (better, worse)
            best, worst = better < len(known) / 4, worse < len(known) / 4
            expected = (
                Standing.BEST if best and not worst else Standing.WORST if worst and not best else Standing.MIDDLE
            )
            assert one.band is expected
        country = known[0].country
        assert country.best_from == min(one.index for one in known if one.band is Standing.BEST)
        assert country.worst_to == max(one.index for one in known if one.band is Standing.WORST)
        assert country.median == pytest.approx(median(one.index for one in known))
        assert [index for _, index in country.indexes] == sorted(one.index for one in known)
        assert {m for m, _ in country.indexes} == {m for m, one in found.items() if one.has_index}


def test_each_indicator_counts_in_the_newest_year_that_enough_have(wide: Figures, values: Values) -> None:
    for one in own(wide, HUDDINGE).values():
        for counted in one.country.counted:
            kpi = counted.indicator.kpi
            assert counted.year == YEAR_OF[kpi]
            assert counted.n == sum((k, y) == (kpi, counted.year) for k, _, y in values) >= INDEX_LEAST_N


def test_what_does_not_count_is_told_with_its_reason(wide: Figures) -> None:
    found = {left.indicator.kpi: left.reason for left in own(wide, HUDDINGE)["trygghet"].country.left_out}
    assert found == {COST: Reason.NO_DIRECTION, PREMISES: Reason.NOT_COMPARABLE, FALLS: Reason.TOO_FEW}


def test_a_municipality_needs_three_fifths_of_the_indicators(wide: Figures) -> None:
    one, two = (own(wide, municipality)["trygghet"] for municipality in (ONE_OF_THREE, TWO_OF_THREE))
    assert (one.n, one.has_index, one.band) == (1, False, Standing.NOT_JUDGED)
    assert (two.n, two.has_index, two.country.least) == (2, True, 2)


def test_a_municipality_without_any_values_is_there_without_an_index(wide: Figures) -> None:
    found = own(wide, SILENT)
    assert list(found) == ["tillganglighet", "trygghet", "delaktighet", "effektivitet", "samhallsutveckling"]
    assert not any(one.has_index or one.n for one in found.values())
    assert [len(one.indicators) for one in found.values()] == [2, 3, 0, 1, 0]
    assert not any(placed.has_value for one in found.values() for placed in one.indicators)


def test_a_perspective_without_indicators_that_count_has_no_index(wide: Figures) -> None:
    found = own(wide, HUDDINGE)
    for perspective in ("delaktighet", "samhallsutveckling"):
        country = found[perspective].country
        assert (country.counted, country.indexes) == ((), ())
        assert all(math.isnan(x) for x in (country.worst_to, country.median, country.best_from))
        assert not found[perspective].has_index


def test_the_newest_values_are_told_even_where_they_do_not_count(wide: Figures, values: Values) -> None:
    kpis = (GRADES, SAFE, WAIT, FALLS)
    for municipality in (HUDDINGE, ONE_OF_THREE, SILENT):
        found = newest_values(wide, municipality, kpis)
        for kpi in kpis:
            mine = {y: v for (k, m, y), v in values.items() if (k, m) == (kpi, municipality)}
            if not mine:
                assert kpi not in found
                continue
            n = sum((k, y) == (kpi, max(mine)) for k, _, y in values)
            assert found[kpi] == Newest(max(mine), mine[max(mine)], n)
    assert newest_values(wide, HUDDINGE, kpis)[GRADES].year > YEAR_OF[GRADES]
    assert newest_values(wide, HUDDINGE, ()) == {}


def test_a_value_that_is_repeated_stands_in_its_place_and_says_the_year_it_was_measured(
    wide: Figures, values: Values
) -> None:
    every_second = [i.model_copy(update={"step": 2} if i.kpi == SAFE else {}) for i in wide.catalogue.indicators]
    changed = {**values, (SAFE, HUDDINGE, 2021): 31.0, (SAFE, HUDDINGE, 2022): 32.0, (SAFE, HUDDINGE, 2023): 32.0}
    catalogue = small_catalogue(indicators=every_second)
    with figures_of(Path(wide.snapshot.file).parent, harvest=wide_harvest(changed), catalogue=catalogue) as figures:
        table = result_index_table(own_indexes(model_index(figures, FIVE), HUDDINGE))
        assert set(table.loc[table["Indikator-id"] == SAFE, "År"]) == {2022}
        assert set(table.loc[table["Indikator-id"] == SAFE, "Plats"]) == {100.0}
        assert newest_values(figures, HUDDINGE, [SAFE])[SAFE].year == 2022


def test_a_model_has_its_own_perspectives_only(wide: Figures) -> None:
    found = own(wide, HUDDINGE, THREE)
    assert list(found) == ["barn-och-unga", "stod-och-omsorg", "samhalle-och-miljo"]
    assert [c.indicator.kpi for c in found["barn-och-unga"].country.counted] == [GRADES]


def test_a_country_that_is_too_small_has_no_index(figures: Figures, tmp_path: Path) -> None:
    assert not any(one.has_index or one.country.counted for one in own(figures, HUDDINGE).values())
    with figures_of(tmp_path, catalogue=wide_catalogue()) as small:
        left = own(small, HUDDINGE)["tillganglighet"].country.left_out
        assert [(one.indicator.kpi, one.reason) for one in left] == [(GRADES, Reason.TOO_FEW), (SAFE, Reason.TOO_FEW)]


def test_where_all_are_equal_all_stand_in_the_middle(tmp_path: Path) -> None:
    same = {(SAFE, municipality, 2023): 50.0 for municipality in WHOLE_COUNTRY}
    with figures_of(tmp_path, harvest=wide_harvest(same), catalogue=wide_catalogue()) as made:
        one = own(made, HUDDINGE)["tillganglighet"]
    [placed] = one.indicators
    assert (placed.place, placed.equal, one.index, one.band) == (50.0, len(WHOLE_COUNTRY) - 1, 50.0, Standing.MIDDLE)
    assert math.isnan(one.country.worst_to)
    assert math.isnan(one.country.best_from)


def test_a_model_is_put_together_once(wide: Figures) -> None:
    assert model_index(wide, FIVE) is model_index(wide, FIVE)
    assert model_index(wide, FIVE) is not model_index(wide, THREE)


def test_without_a_choice_the_first_model_is_shown(wide: Figures) -> None:
    first, second = wide.catalogue.models
    assert chosen_model(wide.catalogue, None) == first
    assert chosen_model(wide.catalogue, second.id) == second
    assert chosen_model(small_catalogue(models=(), perspectives=()), None) is None
    with pytest.raises(KeyError):
        chosen_model(wide.catalogue, "ingen")
    with pytest.raises(KeyError):
        model_index(wide, "ingen")


def test_the_table_has_a_row_for_each_perspective_and_indicator(wide: Figures, values: Values) -> None:
    table = result_index_table(own_indexes(model_index(wide, FIVE), TWO_OF_THREE))
    assert list(table) == [
        *("Perspektiv", "Index", "Läge", "Indikator-id", "Indikator"),
        *("Värde", "Enhet", "År", "Plats", "Antal kommuner"),
    ]
    assert [str(table[c].dtype) for c in ("Index", "Värde", "År", "Plats", "Antal kommuner")] == [
        *("float64", "float64", "Int64", "float64", "Int64")
    ]
    rows = table[table["Perspektiv"] == "Trygghet"].set_index("Indikator-id")
    assert set(rows.index) == {GRADES, SAFE, WAIT, COST, PREMISES, FALLS}
    places = [plain_place(values, kpi, TWO_OF_THREE) for kpi in (SAFE, WAIT)]
    assert rows.loc[[SAFE, WAIT], "Plats"].tolist() == pytest.approx(places)
    assert rows["Index"].tolist() == pytest.approx([mean(p for p in places if p is not None)] * 6)
    assert rows.loc[SAFE, "Värde"] == values[SAFE, TWO_OF_THREE, 2023]
    assert (rows.loc[SAFE, "År"], rows.loc[SAFE, "Enhet"]) == (2023, "%")
    assert rows.loc[GRADES, ["Värde", "Plats"]].isna().all()
    assert rows.loc[GRADES, "År"] == 2022
    assert rows.loc[[COST, PREMISES, FALLS], ["Värde", "År", "Plats", "Antal kommuner"]].isna().all(axis=None)


def test_a_table_without_an_index_says_so_and_an_empty_one_keeps_its_columns(wide: Figures) -> None:
    silent = result_index_table(own_indexes(model_index(wide, FIVE), SILENT))
    assert set(silent["Läge"]) == {"ingen data"}
    assert silent["Index"].isna().all()
    known = result_index_table(own_indexes(model_index(wide, FIVE), BOTKYRKA))
    assert "ingen data" not in set(known.loc[known["Perspektiv"] == "Trygghet", "Läge"])
    assert list(result_index_table(())) == list(silent)


@given(st.integers(1, 40), st.data())
def test_the_least_number_of_indicators_is_what_the_rule_asks_for(of: int, data: st.DataObject) -> None:
    have = data.draw(st.integers(1, of))
    indicator = small_catalogue().indicators[0]
    plain = small_catalogue().perspectives[0]
    country = Country(plain, (Counted(indicator, 2023, 200),) * of, (), (), math.nan, math.nan, math.nan)
    kpis = [f"N{i:05}" for i in range(of)]
    placed = pd.DataFrame({"kpi": kpis[:have], "municipality": HUDDINGE, "place": 50.0})
    rows = result_index(placed, pd.DataFrame({"perspective": "a", "kpi": kpis}))
    assert rows["index"].notna().tolist() == [have >= country.least]
