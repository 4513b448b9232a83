"""The rows behind the overview: each indicator once, with what can be said about it and no more."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from uuid import uuid4

import pandas as pd
import pytest

from core.cache import Snapshot
from core.outcomes.comments import Comment, comment_on
from core.outcomes.figures import Figures
from core.outcomes.references import references
from core.outcomes.rows import Choice, records, signal_rows
from core.signals import Reason, TargetKind
from core.targets.models import Target
from core.words.sentences import Row
from tests.shared import (
    BOTKYRKA,
    COST,
    FALLS,
    FULL,
    GRADES,
    GROUPS,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    PEOPLE,
    SAFE,
    WAIT,
    YEARS,
    Values,
    built,
    figures_of,
    indicators_with,
    opened,
    plain_value,
    small_catalogue,
    small_harvest,
    target,
    target_frame,
)

OREBRO = "1880"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def row_of(rows: pd.DataFrame, kpi: str) -> Row:
    [found] = records(rows[rows["kpi"] == kpi])
    return found


def plain(text: str) -> str:
    """TEXT with ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


class World:
    """Rows of the plain snapshot, or of one with other values."""

    def __init__(self, folder: Path, plain_snapshot: Snapshot) -> None:
        self._folder = folder
        self._plain = plain_snapshot

    def row(self, kpi: str, *targets: Target, own: Values | None = None, choice: Choice | None = None) -> Row:
        """The row of KPI, with TARGETS."""
        with ExitStack() as stack:
            snapshot = self._plain
            if own:
                file = built(self._folder / f"{uuid4().hex}.duckdb", small_harvest(kpis=[kpi], own=own))
                snapshot = stack.enter_context(opened(file))
            rows = signal_rows(snapshot, small_catalogue(), target_frame(*targets), choice or Choice(HUDDINGE))
            return row_of(rows, kpi)


@pytest.fixture
def world(tmp_path: Path, small_snapshot: Snapshot) -> World:
    return World(tmp_path, small_snapshot)


REFERENCES = tuple(references(small_catalogue()))
ALL_CHOICES = [
    *(Choice(HUDDINGE, gender, reference) for gender, reference in zip("TKMTKM", REFERENCES, strict=True)),
    *(Choice(OREBRO, gender, reference, 2019) for gender, reference in zip("KMTKMT", REFERENCES, strict=True)),
]


@pytest.mark.parametrize("choice", ALL_CHOICES, ids=str)
def test_each_indicator_has_one_row_in_the_catalogues_order(figures: Figures, choice: Choice) -> None:
    rows = figures.rows(choice)
    assert tuple(rows["kpi"]) == KPIS
    assert set(rows["municipality"]) == {choice.municipality}
    said = rows[["attainment_text", "trend_text", "standing_text", "standing_words"]]
    assert (said.map(len) > 0).all(axis=None)
    assert not said.apply(lambda column: column.str.contains(r"\b(?:nan|None|NaT)\b")).any(axis=None)


@pytest.mark.parametrize("choice", ALL_CHOICES, ids=str)
def test_an_areas_rows_reckoned_alone_are_those_among_all(figures: Figures, choice: Choice) -> None:
    targets = figures.targets_of(choice.municipality)
    whole = signal_rows(figures.snapshot, figures.catalogue, targets, choice)
    order = ["deviation_order", "success_order"]
    for area in whole["area"].unique():
        among = whole[whole["area"] == area].reset_index(drop=True)
        alone = signal_rows(figures.snapshot, figures.catalogue, targets, choice, area)
        assert set(alone.columns) == set(whole.columns)
        same = [column for column in whole.columns if column not in order]
        assert [said(row) for row in records(alone[same])] == [said(row) for row in records(among[same])]
        for column in order:
            assert list(alone[column].argsort()) == list(among[column].argsort())


def said(row: Row) -> dict[str, object]:
    """ROW without what is nothing: of a target that there is not, all is empty or missing, by whether others have."""
    return {name: value for name, value in row.items() if not (value is False or value in (None, "") or is_nan(value))}


def is_nan(value: object) -> bool:
    return isinstance(value, float) and isnan(value)


