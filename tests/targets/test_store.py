"""Targets are kept in versions, and every change is seen in the revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from core.signals import TargetKind
from core.state import State, open_state
from core.state.database import make_engine, read_url, writing
from core.targets.models import COLUMNS, ImportOutcome, Target
from core.targets.store import held_targets, replace_targets
from core.targets.tables import TargetRow

# Locks, constraints, moments and what comes back.
pytestmark = pytest.mark.both_databases

HUDDINGE = Target("0126", "N15001", None, 2026, TargetKind.AT_LEAST, value=90.0)
BOTKYRKA = Target(
    municipality="0127",
    kpi="N15002",
    gender="K",
    year=2027,
    kind=TargetKind.RANK,
    group="sodertorn",
    rank=3,
    is_final=True,
    decided_by="Kommunfullmäktige",
    decision="§ 12, 2025-11-03",
    link="https://example.se/12",
)
FULL = Target("0126", "N15002", "M", 2026, TargetKind.WITHIN, 1.25, 2.5, 2020, "riket", 2, 0.5, True, "a", "b", "c")

FULL_ROW = {name: getattr(FULL, name) for name in COLUMNS if name != "group"} | {
    "comparison_group": "riket",
    "created_by": "Anna",
    "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    "import_batch": "1",
}


@pytest.fixture
def engine(state_url: str, state: State) -> Iterator[Engine]:
    """Past the API, to what is stored."""
    engine = make_engine(read_url(state_url))
    yield engine
    engine.dispose()


def versions(engine: Engine) -> list[TargetRow]:
    with Session(engine) as session:
        return list(session.scalars(select(TargetRow).order_by(TargetRow.id)))


def test_a_target_comes_back_as_it_was_given(state: State) -> None:
    replace_targets(state.engine, [FULL], by="Anna")
    given = {name: getattr(FULL, name) for name in COLUMNS}
    assert held_targets(state.engine).to_dict("records") == [given]


def test_the_frame_has_the_same_columns_and_types_with_and_without_rows(state: State) -> None:
    empty = held_targets(state.engine)
    replace_targets(state.engine, [HUDDINGE, BOTKYRKA], by="Anna")
    full = held_targets(state.engine)
    assert list(empty.columns) == list(full.columns) == list(COLUMNS)
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)
    assert full.dtypes.astype(str).to_dict() == {
        **dict.fromkeys(("municipality", "kpi", "gender", "kind", "group", "decided_by", "decision", "link"), "str"),
        **dict.fromkeys(("value", "value2", "base_year", "rank", "tolerance"), "float64"),
        "year": "int64",
        "is_final": "bool",
    }


def test_what_is_not_given_is_an_empty_text_or_nan(state: State) -> None:
    replace_targets(state.engine, [HUDDINGE], by="Anna")
    row = held_targets(state.engine).iloc[0]
    assert (row["gender"], row["group"], row["link"]) == ("", "", "")
    assert row[["value2", "base_year", "rank", "tolerance"]].isna().all()


def test_the_targets_of_one_municipality_can_be_asked_for(state: State) -> None:
    replace_targets(state.engine, [HUDDINGE, BOTKYRKA], by="Anna")
    assert held_targets(state.engine, "0127")["kpi"].tolist() == ["N15002"]
    assert held_targets(state.engine, "0128").empty


def test_a_changed_target_gets_a_version_and_the_old_one_is_kept(state: State, engine: Engine) -> None:
    before = datetime.now(UTC)
    replace_targets(state.engine, [HUDDINGE], by="Anna")
    replace_targets(state.engine, [replace(HUDDINGE, value=92.0)], by="Bo")
    old, new = versions(engine)
    assert (old.value, old.created_by, new.value, new.created_by) == (90.0, "Anna", 92.0, "Bo")
    assert new.superseded_at is None
    assert old.superseded_at == new.created_at
    assert before <= old.created_at < new.created_at <= datetime.now(UTC)
    assert old.import_batch != new.import_batch
    assert held_targets(state.engine)["value"].tolist() == [92.0]


def test_what_is_set_together_has_one_batch(state: State, engine: Engine) -> None:
    replace_targets(state.engine, [HUDDINGE, BOTKYRKA], by="Anna")
    first, second = versions(engine)
    assert first.import_batch == second.import_batch


def test_the_same_targets_again_add_no_version_and_no_revision(state: State, engine: Engine) -> None:
    replace_targets(state.engine, [HUDDINGE, BOTKYRKA, FULL], by="Anna")
    revision = state.revision()
    assert replace_targets(state.engine, [HUDDINGE, BOTKYRKA, FULL], by="Bo") == ImportOutcome(0, 0, 3)
    assert len(versions(engine)) == 3
    assert state.revision() == revision


def test_new_changed_and_unchanged_are_counted(state: State) -> None:
    replace_targets(state.engine, [HUDDINGE, BOTKYRKA], by="Anna")
    outcome = replace_targets(state.engine, [HUDDINGE, replace(BOTKYRKA, rank=2), FULL], by="Anna")
    assert outcome == ImportOutcome(added=1, changed=1, unchanged=1)


def test_targets_that_are_not_named_stay(state: State) -> None:
    replace_targets(state.engine, [HUDDINGE], by="Anna")
    replace_targets(state.engine, [FULL], by="Anna")
    assert len(held_targets(state.engine, "0126")) == 2


def test_no_gender_and_t_are_the_same_target_women_and_men_are_others(state: State) -> None:
    replace_targets(state.engine, [HUDDINGE], by="Anna")
    outcome = replace_targets(state.engine, [replace(HUDDINGE, gender=gender) for gender in "TKM"], by="Anna")
    assert outcome == ImportOutcome(added=2, changed=1, unchanged=0)
    assert sorted(held_targets(state.engine)["gender"]) == ["K", "M", "T"]


def test_two_targets_for_the_same_thing_are_refused_whole(state: State) -> None:
    with pytest.raises(ValueError, match="same municipality"):
        replace_targets(state.engine, [FULL, HUDDINGE, replace(HUDDINGE, gender="T")], by="Anna")
    assert held_targets(state.engine).empty


def test_the_database_itself_allows_one_current_version(state: State, engine: Engine) -> None:
    replace_targets(state.engine, [HUDDINGE], by="Anna")
    (row,) = versions(engine)
    same = {c.name: getattr(row, c.name) for c in TargetRow.__table__.columns if c.name not in {"id", "gender_key"}}
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.execute(insert(TargetRow).values(same | {"gender": "T"}))
    assert len(versions(engine)) == 1


def test_every_kind_of_change_raises_the_revision_and_a_failed_one_does_not(state: State, engine: Engine) -> None:
    seen = [state.revision()]
    replace_targets(state.engine, [HUDDINGE], by="Anna")
    seen.append(state.revision())
    with writing(engine) as session:
        session.execute(update(TargetRow).values(link="x"))
    seen.append(state.revision())
    with writing(engine) as session:
        session.add(TargetRow(**FULL_ROW))
    seen.append(state.revision())
    with writing(engine) as session:
        session.execute(delete(TargetRow).where(TargetRow.link == "x"))
    seen.append(state.revision())
    assert seen == sorted(set(seen))
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.execute(update(TargetRow).values(municipality=None))
    assert state.revision() == seen[-1]


def test_reading_does_not_change_the_revision(state: State, engine: Engine) -> None:
    before = state.revision()
    held_targets(state.engine)
    with writing(engine) as session:
        session.execute(select(TargetRow)).all()
    assert state.revision() == before


def test_a_failure_in_the_middle_leaves_everything_as_it_was(state: State) -> None:
    replace_targets(state.engine, [HUDDINGE], by="Anna")
    revision = state.revision()
    impossible = replace(FULL, gender="X")
    with pytest.raises(IntegrityError):
        replace_targets(state.engine, [replace(HUDDINGE, value=1.0), impossible], by="Anna")
    assert held_targets(state.engine)["value"].tolist() == [90.0]
    assert state.revision() == revision


def test_what_was_entered_is_there_when_opened_again(state_url: str) -> None:
    with open_state(state_url) as state:
        replace_targets(state.engine, [HUDDINGE], by="Anna")
    with open_state(state_url) as state:
        assert held_targets(state.engine)["value"].tolist() == [90.0]
        assert state.revision() == 1


def test_texts_from_any_language_are_kept(state: State) -> None:
    text = "Förvaltningschefen – ”åäö” ≥ 5 % 😀 'x'; --"
    replace_targets(state.engine, [replace(HUDDINGE, decision=text)], by="Åsa Öberg")
    assert held_targets(state.engine)["decision"].tolist() == [text]


def test_nothing_to_set_is_fine(state: State) -> None:
    assert replace_targets(state.engine, [], by="Anna") == ImportOutcome(0, 0, 0)


def test_a_moment_without_time_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"), writing(engine) as session:
        session.execute(update(TargetRow).values(superseded_at=naive))
