"""Whom one can learn from: who is alike, who of them is good or gets better, and what is said of each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Catalogue
from core.outcomes.figures import Figures
from core.outcomes.lessons import FURTHER_MOST, Lessons, Seen, _improving, lessons, lessons_table
from core.outcomes.rows import Choice
from core.signals import Reason, Standing, Trend, Verdict
from core.words.sentences import Row
from tests.shared import (
    BOTKYRKA,
    COST,
    FALLS,
    GRADES,
    HUDDINGE,
    IDS,
    LAST,
    NATION,
    PEOPLE,
    PLACES,
    SAFE,
    WAIT,
    YEARS,
    Values,
    figures_of,
    genders,
    indicators_with,
    plain_value,
    small_catalogue,
    small_harvest,
)

TAX_BASE = "N00903"
HANINGE, NACKA, TYRESO, MORA, HABO = "0136", "0182", "0138", "2062", "0643"
ALIKE_IN_GENERAL, ALIKE_IN_SCHOOL = {BOTKYRKA, NACKA, TYRESO, MORA, HABO}, {BOTKYRKA, HANINGE, "0181"}

TOLD = (GRADES, SAFE, WAIT, FALLS)


def level(start: float, change: float) -> dict[int, float]:
    """A series that goes from START by CHANGE over the last two years, and was level before."""
    return dict.fromkeys(range(2014, 2022), start) | {2022: start + change / 2, 2023: start + change}


@contextmanager
def made(
    folder: Path, own: Values | None = None, catalogue: Catalogue | None = None, **changes: object
) -> Iterator[Figures]:
    """Figures with OWN values, CHANGES of the harvest and another CATALOGUE."""
    harvest = replace(small_harvest(own=own), **changes)  # type: ignore[arg-type]  # any field
    with figures_of(folder, harvest=harvest, catalogue=catalogue) as figures:
        yield figures


def without_groups(*titles: str) -> pd.DataFrame:
    """Kolada's groups but those whose title begins with any of TITLES."""
    groups = small_harvest().groups
    return groups[~groups["title"].str.startswith(titles)]


def ids(seen: tuple[Seen, ...]) -> list[str]:
    return [one.municipality for one in seen]


def is_best(kpi: str, municipality: str, lowest: bool) -> bool:
    """Whether fewer than a quarter of all have a better plain value the last year."""
    values = {m: plain_value(kpi, m, LAST) * (1 if lowest else -1) for m in IDS}
    return sum(value < values[municipality] for value in values.values()) < len(IDS) / 4


# What is found among them.


@pytest.fixture(scope="module")
def of_all(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Lessons]:
    """What every municipality can learn of each indicator from the plain values."""
    with made(tmp_path_factory.mktemp("plain")) as figures:
        return {(kpi, m): lessons(figures, Choice(m), kpi) for m in IDS for kpi in TOLD}


@pytest.fixture(params=TOLD)
def of_everybody(
    request: pytest.FixtureRequest, of_all: Mapping[tuple[str, str], Lessons]
) -> tuple[str, Mapping[str, Lessons]]:
    """One of the indicators, and what every municipality can learn of it."""
    return request.param, {m: of_all[request.param, m] for m in IDS}


def test_the_best_are_the_alike_that_fewer_than_a_quarter_of_the_country_beat(
    of_everybody: tuple[str, Mapping[str, Lessons]],
) -> None:
    kpi, found = of_everybody
    for municipality, learned in found.items():
        expected = [m for m in learned.peers.members if is_best(kpi, m, lowest=kpi in (WAIT, FALLS))]
        assert ids(learned.best) == expected, municipality
        assert all(is_best(kpi, m, lowest=kpi in (WAIT, FALLS)) for m in learned.in_county)
    assert len({len(learned.best) for learned in found.values()}) > 2


def test_those_that_get_better_come_by_how_much(tmp_path: Path) -> None:
    own = {
        (WAIT, BOTKYRKA, "T"): level(60.0, -20.0),
        (WAIT, NACKA, "T"): level(70.0, -30.0),
        (WAIT, TYRESO, "T"): level(50.0, +20.0),
        (WAIT, MORA, "T"): level(65.0, -25.0),
        (WAIT, HABO, "T"): level(60.0, 0.0),
    }
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE), WAIT)
    assert ids(found.improving) == [NACKA, MORA, BOTKYRKA]
    assert [one.row["trend_change"] for one in found.improving] == [-30, -25, -20]
    assert found.best == ()