def test_a_municipality_that_has_reported_nothing_has_its_rows_too(small_snapshot: Snapshot, figures: Figures) -> None:
    for reference in references(figures.catalogue):
        rows = signal_rows(
            small_snapshot,
            figures.catalogue,
            figures.targets_of("9999"),
            Choice("9999", "K", reference),
        )
        assert tuple(rows["kpi"]) == KPIS
        assert rows["value"].isna().all()
        assert set(rows["trend"]) == {"silent"}
        assert set(rows["standing"]) == {"not_judged"}
        assert set(rows["standing_text"]) == {"Inget läge: det finns inget värde."}
        assert not rows["is_deviation"].any()


def test_an_indicator_without_a_value_anywhere_says_so(figures: Figures, small_snapshot: Snapshot) -> None:
    known = small_catalogue().indicators
    more = small_catalogue(indicators=[*known, known[2].model_copy(update={"kpi": "N99999"})])
    rows = signal_rows(small_snapshot, more, figures.targets_of("9999"), Choice(HUDDINGE, "M"))
    row = row_of(rows, "N99999")
    assert (row["attainment_reason"], row["trend_reason"], row["standing_reason"]) == (
        *("no_target", "no_outcome", "no_outcome"),
    )
    assert row["gender"] == "M"


def test_a_year_before_all_values_gives_rows_without_values(small_snapshot: Snapshot, figures: Figures) -> None:
    rows = signal_rows(small_snapshot, figures.catalogue, figures.targets_of("9999"), Choice(HUDDINGE, year=1999))
    assert tuple(rows["kpi"]) == KPIS
    assert rows["value"].isna().all()


def test_the_newest_value_stands_with_its_year(figures: Figures) -> None:
    rows = figures.rows(Choice(HUDDINGE))
    assert (row_of(rows, GRADES)["year"], row_of(rows, GRADES)["value"]) == (LAST, 62.5)
    assert (row_of(rows, SAFE)["year"], row_of(rows, SAFE)["value"]) == (2021, plain_value(SAFE, HUDDINGE, 2021))


def test_a_newer_year_without_a_value_is_named(figures: Figures) -> None:
    assert row_of(figures.rows(Choice(HUDDINGE)), SAFE)["later_text"] == "2023: bortfall"
    assert row_of(figures.rows(Choice(HUDDINGE, "K")), GRADES)["later_text"] == "2023: sekretess"
    assert row_of(figures.rows(Choice(HUDDINGE)), GRADES)["later_text"] == ""


def test_values_by_gender_are_given_where_they_are_and_the_total_where_not(figures: Figures) -> None:
    rows = figures.rows(Choice(HUDDINGE, "K"))
    divided, not_divided = row_of(rows, WAIT), row_of(rows, COST)
    assert (divided["gender"], divided["split"]) == ("K", True)
    assert divided["value"] == plain_value(WAIT, HUDDINGE, LAST, "K")
    assert (not_divided["gender"], not_divided["split"]) == ("T", False)
    assert not_divided["value"] == plain_value(COST, HUDDINGE, LAST)
    assert figures.rows(Choice(HUDDINGE))["split"].all()


def test_an_earlier_year_is_shown_as_it_was_then(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE, year=2021)), GRADES)
    assert (row["year"], row["value"]) == (2021, 68.0)
    assert (row["trend_from_year"], row["trend_change"], row["trend"]) == (2019, -4.0, "down")
    better = sum(plain_value(GRADES, m, 2021) > 68.0 for m in IDS if m != HUDDINGE)
    assert row["standing_better"] == better
    assert row["later_text"] == ""


@pytest.mark.parametrize(
    ("reference", "kpi", "n"),
    [
        ("riket", GRADES, 30),
        ("lan", GRADES, 12),
        ("sodertorn", GRADES, 7),
        ("sodertorn-10", GRADES, 10),
        ("klass", GRADES, 20),
        ("liknande", GRADES, 4),
        ("liknande", PEOPLE, 6),
    ],
)
def test_each_reference_compares_with_its_own_members(figures: Figures, reference: str, kpi: str, n: int) -> None:
    rows = figures.rows(Choice(HUDDINGE, reference=reference))
    assert row_of(rows, kpi)["standing_n"] == n


def test_a_municipality_outside_a_group_is_compared_with_all_of_its_members(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(OREBRO, reference="sodertorn")), FALLS)
    mine = plain_value(FALLS, OREBRO, LAST)
    worse = sum(plain_value(FALLS, m, LAST) > mine for m in FULL)
    assert row["standing_n"] == len(FULL) + 1
    assert row["standing_words"] == f"bättre än {worse} av 7 andra på Södertörn"


