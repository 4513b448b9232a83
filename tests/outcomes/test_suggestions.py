"""Where the figures point for why an outcome deviates, and what is known of it; recomputed by hand from the values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.outcomes.figures import Figures
from core.outcomes.known import known_of
from core.outcomes.peers import peers
from core.outcomes.rows import Choice
from core.outcomes.suggestions import AskedFigure, row_of, suggestions
from tests.shared import GRADES, HUDDINGE, LAST, PLACES, figures_of, small_harvest

FALLING = {
    (GRADES, HUDDINGE, "T"): {2019: 72.0, 2020: 70.0, 2021: 68.0, 2022: 65.0, 2023: 62.5},
    (GRADES, HUDDINGE, "K"): {2023: 66.0},
    (GRADES, HUDDINGE, "M"): {2023: 59.0},
}
ASKED = AskedFigure(HUDDINGE, GRADES)


@pytest.fixture(scope="module")
def falling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("falling"), harvest=small_harvest(own=FALLING)) as made:
        yield made


def values(figures: Figures) -> dict[tuple[str, int, str], float]:
    """Every municipality's grades: (municipality, year, gender) -> value."""
    found = figures.snapshot.values_of(list(figures.snapshot.municipalities), [GRADES])
    rows = zip(found["municipality"], found["year"], found["gender"], found["value"], strict=True)
    return {(str(one), int(year), str(gender)): float(value) for one, year, gender, value in rows}


def test_the_genders_of_the_outcomes_year_stand_beside_each_other(falling: Figures) -> None:
    gap = suggestions(falling, ASKED).gap
    assert gap
    assert (gap.year, gap.women, gap.men) == (LAST, 66.0, 59.0)
    row = row_of(falling, ASKED)
    assert row
    assert gap.is_small is (row["trend_deadband"] >= 7.0)


def test_similar_municipalities_that_do_better_are_those_beyond_the_dead_band_the_best_first(falling: Figures) -> None:
    row, known = row_of(falling, ASKED), values(falling)
    assert row
    area = falling.catalogue.area_by_id[row["area"]]
    by_hand = sorted(
        (
            (-known[one, LAST, "T"], one)
            for one in peers(falling, HUDDINGE, area.similar).members
            if (one, LAST, "T") in known and known[one, LAST, "T"] - 62.5 > row["trend_deadband"]
        ),
    )[:3]
    found = suggestions(falling, ASKED).better
    assert [one.value for one in found] == [-value for value, _ in by_hand]
    assert found
    for one in found:
        assert one.before == known.get((one.municipality, int(row["trend_from_year"]), "T"))
        assert one.name == PLACES.get(one.municipality, one.name)


def test_what_moved_the_same_years_in_the_same_area_is_named_and_nothing_else(falling: Figures) -> None:
    row = row_of(falling, ASKED)
    assert row
    by_hand = {
        other["kpi"]
        for other in falling.records(Choice(HUDDINGE))
        if other["area"] == row["area"]
        and other["kpi"] != GRADES
        and other["trend"] in ("up", "down")
        and (other["year"], other["trend_from_year"]) == (row["year"], row["trend_from_year"])
    }
    found = suggestions(falling, ASKED).beside
    assert {one.row["kpi"] for one in found} <= by_hand
    assert len(found) == min(3, len(by_hand))
    for one in found:
        assert one.after - one.before == pytest.approx(one.row["trend_change"])


def test_how_many_others_changed_at_least_as_much_is_counted_over_the_same_years(falling: Figures) -> None:
    known, row = values(falling), row_of(falling, ASKED)
    assert row
    then = int(row["trend_from_year"])
    changes = [
        abs(known[one, LAST, "T"] - known[one, then, "T"])
        for one in falling.snapshot.municipalities
        if one != HUDDINGE and (one, LAST, "T") in known and (one, then, "T") in known
    ]
    found = known_of(falling, ASKED)
    assert (found.unusual, found.compared) == (sum(one >= abs(62.5 - 68.0) - 1e-9 for one in changes), len(changes))
    assert (found.reported, found.everyone, found.from_year) == (30, 30, then)


def test_nothing_is_known_of_an_indicator_that_is_gone(falling: Figures) -> None:
    gone = AskedFigure(HUDDINGE, "N99999")
    assert not suggestions(falling, gone).has_any
    assert known_of(falling, gone).everyone == 0