def test_one_that_is_both_good_and_getting_better_stands_among_the_best_only(tmp_path: Path) -> None:
    own = {(WAIT, NACKA, "T"): level(40.0, -39.0), (WAIT, MORA, "T"): level(70.0, -10.0)}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE), WAIT)
    assert NACKA in ids(found.best)
    assert next(one for one in found.best if one.municipality == NACKA).is_improving
    assert ids(found.improving) == [MORA]


@given(changes=st.lists(st.tuples(st.floats(-50, -0.5), st.sampled_from([0.0, 1.0, 5.0])), max_size=8))
def test_how_much_is_reckoned_in_what_changes_anyway(changes: list[tuple[float, float]]) -> None:
    found = _improving([improving(f"{i:04}", change, band) for i, (change, band) in enumerate(changes)])
    sizes = [
        (abs(one.row["trend_change"]) / one.row["trend_deadband"] if one.row["trend_deadband"] else math.inf)
        for one in found
    ]
    assert len(found) == len(changes)
    assert sizes == sorted(sizes, reverse=True)


def improving(municipality: str, change: float, deadband: float) -> Seen:
    row = {"trend_change": change, "trend_deadband": deadband, "trend_verdict": Verdict.BETTER, "standing": "middle"}
    return Seen(municipality, municipality, cast("Row", row), (), (), math.nan)


def test_what_is_said_of_each_is_what_its_own_overview_says(figures: Figures) -> None:
    columns = ("year", "value", "trend", "trend_verdict", "trend_change", "standing", "standing_reason", "trend_reason")
    for kpi in (GRADES, SAFE, COST, WAIT, FALLS):
        for gender in ("T", "K"):
            found = lessons(figures, Choice(HUDDINGE, gender), kpi)
            for one in (found.own, *found.others):
                rows = figures.rows(Choice(one.municipality, found.gender)).set_index("kpi")
                for column in columns:
                    assert dict(one.row)[column] == pytest.approx(rows.loc[kpi, column], nan_ok=True), column


def test_each_has_its_series_up_to_its_newest_value(figures: Figures) -> None:
    found = lessons(figures, Choice(HUDDINGE), WAIT)
    botkyrka = next(one for one in found.others if one.municipality == BOTKYRKA)
    assert botkyrka.points == tuple((year, plain_value(WAIT, BOTKYRKA, year)) for year in YEARS)


def test_a_value_that_is_too_old_to_judge_is_shown_but_is_no_example(tmp_path: Path) -> None:
    own: Values = {(WAIT, NACKA, "T"): level(40.0, -39.0) | dict.fromkeys(range(2021, 2024)) | {2020: 1.0}}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE), WAIT)
    nacka = next(one for one in found.others if one.municipality == NACKA)
    assert (nacka.row["value"], nacka.row["year"], nacka.row["outcome_reason"]) == (1.0, 2020, Reason.OUTDATED)
    assert not nacka.is_best
    assert (nacka.row["standing_reason"], nacka.row["trend"]) == (Reason.OUTDATED, Trend.SILENT)
    assert NACKA not in {*ids(found.best), *ids(found.improving)}


def test_a_value_two_years_older_than_the_newest_is_still_an_example(tmp_path: Path) -> None:
    own: Values = {(WAIT, NACKA, "T"): dict.fromkeys((2022, 2023)) | {2021: 1.0}}
    with made(tmp_path, own) as figures:
        assert NACKA in ids(lessons(figures, Choice(HUDDINGE), WAIT).best)


def test_an_open_year_has_nobody_among_the_best(tmp_path: Path) -> None:
    own: Values = {(WAIT, m, "T"): {LAST: None} for m in IDS[12:]}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE), WAIT)
    reasons = {one.row["standing_reason"] for one in found.others if one.row["year"] == LAST}
    assert reasons == {Reason.OPEN_YEAR}


def test_a_secret_value_and_none_at_all_have_their_reasons(tmp_path: Path) -> None:
    own: Values = {
        (WAIT, NACKA, "T"): dict.fromkeys(YEARS, "Privacy"),
        (WAIT, TYRESO, "T"): dict.fromkeys(YEARS),
    }
    with made(tmp_path, own) as figures:
        found = {one.municipality: one for one in lessons(figures, Choice(HUDDINGE), WAIT).others}
    assert found[NACKA].row["standing_reason"] == Reason.SUPPRESSED
    assert found[TYRESO].row["standing_reason"] == Reason.NO_OUTCOME
    assert (found[NACKA].points, found[TYRESO].points) == ((), ())
    assert not found[NACKA].is_best
    assert {found[one].row["preliminary"] for one in (NACKA, TYRESO)} == {False}