def test_a_municipality_of_another_county_is_compared_with_its_own(figures: Figures) -> None:
    assert row_of(figures.rows(Choice(OREBRO, reference="lan")), COST)["standing_n"] == 18


def test_a_small_group_is_told_in_words_and_gets_no_square(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE, reference="sodertorn")), WAIT)
    longer = sum(plain_value(WAIT, m, LAST) > 22.0 for m in FULL if m != HUDDINGE)
    assert row["standing"] == "not_judged"
    assert row["standing_words"] == f"bättre än {longer} av 6 andra på Södertörn"
    assert plain(row["standing_text"]) == "6 andra på Södertörn är för få för att delas in i fjärdedelar."


def test_a_cost_in_a_small_group_is_higher_never_better(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE, reference="sodertorn")), COST)
    mine = plain_value(COST, HUDDINGE, LAST)
    lower = sum(plain_value(COST, m, LAST) < mine for m in FULL)
    assert row["standing_words"] == f"högre än {lower} av 6 andra på Södertörn"


def test_twenty_are_enough_for_a_square(figures: Figures) -> None:
    assert row_of(figures.rows(Choice(HUDDINGE, reference="klass")), GRADES)["standing"] == "worst"


def test_a_value_two_years_older_than_the_newest_is_judged(world: World) -> None:
    row = world.row(GRADES, own={(GRADES, HUDDINGE, "T"): {2022: None, 2023: None}})
    assert (row["year"], row["outcome_reason"]) == (2021, "")
    assert row["standing"] == "middle"
    assert row["standing_n"] == 30


def test_a_value_older_than_that_keeps_its_year_and_loses_its_signals(world: World) -> None:
    goal = target(GRADES, 2020, TargetKind.AT_LEAST, value=1.0)
    row = world.row(GRADES, goal, own={(GRADES, HUDDINGE, "T"): {2021: None, 2022: None, 2023: None}})
    assert (row["year"], row["value"]) == (2020, plain_value(GRADES, HUDDINGE, 2020))
    assert (row["attainment"], row["trend"], row["trend_verdict"], row["standing"]) == (
        *("not_judged", "silent", "none", "not_judged"),
    )
    assert {row["attainment_reason"], row["trend_reason"], row["standing_reason"]} == {Reason.OUTDATED}
    assert row["trend_text"] == "Ingen pil: värdet är för gammalt för att bedömas."
    assert not row["is_success"]


@pytest.mark.parametrize("reference", ["riket", "sodertorn"])
def test_an_old_value_stays_silent_whoever_one_compares_with(world: World, reference: str) -> None:
    own = {(GRADES, HUDDINGE, "T"): dict.fromkeys((2021, 2022, 2023))}
    row = world.row(GRADES, own=own, choice=Choice(HUDDINGE, reference=reference))
    assert (row["standing"], row["standing_reason"]) == ("not_judged", "outdated")


@pytest.mark.parametrize(("reporting", "is_open"), [(17, True), (18, False)])
def test_a_year_is_open_while_under_three_in_five_have_reported(world: World, reporting: int, is_open: bool) -> None:
    silent = [m for m in IDS if m != HUDDINGE][: 30 - reporting]
    row = world.row(GRADES, own={(GRADES, m, "T"): {LAST: None} for m in silent})
    assert (row["year"], row["is_open"]) == (LAST, is_open)
    if is_open:
        assert (
            plain(row["standing_text"]) == f"{reporting} av 30 har redovisat 2023: läget visas när fler har gjort det."
        )
    assert row["trend"] == "level"


def test_in_an_open_year_no_reference_gives_a_standing(world: World) -> None:
    silent = [m for m in IDS if m not in FULL][:15]
    own = {(GRADES, m, "T"): {LAST: None} for m in silent}
    row = world.row(GRADES, own=own, choice=Choice(HUDDINGE, reference="sodertorn"))
    assert row["standing_reason"] == "open_year"
    assert row["standing_text"].startswith("15 av 30 har redovisat 2023")


def test_when_most_have_the_same_value_there_is_no_square(world: World) -> None:
    row = world.row(GRADES, own={(GRADES, m, "T"): {LAST: 100.0} for m in IDS[:20]})
    assert row["standing_words"] == "de flesta lika"
    assert row["standing_text"] == "Inget läge: de flesta har samma värde."


