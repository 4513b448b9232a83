"""The units behind a municipality's value: in which year, beside whom, and what is never told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
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


def test_a_municipalitys_units_come_lowest_first_with_the_three_years_that_are_judged(figures: Figures) -> None:
    own = found(figures).own
    assert [(unit.id, unit.value, dict(unit.years)[LAST - 2]) for unit in own.units][:2] == [
        *(("a", 70.0, 68.0), ("b", 71.0, 69.0))
    ]
    assert found(figures).years == (LAST - 2, LAST - 1, LAST)
    assert own.middle == 72.0


def test_one_that_lies_far_from_the_others_for_years_stands_out(figures: Figures) -> None:
    assert {unit.id: unit.side for unit in found(figures).own.units if unit.side} == {"e": 1}
    assert [unit.id for _, unit in outstanding(figures, HUDDINGE, "grundskola")] == ["e"]


def test_what_is_secret_is_counted_and_nothing_else_is_told_of_it(figures: Figures) -> None:
    own = found(figures).own
    assert own.secret == 1
    assert "hidden" not in {unit.id for unit in own.units}
    # It had a value last year, and is not among those that have gone: it would be known by its name.
    assert own.gone == (("closed", ((LAST - 2, 60.0),)),)


def test_a_unit_that_opens_closes_or_is_renamed_is_told_by_its_newest_name(tmp_path: Path) -> None:
    harvest = schools()
    new = pd.DataFrame([(SAFE, "new", HUDDINGE, LAST, "T", 72.5, "")], columns=harvest.values.columns)
    titles = harvest.units.assign(title=harvest.units["title"].replace("Skola a", "Nya namnet"))
    added = pd.DataFrame([("new", "Nyskolan", HUDDINGE), ("closed", "Gamla skolan", HUDDINGE)], columns=titles.columns)
    units = replace(harvest, units=pd.concat([titles, added]), values=pd.concat([harvest.values, new]))
    with figures_of(tmp_path, harvest=small_harvest(units=units)) as figures:
        own = found(figures).own
        assert [unit.name for unit in own.new] == ["Nyskolan"]
        assert own.gone == (("Gamla skolan", ((LAST - 2, 60.0),)),)
        [renamed] = [unit for unit in own.units if unit.id == "a"]
        assert (renamed.name, len(renamed.years)) == ("Nya namnet", 4)


def test_the_other_gender_of_a_withheld_one_is_withheld_with_it(tmp_path: Path) -> None:
    harvest = schools()
    rows = [(SAFE, "a", HUDDINGE, LAST, "K", float("nan"), "Privacy"), (SAFE, "a", HUDDINGE, LAST, "M", 71.0, "")]
    rows += [(SAFE, "b", HUDDINGE, LAST, gender, 70.0, "") for gender in "KM"]
    values = pd.concat([harvest.values, pd.DataFrame(rows, columns=harvest.values.columns)])
    with figures_of(tmp_path, harvest=small_harvest(units=replace(harvest, values=values))) as figures:
        for gender in "KM":
            own = found(figures, gender=gender).own
            assert ([unit.id for unit in own.units], own.secret) == (["b"], 1)


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
