"""Several may write at once: nothing is lost, nothing is doubled, and readers do not wait."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.signals import TargetKind
from core.state import State, open_state
from core.state.database import make_engine, read_url, writing
from core.targets.models import ImportOutcome, Target
from core.targets.store import held_targets, replace_targets
from core.targets.tables import TargetRow

SHARED = [Target("0126", f"N{i:05d}", None, 2026, TargetKind.AT_LEAST, 1.0) for i in range(200)]
WRITERS = 4


def own(writer: int) -> list[Target]:
    return [replace(target, municipality=f"000{writer}") for target in SHARED]


def at_once(work: Callable[[int], ImportOutcome]) -> list[ImportOutcome]:
    barrier = Barrier(WRITERS)

    def start(writer: int) -> ImportOutcome:
        barrier.wait(timeout=30)
        return work(writer)

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(start, range(WRITERS)))


def test_imports_of_different_targets_at_once_all_arrive(state: State) -> None:
    outcomes = at_once(lambda writer: replace_targets(state.engine, own(writer), by=str(writer)))
    assert outcomes == [ImportOutcome(len(SHARED), 0, 0)] * WRITERS
    assert len(held_targets(state.engine)) == WRITERS * len(SHARED)
    assert state.revision() == WRITERS


def test_the_same_import_at_once_is_stored_once(state: State) -> None:
    outcomes = at_once(lambda writer: replace_targets(state.engine, SHARED, by=str(writer)))
    assert sorted(outcome.added for outcome in outcomes) == [0] * (WRITERS - 1) + [len(SHARED)]
    assert len(held_targets(state.engine)) == len(SHARED)
    assert state.revision() == 1


def test_different_values_for_the_same_targets_become_versions_in_a_row(state_url: str, state: State) -> None:
    def work(writer: int) -> ImportOutcome:
        # Each with a connection pool of its own, as processes have.
        with open_state(state_url) as other:
            return replace_targets(other.engine, [replace(t, value=float(writer)) for t in SHARED], by=str(writer))

    outcomes = at_once(work)
    assert sum(outcome.added for outcome in outcomes) == len(SHARED)
    assert sum(outcome.changed for outcome in outcomes) == (WRITERS - 1) * len(SHARED)
    assert held_targets(state.engine)["value"].nunique() == 1
    engine = make_engine(read_url(state_url))
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(TargetRow)) == WRITERS * len(SHARED)
    engine.dispose()


def test_a_reader_sees_the_old_whole_while_a_writer_is_at_work(state_url: str, state: State) -> None:
    replace_targets(state.engine, SHARED, by="Anna")
    engine = make_engine(read_url(state_url))
    with writing(engine) as session:
        session.query(TargetRow).delete()
        assert len(held_targets(state.engine)) == len(SHARED)
        assert state.revision() == 1
    assert held_targets(state.engine).empty
    engine.dispose()