def test_targets_are_those_of_the_municipality_alone(figures: Figures) -> None:
    assert set(figures.rows(Choice(HUDDINGE))["target_kind"]) == {"at_least", "at_most", "as_group", ""}
    assert set(figures.rows(Choice(BOTKYRKA))["target_kind"]) == {""}


def test_the_face_says_the_value_the_target_and_the_gap(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE)), GRADES)
    assert row["attainment"] == "not_reached"
    assert plain(row["attainment_text"]) == "62,5 %, målnivå minst 80,0: 17,5 procentenheter ifrån."


def test_a_target_that_has_fallen_due_still_holds(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE)), WAIT)
    assert (row["attainment"], row["target_year"]) == ("reached", 2022)
    assert plain(row["attainment_text"]) == "22 dagar, målnivå högst 25: målet nås."


def test_a_target_to_come_that_is_not_reached_is_not_missed(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE)), COST)
    assert row["value"] == 104_200
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "not_due")
    assert plain(row["attainment_text"]).endswith("ska nås 2030, 4 200 kr/elev kvar.")


def test_a_target_without_gender_is_said_to_be_for_all(figures: Figures) -> None:
    assert "(mål för alla)" in row_of(figures.rows(Choice(HUDDINGE, "K")), WAIT)["attainment_text"]
    assert "(mål för alla)" not in row_of(figures.rows(Choice(HUDDINGE)), WAIT)["attainment_text"]


def test_a_target_for_women_is_womens_only(world: World) -> None:
    goals = [
        target(WAIT, 2023, TargetKind.AT_MOST, value=100.0),
        target(WAIT, 2023, TargetKind.AT_MOST, value=1.0, gender="K"),
    ]
    assert world.row(WAIT, *goals, choice=Choice(HUDDINGE, "K"))["attainment"] == "not_reached"
    assert world.row(WAIT, *goals, choice=Choice(HUDDINGE, "M"))["attainment"] == "reached"
    assert world.row(WAIT, *goals)["attainment"] == "reached"


def test_as_good_as_a_group_means_the_mean_of_its_other_members(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE)), FALLS)
    mean = sum(plain_value(FALLS, m, LAST) for m in FULL if m != HUDDINGE) / (len(FULL) - 1)
    assert row["target"] == pytest.approx(mean)
    assert "som Södertörn" in row["attainment_text"]


def test_among_the_best_quarter_is_the_countrys_whoever_one_compares_with(world: World) -> None:
    goal = target(WAIT, 2023, TargetKind.BEST_QUARTER)
    cut = sorted(plain_value(WAIT, m, LAST) for m in IDS)[7]
    for reference in ("riket", "sodertorn"):
        row = world.row(WAIT, goal, choice=Choice(HUDDINGE, reference=reference))
        assert row["target"] == cut


@pytest.mark.parametrize("group", ["lan", "klass", "riket", "G33612"])
def test_a_rank_can_be_asked_for_in_every_kind_of_group(world: World, group: str) -> None:
    assert world.row(WAIT, target(WAIT, 2023, TargetKind.RANK, group=group, rank=30))["attainment"] == "reached"


def test_a_target_among_similar_municipalities_means_those_similar_in_its_area(world: World) -> None:
    row = world.row(GRADES, target(GRADES, 2023, TargetKind.AS_GROUP, group="liknande"))
    similar = GROUPS["G36141"][1]
    assert row["target"] == pytest.approx(sum(plain_value(GRADES, m, LAST) for m in similar) / len(similar))


def test_a_rank_is_one_more_than_those_who_are_better(world: World) -> None:
    mine = plain_value(WAIT, HUDDINGE, LAST)
    rank = 1 + sum(plain_value(WAIT, m, LAST) < mine for m in FULL)
    faces = {
        wanted: world.row(WAIT, target(WAIT, 2023, TargetKind.RANK, group="sodertorn", rank=wanted))["attainment"]
        for wanted in (rank, rank - 1, rank - 2)
    }
    assert faces == {rank: "reached", rank - 1: "nearly", rank - 2: "not_reached"}


def test_an_information_measure_is_never_judged(world: World) -> None:
    row = world.row(PEOPLE, target(PEOPLE, 2023, TargetKind.AT_LEAST, value=1.0))
    assert (row["attainment"], row["attainment_reason"]) == ("not_judged", "information")
    assert row["trend_verdict"] == "neutral"


