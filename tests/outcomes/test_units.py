"""The units behind a municipality's value: in which year, beside whom, and what is never told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.outcomes.figures import Figures
from core.outcomes.units import AskedUnits, UnitFigures, outstanding, unit_figures
from tests.schools import schools
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, LAST, SAFE, figures_of, small_harvest


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("units"), harvest=small_harvest(units=schools())) as made:
        yield made


def found(figures: Figures, **asked: object) -> UnitFigures:
    one = unit_figures(figures, replace(AskedUnits(HUDDINGE, SAFE), **asked))  # type: ignore[arg-type]  # its fields
    assert one is not None
    return one


def test_a_municipalitys_units_come_lowest_first_with_what_they_were_two_years_before(figures: Figures) -> None:
    own = found(figures).own
    assert [(unit.id, unit.value, unit.before) for unit in own.units][:2] == [("a", 70.0, 68.0), ("b", 71.0, 69.0)]
    assert own.middle == 72.0


def test_one_that_lies_far_from_the_others_for_years_stands_out(figures: Figures) -> None:
    assert {unit.id: unit.side for unit in found(figures).own.units if unit.side} == {"e": 1}
    assert [unit.id for _, unit in outstanding(figures, HUDDINGE, "grundskola")] == ["e"]


def test_what_is_secret_is_counted_and_nothing_else_is_told_of_it(figures: Figures) -> None:
    own = found(figures).own
    assert (own.secret, own.without) == (1, 2)
    assert "hidden" not in {unit.id for unit in own.units}


def test_the_other_participants_stand_beside_in_the_same_year(figures: Figures) -> None:
    one = found(figures)
    assert [(place.municipality, len(place.units)) for place in one.others] == [(BOTKYRKA, 1)]
    assert (one.year, one.typical) == (LAST, 4.0)


def test_an_earlier_year_is_told_as_it_was_then(figures: Figures) -> None:
    one = found(figures, until=LAST - 2)
    assert (one.year, one.own.secret) == (LAST - 2, 0)
    assert {"hidden", "closed"} <= {unit.id for unit in one.own.units}


def test_the_total_stands_in_for_a_gender_without_values(figures: Figures) -> None:
    assert found(figures, gender="K").gender == "T"


def test_an_indicator_or_municipality_without_units_has_none(figures: Figures) -> None:
    assert unit_figures(figures, AskedUnits(HUDDINGE, GRADES)) is None
    assert unit_figures(figures, AskedUnits("2062", SAFE)) is None