@pytest.mark.parametrize(("kpi", "shown"), [(WAIT, "K"), (FALLS, "T")])
def test_women_are_shown_where_they_have_values_and_else_everybody(figures: Figures, kpi: str, shown: str) -> None:
    found = lessons(figures, Choice(HUDDINGE, "K"), kpi)
    assert (found.gender, shown in genders(kpi)) == (shown, True)
    assert {one.row["gender"] for one in (found.own, *found.others)} == {shown}


def test_one_that_has_only_the_total_is_no_example_among_women(tmp_path: Path) -> None:
    own: Values = {(WAIT, NACKA, "K"): dict.fromkeys(YEARS), (WAIT, NACKA, "T"): dict.fromkeys(YEARS, 1.0)}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE, "K"), WAIT)
        assert NACKA in ids(lessons(figures, Choice(HUDDINGE), WAIT).best)
    assert (found.gender, NACKA in ids(found.best)) == ("K", False)


def test_a_municipality_without_any_value_sees_the_gender_that_others_have(tmp_path: Path) -> None:
    own: Values = {(WAIT, HUDDINGE, gender): dict.fromkeys(YEARS) for gender in "TKM"}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE, "K"), WAIT)
    assert (found.gender, found.own.points, found.own.row["outcome_reason"]) == ("K", (), Reason.NO_OUTCOME)
    assert found.best


def test_a_year_shows_the_figures_as_they_were_then(figures: Figures) -> None:
    found = lessons(figures, Choice(HUDDINGE, year=2019), WAIT)
    for one in (found.own, *found.others):
        assert one.row["year"] == 2019
        assert max(year for year, _ in one.points) == 2019


def test_where_nobody_alike_is_among_the_best_the_countys_are_told_by_name(tmp_path: Path) -> None:
    own = {(FALLS, m, "T"): level(90.0, 0.0) for m in ALIKE_IN_GENERAL}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE), FALLS)
        names = list(figures.snapshot.municipalities)
    assert found.best == ()
    values = {m: own[FALLS, m, "T"][LAST] if m in ALIKE_IN_GENERAL else plain_value(FALLS, m, LAST) for m in IDS}
    county = {m for m in IDS[:12] if sum(values[o] < values[m] for o in IDS) < len(IDS) / 4} - {HUDDINGE}
    assert found.in_county == tuple(m for m in names if m in county)
    assert len(found.in_county) > 1


def test_nobody_else_is_needed_where_somebody_alike_is_good(figures: Figures) -> None:
    found = lessons(figures, Choice(HUDDINGE), WAIT)
    assert (len(found.best) > 0, found.in_county, found.further) == (True, (), ())


def test_where_nobody_alike_is_good_the_nearest_good_of_the_class_are_sought(
    of_everybody: tuple[str, Mapping[str, Lessons]],
) -> None:
    kpi, found = of_everybody
    people = {m: plain_value(PEOPLE, m, LAST) for m in IDS}
    for own, learned in found.items():
        same_class = IDS[:20] if own in IDS[:20] else IDS[20:]
        others = [m for m in same_class if m != own and m not in learned.peers.members]
        good = [m for m in others if is_best(kpi, m, lowest=kpi in (WAIT, FALLS))]
        away = sorted(abs(math.log(people[m] / people[own])) for m in good)
        assert {*ids(learned.further)} <= {*good}
        assert [abs(math.log(people[m] / people[own])) for m in ids(learned.further)] == pytest.approx(
            [] if learned.best else away[:FURTHER_MOST]
        )
        assert all(one.is_best for one in learned.further)
    assert len({len(learned.further) for learned in found.values()}) > 1


def test_those_further_off_are_of_the_same_gender_and_year_as_the_rest(tmp_path: Path) -> None:
    own = {(WAIT, m, g): level(90.0 + i, 0.0) for i, m in enumerate(ALIKE_IN_GENERAL) for g in "TKM"}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE, "K", year=2019), WAIT)
    assert found.further
    for one in found.further:
        assert (one.row["gender"], one.row["year"]) == ("K", 2019)
        assert one.row["value"] == plain_value(WAIT, one.municipality, 2019, "K")


def test_without_a_direction_nobody_is_good(figures: Figures) -> None:
    found = lessons(figures, Choice(HUDDINGE), COST)
    assert (found.best, found.improving, found.further, found.in_county) == ((), (), (), ())