def test_the_arrow_says_the_change_the_dead_band_and_the_countrys_change(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE)), GRADES)
    assert (row["trend"], row["trend_verdict"]) == ("down", "worse")
    text = plain(row["trend_text"])
    assert text.startswith("−5,5 procentenheter sedan 2021. Ändringar upp till 0,4 procentenheter räknas")
    assert "I landet 0,0 procentenheter." in text


def test_money_is_said_to_be_in_current_prices(figures: Figures) -> None:
    rows = figures.rows(Choice(HUDDINGE))
    assert row_of(rows, COST)["trend_text"].endswith("Löpande priser.")
    assert "Löpande priser" not in row_of(rows, GRADES)["trend_text"]


def test_the_square_says_how_many_are_better_and_how_far_the_cut_is(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE)), GRADES)
    better = sum(plain_value(GRADES, m, LAST) > 62.5 for m in IDS if m != HUDDINGE)
    worst_cut = sorted([62.5, *(plain_value(GRADES, m, LAST) for m in IDS if m != HUDDINGE)])[7]
    assert row["standing"] == "worst"
    assert plain(row["standing_text"]).startswith(
        f"{better} av de 29 andra kommunerna i landet är bättre; {worst_cut - 62.5:.1f}".replace(".", ",")
        + " procentenheter innanför gränsen för de sämsta 25 %."
    )


def test_the_pace_is_told_for_a_final_target_to_come(figures: Figures) -> None:
    row = row_of(figures.rows(Choice(HUDDINGE)), GRADES)
    assert row["pace"] == "wrong_way"
    assert plain(row["pace_text"]) == (
        "Åt fel håll: −2,8 procentenheter om året, för målet 2026 behövs +7,5 procentenheter."
    )


def test_the_small_line_ends_in_the_outcome_and_is_eight_years_long(figures: Figures) -> None:
    def small_line(choice: Choice) -> list[tuple[int, float]]:
        found = row_of(figures.rows(choice), GRADES)["series"]
        assert isinstance(found, list)
        return found

    series = small_line(Choice(HUDDINGE))
    assert [year for year, _ in series] == list(YEARS)[-8:]
    assert series[-1] == (LAST, 62.5)
    assert small_line(Choice(HUDDINGE, year=2019))[-1] == (2019, 72.0)


def test_a_row_and_its_comment_are_of_the_year_that_was_measured(tmp_path: Path) -> None:
    catalogue = small_catalogue(indicators=indicators_with(SAFE, step=2))
    own = {(SAFE, HUDDINGE, "T"): {year: 60.0 + year - year % 2 - 2014 for year in YEARS}}
    reached = [target(SAFE, year, TargetKind.AT_LEAST, value=60.0) for year in (LAST - 1, LAST)]
    with figures_of(tmp_path, *reached, harvest=small_harvest(own=own), catalogue=catalogue) as figures:
        row = row_of(figures.rows(Choice(HUDDINGE)), SAFE)
        assert (row["year"], row["trend_from_year"], row["target_year"]) == (LAST - 1, LAST - 3, LAST - 1)
        assert (row["value"], row["outcome_reason"], row["later_text"]) == (68.0, Reason.NONE, "")
        assert isinstance(row["series"], list)
        assert row["series"][-1] == (LAST - 1, 68.0)
        assert row_of(figures.rows(Choice(HUDDINGE, year=LAST - 2)), SAFE)["year"] == LAST - 3
        said = [Comment(HUDDINGE, SAFE, y, 1, str(y), "", 1, "A", NOW) for y in range(LAST + 1, LAST - 4, -1)]
        assert comment_on(row, said[3:]) is None
        assert comment_on(row, said) == said[1]
        assert comment_on(row, said[2:]) == said[2]


def test_deviations_and_successes_follow_the_rule(figures: Figures) -> None:
    rows = figures.rows(Choice(HUDDINGE))
    assert list(rows.loc[rows["is_deviation"], "kpi"]) == [
        kpi
        for kpi in KPIS
        if row_of(rows, kpi)["attainment"] == "not_reached"
        or (row_of(rows, kpi)["standing"], row_of(rows, kpi)["trend_verdict"]) == ("worst", "worse")
    ]
    assert GRADES in set(rows.loc[rows["is_deviation"], "kpi"])
    assert WAIT in set(rows.loc[rows["is_success"], "kpi"])
