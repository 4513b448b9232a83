"""The figures in use: made once, and anew when something has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import event

from core.access.people import Person, Role
from core.cache import SnapshotStore
from core.features.comments.store import Comments
from core.outcomes.chain import AskedChain, chain_of
from core.outcomes.entered import Kind, Part
from core.outcomes.figures import Figures, FigureSource
from core.outcomes.rows import Choice, signal_rows
from core.settings import Settings
from core.signals import TargetKind
from core.site.figures import figure_source, open_figures
from core.state import State, open_state
from core.targets.store import replace_targets
from tests.conftest import close, current
from tests.goals.chains import SCHOOLS_PLAN, put_chain
from tests.shared import BOTKYRKA, COST, ELECTION, GRADES, HUDDINGE, KPIS, LAST, WAIT, built, small_harvest, target

HERE = Choice(HUDDINGE)


@pytest.fixture
def state(filled_dir: Path) -> Iterator[State]:
    with open_state(Settings.from_environment().database_url) as opened_state:
        yield opened_state


def test_before_anything_is_fetched_there_are_no_figures(data_dir: Path) -> None:
    empty = open_figures(Settings.from_environment())
    assert empty.get() is None
    close(empty)


def test_while_nothing_changes_the_figures_and_their_rows_are_the_same_objects(opened_figures: FigureSource) -> None:
    figures = current(opened_figures)
    assert current(opened_figures) is figures
    assert figures.rows(HERE) is figures.rows(Choice(HUDDINGE))
    assert figures.rows(HERE) is not figures.rows(Choice(HUDDINGE, "K"))
    assert figures.years is figures.years


def test_a_new_target_gives_its_municipality_new_rows_and_leaves_the_others_theirs(
    opened_figures: FigureSource, state: State
) -> None:
    before = current(opened_figures)
    rows, other = before.rows(HERE), before.rows(Choice(BOTKYRKA))
    pages = {one: before.kept(drawn, one, most=9) for one in (HUDDINGE, BOTKYRKA, f"{BOTKYRKA}.{HUDDINGE}")}
    replace_targets(state.engine, [target(GRADES, LAST, TargetKind.AT_LEAST, value=1.0)], by="Anna")
    after = current(opened_figures)
    assert after is not before
    assert set(rows["target_kind"]) == {""}
    assert "at_least" in set(after.rows(HERE)["target_kind"])
    assert after.snapshot is before.snapshot
    assert after.rows(Choice(BOTKYRKA)) is other
    assert {one for one, page in pages.items() if after.kept(drawn, one, most=9) is page} == {BOTKYRKA}
    assert "at_least" in set(after.rows(HERE)["target_kind"])


def test_a_target_leaves_what_is_made_of_other_areas_rows(opened_figures: FigureSource, state: State) -> None:
    replace_targets(state.engine, [target(WAIT, LAST, TargetKind.AT_MOST, value=1.0)], by="Anna")
    before = current(opened_figures)
    pages = {area: before.kept(drawn_area, area, most=9) for area in ("grundskola", "aldreomsorg")}
    replace_targets(state.engine, [target(GRADES, LAST, TargetKind.AT_LEAST, value=1.0)], by="Anna")
    after = current(opened_figures)
    assert {area for area, page in pages.items() if after.kept(drawn_area, area, most=9) is page} == {"aldreomsorg"}
    assert after.kept(drawn_area, "grundskola", most=9) == [{"at_least"}, True]


def test_an_areas_rows_are_made_without_the_others_and_taken_from_all_where_those_are_there(
    opened_figures: FigureSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = current(opened_figures)
    made: list[str | None] = []

    def noted(*asked: Any) -> pd.DataFrame:
        made.append(asked[4] if len(asked) > 4 else None)
        return signal_rows(*asked)

    monkeypatch.setattr("core.outcomes.figures.signal_rows", noted)
    area = figures.catalogue.by_kpi[GRADES].area
    for _ in range(2):
        assert set(figures.rows_of(HERE, area)["area"]) == {area}
        assert figures.record(HERE, GRADES) == next(r for r in figures.records_of(HERE, area) if r["kpi"] == GRADES)
        assert figures.record(HERE, "N00000") is None
    assert made == [area]
    other = figures.catalogue.by_kpi[WAIT].area
    assert len(figures.records_of(HERE, None)) == len(figures.rows(HERE))
    assert set(figures.rows_of(HERE, other)["area"]) == {other}
    assert made == [area, None]
    assert figures.rows_of(HERE, "finns inte").empty
    assert len(figures.bands_of(HUDDINGE, area)) == figures.bands(HUDDINGE)["kpi"].map(area_of(figures)).eq(area).sum()


def area_of(figures: Figures) -> dict[str, str]:
    return {one.kpi: one.area for one in figures.catalogue.indicators}


def test_a_saved_goal_or_milestone_leaves_other_municipalities_rows_and_chains_and_a_goal_ones_own_rows_too(
    opened_figures: FigureSource, state: State
) -> None:
    for municipality in (HUDDINGE, BOTKYRKA):
        put_chain(state.engine, municipality=municipality)

    def made(figures: Figures) -> list[object]:
        asked = [AskedChain(one, LAST) for one in (HUDDINGE, BOTKYRKA)]
        rows = [figures.rows(HERE), figures.rows(Choice(BOTKYRKA))]
        return [*rows, *(chain_of(figures, one) for one in asked)]

    def kept(before: list[object]) -> list[bool]:
        return [now is then for now, then in zip(made(current(opened_figures)), before, strict=True)]

    before = made(current(opened_figures))
    put_chain(state.engine, replace(SCHOOLS_PLAN, title="Ny plan"))
    assert kept(before) == [True, True, False, True]
    before = made(current(opened_figures))
    replace_targets(state.engine, [target(GRADES, LAST, TargetKind.AT_LEAST, value=1.0)], by="Anna")
    assert kept(before) == [False, True, False, True]


def test_a_comment_makes_anew_what_tells_of_its_outcome_and_nothing_else(
    opened_figures: FigureSource, state: State
) -> None:
    before = current(opened_figures)
    asked = ((HUDDINGE, GRADES), (HUDDINGE, COST), (BOTKYRKA, GRADES))
    said = [before.kept(told, one, most=9) for one in asked]
    rows = before.rows(HERE)
    comments = Comments(state.engine, before.catalogue)
    chief = Person(9, "chef", "Chef", Role.MANAGER, HUDDINGE)
    comments.save(HUDDINGE, GRADES, LAST, why="Ny rektor.", actions="", seen=0, by=chief, now=datetime.now(UTC))
    after = current(opened_figures)
    assert [after.kept(told, one, most=9) is then for one, then in zip(asked, said, strict=True)] == [False, True, True]
    assert after.kept(told, (HUDDINGE, GRADES), most=9) == ["Ny rektor."]
    assert after.rows(HERE) is rows


COMMENTED, AIMED, PLANNED = "comments", "targets", "entries"


@pytest.mark.parametrize("changed", [COMMENTED, AIMED, PLANNED])
def test_after_a_save_nothing_is_read_again_but_of_the_table_that_it_changed(
    opened_figures: FigureSource, state: State, changed: str
) -> None:
    parts = [Part(kind, HUDDINGE, GRADES if kind is Kind.COMMENTS else "") for kind in Kind]
    read: set[str] = set()
    figures = current(opened_figures)

    def note(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        read.update(re.findall(r"(?:FROM|JOIN) (\w+)", sql))

    def asked() -> set[str]:
        now = current(opened_figures)
        read.clear()
        for part in parts:
            now.entered.facts(part)
        return {*read}

    event.listen(opened_figures._state.engine, "before_cursor_execute", note)
    try:
        assert asked() == {COMMENTED, AIMED, PLANNED}, "at first all of it is read"
        assert asked() == set()
        chief = Person(9, "chef", "Chef", Role.MANAGER, HUDDINGE)
        if changed == COMMENTED:
            comments = Comments(state.engine, figures.catalogue)
            comments.save(HUDDINGE, GRADES, LAST, why="Ny.", actions="", seen=0, by=chief, now=datetime.now(UTC))
        elif changed == AIMED:
            replace_targets(state.engine, [target(GRADES, LAST, TargetKind.AT_LEAST, value=1.0)], by="Anna")
        else:
            put_chain(state.engine, municipality=HUDDINGE)
        assert asked() == {changed}
    finally:
        event.remove(opened_figures._state.engine, "before_cursor_execute", note)


def drawn(figures: Figures, municipalities: str) -> list[int]:
    """A page of all MUNICIPALITIES: what is made of rows depends on what these are made of."""
    return [len(figures.rows(Choice(one))) for one in municipalities.split(".")]


def drawn_area(figures: Figures, area: str) -> list[object]:
    """A page of one area, as its rows and what it says of targets."""
    kinds = {row["target_kind"] for row in figures.records_of(HERE, area)} & {"at_least"}
    return [kinds, figures.has_targets(HUDDINGE)]


def told(figures: Figures, outcome: tuple[str, str]) -> list[str]:
    return [comment.why for comment in figures.comments_on(*outcome)]


def test_a_target_that_is_set_again_as_it_was_changes_nothing(opened_figures: FigureSource, state: State) -> None:
    goal = target(GRADES, LAST, TargetKind.AT_LEAST, value=1.0)
    replace_targets(state.engine, [goal], by="Anna")
    before = current(opened_figures)
    replace_targets(state.engine, [goal], by="Anna")
    assert current(opened_figures) is before


def test_a_new_snapshot_gives_new_rows(opened_figures: FigureSource, filled_dir: Path) -> None:
    before = current(opened_figures)
    assert len(before.rows(HERE))
    store = SnapshotStore(filled_dir)
    harvest = small_harvest(kpis=[*KPIS, ELECTION], own={(COST, HUDDINGE, "T"): {LAST: 7.0}})
    file = built(store.new_file(), harvest, before.catalogue)
    store.swap_in(file)
    after = current(opened_figures)
    assert after.snapshot.file == file
    assert after.lasting is not before.lasting
    value = after.rows(HERE).query("kpi == @COST")["value"].iloc[0]
    assert value == 7.0
    assert before.rows(HERE).query("kpi == @COST")["value"].iloc[0] != 7.0


def test_years_are_the_newest_first(figures: Figures) -> None:
    assert figures.years == tuple(range(2023, 2013, -1))


def test_the_process_has_one_source_by_the_environment(filled_dir: Path, source: None) -> None:
    figures = figure_source().get()
    assert figures is not None
    assert figure_source() is figure_source()
    assert figures.snapshot.file.parent == filled_dir
    shipped = {*KPIS, ELECTION} & set(figures.catalogue.by_kpi)
    assert len(shipped) >= 5
    assert set(figures.rows(HERE).query("value == value")["kpi"]) == shipped


def test_an_example_is_seen_through_the_examples_catalogue(data_dir: Path, small_file: Path) -> None:
    store = SnapshotStore(data_dir)
    store.swap_in(built(store.new_file(), small_harvest(is_example=True)))
    opened_source = open_figures(Settings.from_environment())
    participants = current(opened_source).catalogue.participants
    assert participants[0].name == "Storköping"
    close(opened_source)