def test_an_indicator_that_kolada_does_not_have_gives_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    with made(tmp_path, values=small_harvest(kpis=[GRADES, PEOPLE]).values) as figures:
        found = lessons(figures, Choice(HUDDINGE, "K"), WAIT)
        table = lessons_table(found)
    assert (found.best, found.improving, found.in_county) == ((), (), ())
    assert all(one.points == () for one in (found.own, *found.others))
    assert table["Värde"].isna().all()


def test_where_nobody_is_alike_there_is_only_oneself_and_the_county(tmp_path: Path) -> None:
    own: Values = {(PEOPLE, BOTKYRKA, "T"): dict.fromkeys(YEARS)}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(BOTKYRKA), WAIT)
    assert (found.others, found.best, found.further, found.own.municipality) == ((), (), (), BOTKYRKA)
    assert math.isnan(found.own.population)
    assert found.in_county


# To take away.


def test_the_file_has_a_row_for_oneself_and_each_of_the_alike(figures: Figures) -> None:
    found = lessons(figures, Choice(HUDDINGE), WAIT)
    table = lessons_table(found).set_index("Kommunkod")
    assert list(table.index) == [HUDDINGE, *found.peers.members]
    assert table.loc[HUDDINGE, "Visas som"] == "egen kommun"
    assert table.loc[HUDDINGE, "Vald som liknande"] == ""
    assert set(table["Vald som liknande"]) == {"", "Koladas liknande kommuner, övergripande"}
    botkyrka = table.loc[BOTKYRKA]
    assert (botkyrka["Kommun"], botkyrka["År"], botkyrka["Enhet"]) == (PLACES[BOTKYRKA], LAST, "dagar")
    assert botkyrka["Värde"] == plain_value(WAIT, BOTKYRKA, LAST)
    assert botkyrka["Folkmängd"] == plain_value(PEOPLE, BOTKYRKA, LAST)
    assert botkyrka["Ändring"] == pytest.approx(
        plain_value(WAIT, BOTKYRKA, LAST) - plain_value(WAIT, BOTKYRKA, LAST - 2), abs=1e-9
    )
    assert botkyrka["Ändring från år"] == LAST - 2


def test_the_file_has_those_that_are_shown_because_nobody_alike_is_good_too(tmp_path: Path) -> None:
    own = {(FALLS, m, "T"): level(90.0, 0.0) for m in ALIKE_IN_GENERAL}
    with made(tmp_path, own) as figures:
        found = lessons(figures, Choice(HUDDINGE), FALLS)
        table = lessons_table(found)
    last = table.tail(len(found.further))
    assert list(last["Kommunkod"]) == ids(found.further)
    assert set(last["Vald som liknande"]) == {"närmast i folkmängd"}
    assert set(last["Visas som"]) == {"bland de bästa 25 %"}


def test_the_files_numbers_are_numbers_and_its_words_are_the_pages(figures: Figures) -> None:
    found = lessons(figures, Choice(HUDDINGE), WAIT)
    table = lessons_table(found)
    assert all(pd.api.types.is_numeric_dtype(table[c]) for c in ("År", "Värde", "Ändring", "Folkmängd"))
    own = table.iloc[0]
    assert (own["Läge i landet"], own["Trend"]) == ("bästa 25\N{NO-BREAK SPACE}%", "förbättras")
    assert own["Ändring"] == -18.0
    roles = dict(zip(table["Kommunkod"], table["Visas som"], strict=True))
    assert {m for m, role in roles.items() if role == "bland de bästa 25 %"} == set(ids(found.best))


def test_what_is_not_judged_is_left_out_of_the_file(figures: Figures) -> None:
    table = lessons_table(lessons(figures, Choice(HUDDINGE), COST))
    assert set(table["Läge i landet"]) == {""}
    assert NATION not in set(table["Kommunkod"])


def test_the_file_says_how_the_nearest_were_chosen(figures: Figures) -> None:
    assert set(lessons_table(lessons(figures, Choice(HANINGE), WAIT))["Vald som liknande"]) == {
        "",
        "närmast i folkmängd",
    }


def test_standing_of_a_measure_that_cannot_be_compared_names_nobody(tmp_path: Path) -> None:
    with made(tmp_path, catalogue=small_catalogue(indicators=indicators_with(WAIT, comparable=False))) as figures:
        found: Lessons = lessons(figures, Choice(HUDDINGE), WAIT)
    assert found.best == ()
    assert {one.row["standing"] for one in found.others} == {Standing.NOT_JUDGED}
