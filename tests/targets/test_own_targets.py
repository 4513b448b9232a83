"""Targets for own indicators: found, doubted, refused and written as others', and kept where one is withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.catalogue import Direction
from core.features.own_indicators.other_series import other_series
from core.features.own_indicators.store import OwnStore
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.others import joined
from core.outcomes.rows import Choice
from core.signals import TargetKind
from core.state import State
from core.targets.export import targets_csv
from core.targets.planning import plan, read_hers
from core.targets.reading import TargetFile, read_target_file
from core.targets.setting import TargetSetting, setting_of
from core.targets.store import held_targets
from core.targets.versions import TargetChange
from tests.features.own_indicators.stored import BERIT, BODIL, ID, LATER, added, edited, published
from tests.outcomes.own import VALUES
from tests.shared import GRADES, HUDDINGE, small_catalogue, target
from tests.targets.people import EVA, NEIGHBOUR, NOW, OTHER_UNIT

NAME = "Elever som trivs"
HEAD = "Kommun;Nyckeltal;Kön;År;Sort;Nivå"
GOAL = target(ID, 2026, TargetKind.AT_LEAST, value=80.5)
FILE = f"{HEAD}\nHuddinge;{ID};;2026;minst;80,5\n"


@pytest.fixture
def store(state: State) -> OwnStore:
    made = OwnStore(state, small_catalogue())
    published(made, *VALUES)
    return made


@pytest.fixture
def figures(state: State, store: OwnStore, outcomes: Figures) -> Figures:
    """The figures with what is published."""
    return now_of(outcomes, state, store)


@pytest.fixture
def own(state: State, figures: Figures) -> TargetSetting:
    return setting_of(state, figures.catalogue, figures.snapshot)


def now_of(figures: Figures, state: State, store: OwnStore) -> Figures:
    others = other_series(store.history.published())
    shown = figures.with_figures(*joined(figures.snapshot, figures.catalogue, others), others)
    area_of = {indicator.kpi: indicator.area for indicator in shown.catalogue.indicators}
    return replace(shown, entered=Entered(lambda: held_targets(state.engine), lambda _: (), area_of=area_of))


def sent(setting: TargetSetting, *rows: str, by: object = EVA) -> TargetFile:
    return read_hers(setting, "\n".join((HEAD, *rows)).encode(), by=by)  # type: ignore[arg-type]


def withdraw(store: OwnStore) -> None:
    store.publishing.withdraw(ID, 1, "Fel underlag.", by=BERIT, now=LATER)


@pytest.mark.parametrize("called", [ID, ID.lower(), NAME, "elever som  TRIVS"])
def test_a_published_own_indicator_is_found_by_its_id_and_by_its_name(own: TargetSetting, called: str) -> None:
    found = sent(own, f"Huddinge;{called};kvinnor;2026;minst;80,5 %", f"Huddinge;{called};;2030;bland de bästa 25 %;")
    assert found.faults == ()
    assert [t for _, t in found.targets] == [
        replace(GOAL, gender="K"),
        target(ID, 2030, TargetKind.BEST_QUARTER),
    ]


def test_its_unit_direction_and_values_make_the_same_faults_and_doubts(
    own: TargetSetting, store: OwnStore, state: State, figures: Figures
) -> None:
    [unit] = sent(own, f"Huddinge;{NAME};;2026;minst;80 kr").faults
    assert (unit.column, unit.said) == ("Nivå", OTHER_UNIT)
    doubted = plan(own, [t for _, t in sent(own, f"Huddinge;{ID};;2026;minst;0,62").targets], by=EVA)
    assert "kan vara 62" in doubted.doubts[0][1].what
    published(store, *VALUES, name="Elever per lärare", unit="antal", direction=Direction.NONE)
    both = setting_of(state, figures.catalogue)
    [none] = sent(both, "Huddinge;Elever per lärare;;2026;bland de bästa 25 %;").faults
    assert none.said.startswith("För E00002 är ingen riktning bra.")


def test_one_that_is_not_published_is_not_there(own: TargetSetting, store: OwnStore) -> None:
    added(store, name="Bara ett utkast")
    [by_id, by_name] = sent(own, "Huddinge;E00002;;2026;minst;1", "Huddinge;Bara ett utkast;;2026;minst;1").faults
    assert by_id.said == "Inget eget nyckeltal med id E00002 är publicerat. Publicera det först, eller rätta id:t."
    assert "inget publicerat eget heter så" in by_name.said


def test_rights_are_those_of_other_targets(own: TargetSetting) -> None:
    other_area = replace(EVA, areas=("aldreomsorg",))
    assert "i området Grundskola" in sent(own, f"Huddinge;{ID};;2026;minst;80", by=other_area).faults[0].said
    assert "för Huddinge" in sent(own, f"Huddinge;{ID};;2026;minst;80", by=NEIGHBOUR).faults[0].said


def test_the_terminal_and_the_page_read_the_same_file_and_both_exports_are_read_again(
    own: TargetSetting,
) -> None:
    own.save([TargetChange(None, GOAL)], by=EVA, now=NOW)
    frame = own.frame(HUDDINGE, [ID], by=EVA)
    for content in (FILE.encode(), targets_csv(frame), targets_csv(frame, own.references)):
        assert [t for _, t in read_target_file(content, own.references).targets] == [GOAL]
        assert [t for _, t in read_hers(own, content, by=EVA).targets] == [GOAL]
    assert NAME in content.decode()


def test_a_target_of_a_withdrawn_indicator_is_kept_told_and_holds_again(
    own: TargetSetting, outcomes: Figures, store: OwnStore, state: State
) -> None:
    group = target(ID, 2028, TargetKind.AS_GROUP, group="liknande")
    own.save([TargetChange(None, GOAL), TargetChange(None, group)], by=EVA, now=NOW)
    withdraw(store)
    later = now_of(outcomes, state, store)
    setting = setting_of(state, later.catalogue, later.snapshot)
    assert [v.target for v in setting.current(HUDDINGE, by=EVA)] == [GOAL, group]
    assert later.targets_of(HUDDINGE).empty
    assert not later.has_targets(HUDDINGE)
    assert ID not in set(later.rows(Choice(HUDDINGE))["kpi"])
    content = targets_csv(setting.frame(HUDDINGE, [ID], by=EVA), setting.references)
    again = read_hers(setting, content, by=EVA)
    assert again.faults == ()
    assert again.notes == (
        f"{NAME} ({ID}) är tillbakadraget: målen ligger kvar, och visas igen när det publiceras på nytt.",
    )
    store.publishing.publish(ID, 1, by=BERIT, now=LATER)
    store.publishing.approve(ID, 1, by=BODIL, now=LATER)
    assert set(now_of(outcomes, state, store).targets_of(HUDDINGE)["kpi"]) == {ID}


def test_a_name_leads_to_what_readers_see_and_not_to_its_withdrawn_namesake(
    own: TargetSetting, store: OwnStore, state: State, outcomes: Figures
) -> None:
    withdraw(store)
    published(store, *VALUES, by=BERIT, approver=BODIL)
    setting = setting_of(state, outcomes.catalogue, outcomes.snapshot)
    assert [t.kpi for _, t in sent(setting, f"Huddinge;{NAME};;2026;minst;80").targets] == ["E00002"]
    assert [setting.references.indicator_word(kpi) for kpi in (ID, "E00002", GRADES)][:2] == [ID, NAME]


def test_what_readers_see_or_saw_is_told_as_it_was_last_shown(store: OwnStore) -> None:
    edited(store, store.history.newest(ID, by=BERIT), by=BERIT)
    assert [(o.indicator.name, o.is_withdrawn) for o in store.history.shown_once()] == [(NAME, False)]
    withdraw(store)
    assert [(o.indicator.name, o.is_withdrawn) for o in store.history.shown_once()] == [(NAME, True)]
