"""An own indicator that is published stands wherever Kolada's stand, by the same rules."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.access.people import Person, Role
from core.features.comments.store import current_comments
from core.features.own_indicators.other_series import PREVIEWED, preview
from core.features.own_indicators.store import OwnStore
from core.outcomes.figures import Figures, FigureSource
from core.outcomes.rows import Choice
from core.settings import Settings
from core.signals import Reason
from core.state import open_state
from core.words.sentences import Row
from tests.conftest import current
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import ANNA, BODIL, NOW, added
from tests.features.own_indicators.stored import published as publish
from tests.outcomes.own import SICK_DAYS, TERTIALS, VALUES, WELLBEING, published, usual, wellbeing, with_own
from tests.shared import FULL, GRADES, HUDDINGE, LAST, small_catalogue

HERE = Choice(HUDDINGE)
OUTSIDE = "2062"
# Groups that the catalogue lists the members of.
MEANS = ("egen:sodertorn", "egen:sodertorn-10")


@pytest.fixture(scope="module")
def both(figures: Figures) -> Figures:
    return with_own(figures)


def row(figures: Figures, kpi: str = WELLBEING, choice: Choice = HERE) -> Row:
    return next(one for one in figures.records(choice) if one["kpi"] == kpi)


def test_it_comes_last_in_its_area_and_changes_nothing_for_the_others(figures: Figures, both: Figures) -> None:
    kpis = [one["kpi"] for one in both.records(HERE)]
    assert kpis[kpis.index(WELLBEING) - 1] in {i.kpi for i in figures.catalogue.indicators if i.area == "grundskola"}
    assert kpis[kpis.index(WELLBEING) + 1] == SICK_DAYS
    # Its place among the deviations is its own matter.
    same, before = (
        [{k: v for k, v in one.items() if not k.endswith("_order")} for one in shown.records(HERE) if not one["is_own"]]
        for shown in (both, figures)
    )
    assert str(same) == str(before)


def test_outcome_arrow_and_words_of_the_standing_are_by_the_rules(both: Figures) -> None:
    found = row(both)
    assert (found["value"], found["year"], found["name"]) == (68.0, LAST, "Elever som trivs")
    # Thirty-five changes, most of them nought: every change counts.
    assert (found["trend"], found["trend_from_year"], found["trend_change"]) == ("up", LAST - 2, 3.0)
    assert found["trend_text"].endswith("Medianen av dem som har värde 0,0\N{NO-BREAK SPACE}procentenheter.")
    assert found["standing_reason"] == Reason.TOO_FEW
    # Of the seven, 60 to 66 and its own 68, it is the best.
    assert found["standing_words"] == "bättre än 6 av 6 andra som har värde"
    assert row(both, choice=Choice(HUDDINGE, reference="sodertorn"))["standing_words"].endswith("6 andra på Södertörn")


def test_another_way_of_measuring_breaks_it_everywhere_as_it_breaks_kolada_s(figures: Figures) -> None:
    broken = with_own(figures, published((wellbeing(break_years=str(LAST)), VALUES)))
    assert broken.catalogue.by_kpi[WELLBEING].break_years == (LAST,)
    assert row(broken)["trend_reason"] == Reason.BREAK


def test_whoever_has_no_value_has_a_row_that_says_so(both: Figures) -> None:
    found = row(both, choice=Choice(OUTSIDE))
    assert found["outcome_reason"] == Reason.NO_OUTCOME
    assert found["standing_text"] == "Inget läge: det finns inget värde."


def test_a_series_with_periods_has_whole_years_only(both: Figures) -> None:
    found = row(both, SICK_DAYS)
    assert (found["value"], found["year"]) == (6.0, LAST - 1)
    assert found["series"] == [(LAST - 2, 6.0), (LAST - 1, 6.0)]


def test_the_mean_of_the_co_operation_is_computed(both: Figures) -> None:
    means = both.snapshot.means_of(["egen:sodertorn"], [WELLBEING], "T")
    last = means[means["year"] == LAST]
    assert last[["value", "members"]].values.tolist() == [[(sum(range(60, 67)) + 6.0) / 7, 7]]


def test_values_of_others_than_the_countrys_municipalities_are_left_out(figures: Figures) -> None:
    odd = with_own(figures, published((wellbeing(), [*VALUES, entry("9999", LAST, value=99.0)])))
    assert set(odd.snapshot.values_of_kpi(WELLBEING)["municipality"]) == {*FULL, *MEANS}


def test_an_indicator_of_an_area_that_is_gone_is_left_out(figures: Figures) -> None:
    lost = with_own(figures, published((wellbeing(area="rymdfart"), VALUES)))
    assert lost.snapshot is figures.snapshot
    assert WELLBEING not in lost.catalogue.by_kpi


def test_what_is_told_of_the_fetched_figures_does_not_count_our_own(figures: Figures, both: Figures) -> None:
    assert both.snapshot.info == figures.snapshot.info
    assert both.snapshot.municipalities == figures.snapshot.municipalities


def test_a_preview_shows_values_that_nobody_else_sees(both: Figures) -> None:
    new = replace(wellbeing(), id="")
    shown = preview(both, new, [replace(one, value=1.0) for one in VALUES])
    assert row(shown, PREVIEWED)["value"] == 1.0
    assert row(shown)["value"] == 68.0
    assert PREVIEWED not in {one["kpi"] for one in both.records(HERE)}


def test_a_preview_of_a_new_version_stands_in_the_place_of_the_old(both: Figures) -> None:
    shown = preview(both, wellbeing(name="Elever som trivs bra"), [entry(HUDDINGE, LAST, value=1.0)])
    assert (row(shown)["value"], row(shown)["name"]) == (1.0, "Elever som trivs bra")
    assert row(shown, SICK_DAYS)["value"] == 6.0
    assert row(both)["value"] == 68.0


def test_a_preview_with_nothing_published_before(figures: Figures) -> None:
    shown = preview(figures, replace(wellbeing(), id=""), TERTIALS)
    assert row(shown, PREVIEWED)["year"] == LAST - 1


@pytest.fixture
def store(filled_dir: Path) -> Iterator[OwnStore]:
    with open_state(Settings.from_environment().database_url) as state:
        yield OwnStore(state, small_catalogue())


def test_readers_see_it_from_the_next_click_until_it_is_withdrawn(
    opened_figures: FigureSource, store: OwnStore
) -> None:
    made = added(store, *VALUES)
    assert made.indicator.id not in current(opened_figures).catalogue.by_kpi
    store.publishing.publish(made.indicator.id, 1, by=ANNA, now=NOW)
    assert made.indicator.id not in current(opened_figures).catalogue.by_kpi, "it waits for a second person"
    store.publishing.approve(made.indicator.id, 1, by=BODIL, now=NOW)
    figures = current(opened_figures)
    assert row(figures, made.indicator.id)["value"] == 68.0
    own = figures.catalogue.by_kpi[made.indicator.id].own
    assert own is not None
    assert (own.is_reviewed, own.version) == (True, 1)
    assert "Bodil" not in repr(figures.catalogue), "who looked it over is told to those who have signed in"
    store.publishing.withdraw(made.indicator.id, 1, "Fel värden.", by=ANNA, now=NOW)
    assert made.indicator.id not in current(opened_figures).catalogue.by_kpi
    assert row(figures, made.indicator.id)["value"] == 68.0, "whoever reads an older page may go on"


def test_other_changes_leave_the_joined_snapshot_as_it_is(opened_figures: FigureSource, store: OwnStore) -> None:
    made = publish(store, *VALUES)
    before = current(opened_figures)
    manager = Person(9, "chef", "Chef", Role.MANAGER, HUDDINGE)
    current_comments(before.catalogue).save(
        HUDDINGE, GRADES, LAST, why="Ny rektor.", actions="", seen=0, by=manager, now=NOW
    )
    after = current(opened_figures)
    assert after is not before
    assert after.snapshot is before.snapshot
    assert after.catalogue is before.catalogue
    publish(store, *VALUES, name="Ett till")
    assert current(opened_figures).snapshot is not before.snapshot
    assert row(current(opened_figures), made.indicator.id)["value"] == 68.0


def test_a_joined_snapshot_lets_go_of_its_file_when_nobody_holds_it(figures: Figures) -> None:
    made = with_own(figures, usual())
    made.snapshot.close()
    del made
    gc.collect()
    assert row(figures, GRADES)["value"] == 62.5
