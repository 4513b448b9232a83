"""Does one of the product's acts again and again, each time in a process that is killed one step later, or that finds
the disk full a little later: python -m tests.faults.acting FOLDER ACT HOW. A line of JSON for each time.

Run as a program of its own, which forks before it has any thread: what is loaded is loaded once.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

import core.cache.build as building
from core.access.people import Person, at_the_terminal
from core.access.service import Access
from core.cache import Snapshot, SnapshotStore
from core.cache.refresh import refresh
from core.catalogue import default_catalogue
from core.cli import main as command
from core.cycle.book import MEASURES, VOTES
from core.cycle.models import Measure, Vote, Way
from core.cycle.voting import Voting
from core.documents.deck import Deck
from core.errors import NyckeltalError
from core.features.decks.plan import DeckPlan
from core.features.decks.store import Decks
from core.features.own_indicators.store import OwnStore
from core.state import State, open_state
from core.state.ballots import make_codes
from core.state.database import writing
from core.state.entries import save_of
from tests.cache.fakes import FakeKolada
from tests.features.own_indicators.stored import ID, added, indicator, upload
from tests.features.own_indicators.visits import SCHOOL, add_accounts
from tests.goals.chains import CALM, put_chain
from tests.shared import COST, GRADES, HUDDINGE, LAST, small_catalogue, small_harvest
from tests.state.filling import content

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)
VOTE, PLAN_FILE, TARGETS_FILE = "v1", "plan.csv", "mal.csv"
MOST_STEPS = 400
# Bytes that a file may have: what is written goes to a file of its own first, a page of 4 kB at a time.
FULL_FROM, FULL_STEP, MOST_FULL = 1_000, 6_000, 60
ENDED_WELL, REFUSED = 0, 7

Act = Callable[[State, dict[str, Person], Path], None]


def uploaded(state: State, people: dict[str, Person], _: Path) -> None:
    own = OwnStore(state, default_catalogue())
    own.saving.add(replace(indicator(), name="Ett till"), upload(), "0" * 64, by=people["anna"], now=NOW)


def approved(state: State, people: dict[str, Person], _: Path) -> None:
    own = OwnStore(state, default_catalogue())
    own.publishing.approve(ID, 1, by=people["bodil"], now=NOW)


def frozen(state: State, people: dict[str, Person], _: Path) -> None:
    deck = Deck(area=SCHOOL, name="Grundskola", event="Dagen", figures_on=date(2026, 10, 1), is_frozen=False, slides=())
    plan = DeckPlan(area=SCHOOL, slides=())
    Decks(state.engine, default_catalogue()).freeze(plan, deck, parent=0, by=people["anna"], now=NOW)


def voted(state: State, _: dict[str, Person], folder: Path) -> None:
    code = (folder / "code").read_text()
    Voting(state.engine, HUDDINGE).cast(VOTE, code, {"m1": (2, 4)}, "192.0.2.1", NOW)


def plan_read_in(_: State, __: dict[str, Person], folder: Path) -> None:
    done = command(["goals", "import", str(folder / PLAN_FILE), "--municipality", HUDDINGE, "--year", str(LAST)])
    if done:
        raise NyckeltalError("Inläsningen gick inte.", "")


def targets_read_in(_: State, __: dict[str, Person], folder: Path) -> None:
    if command(["targets", "import", str(folder / TARGETS_FILE), "--confirm"]):
        raise NyckeltalError("Inläsningen gick inte.", "")


ACTS: dict[str, Act] = {
    "upload": uploaded,
    "approval": approved,
    "freezing": frozen,
    "vote": voted,
    "plan": plan_read_in,
    "targets": targets_read_in,
}


def prepare(folder: Path) -> None:
    """Everything that the acts begin with, in a database and a data folder in FOLDER."""
    folder.mkdir(exist_ok=True)
    with open_state(url_of(folder / "first.sqlite")) as state:
        people = add_accounts(Access(state))
        own = OwnStore(state, default_catalogue())
        own.publishing.set_approvals({SCHOOL: True}, by=people["berit"], now=NOW)
        added(own, by=people["anna"])
        own.publishing.publish(ID, 1, by=people["anna"], now=NOW - timedelta(hours=1))
        put_chain(state.engine)
        with writing(state.engine) as session:
            save = save_of(people["berit"], NOW)
            measure = Measure("m1", GRADES, "T", SCHOOL, "Mentorer", Way.UP)
            MEASURES.put(session, HUDDINGE, "m1", measure, save, is_public=False)
            VOTES.put(session, HUDDINGE, VOTE, Vote(VOTE, "Vad först?", ("m1",), 3, NOW.date()), save, is_public=False)
            (folder / "code").write_text(make_codes(session, VOTE, 3)[0])
    plan = f"Organ;Nämndmål;Indikator;Etappmål {LAST}\nGrundskolenämnden;{CALM.title};N15428;minst 90\n"
    (folder / PLAN_FILE).write_text(plan, encoding="utf-8")
    told = "municipality;kpi;gender;year;kind;value\n" + "".join(
        f"0126;N15428;T;{2030 + i};at_least;90\n" for i in range(5)
    )
    (folder / TARGETS_FILE).write_text(told, encoding="utf-8")


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def everybody(state: State) -> dict[str, Person]:
    people = Access(state).accounts.people(by=at_the_terminal("x"))
    return {one.login: one for one in people}


def seen(file: Path) -> dict[str, Any]:
    """What a process that opens the database anew finds in it; a chain of the log that is whole."""
    with open_state(url_of(file)) as state:
        with state.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert Access(state).audit.verified(by=at_the_terminal("x")).is_whole
        return json.loads(json.dumps(content(state), default=str))  # type: ignore[no-any-return]


def in_a_process(work: Callable[[], None], *, told: str = "told") -> int:
    """How a process of its own that does WORK ends: its status, or the signal that killed it as a negative number.

    A refusal in words is TOLD in a line of its own.
    """
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        status = REFUSED
        try:
            work()
            status = ENDED_WELL
        except NyckeltalError as error:
            print(json.dumps({told: error.message}), flush=True)
        except BaseException as error:  # noqa: BLE001 - told to whoever reads the lines
            print(json.dumps({"fault": repr(error)}), flush=True)
            status = 1
        os._exit(status)
    _, how = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(how)


def killed_at(step: int) -> Callable[..., None]:
    """Let this process be killed at its STEP-th write or commit; what counts one more, after the last of them."""
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def count_write(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            count()

    event.listen(Engine, "before_cursor_execute", count_write)
    event.listen(Engine, "commit", count)
    return count


def full_at(room: int) -> None:
    """Let no file of this process grow beyond ROOM bytes: to write on is refused, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))


def in_the_database(folder: Path, act: Act, how: str) -> None:
    """ACT in a copy of the first database, once for each place where it may be broken off."""
    for step in range(1, MOST_STEPS):
        file = folder / "state.sqlite"
        for old in folder.glob("state.sqlite*"):
            old.unlink()
        shutil.copy(folder / "first.sqlite", file)
        os.environ["NYCKELTAL_DATABASE_URL"] = url_of(file)
        before = seen(file)

        def work(file: Path = file, step: int = step) -> None:
            with open_state(url_of(file)) as state:
                people = everybody(state)
                if how == "killed":
                    count = killed_at(step)
                    act(state, people, folder)
                    count()
                else:
                    full_at(FULL_FROM + step * FULL_STEP)
                    act(state, people, folder)

        ended = in_a_process(work)
        now = seen(file)
        again = in_a_process(partial(done_again, file, act, folder), told="told_again")
        after = seen(file)
        line = {"step": step, "ended": ended, "is_before": now == before, "again": again}
        print(json.dumps(line | {"rows": rows(now), "rows_at_last": rows(after)}), flush=True)
        if ended == ENDED_WELL or (how == "full" and step >= MOST_FULL):
            return


def done_again(file: Path, act: Act, folder: Path) -> None:
    with open_state(url_of(file)) as state:
        act(state, everybody(state), folder)


def rows(found: dict[str, Any]) -> dict[str, int]:
    return {table: len(content) for table, content in found.items() if table != "revision"}


def refreshing(folder: Path, how: str) -> None:
    """A refresh over figures that are there, broken off at each table and around the swap."""
    for step in range(1, MOST_STEPS):
        data = folder / f"data{step}"
        store = SnapshotStore(data)
        first = store.new_file()
        shutil.copy(folder / "small.duckdb", first)
        store.swap_in(first)

        def work(store: SnapshotStore = store, step: int = step) -> None:
            if how == "killed":
                hooked(step)
            else:
                full_at(step * 300_000)
            fetched(store)

        ended = in_a_process(work)
        # A reader who comes now, and the next night's refresh.
        figures = in_a_process(partial(shown, store))
        again = in_a_process(partial(fetched, store))
        left = [one.name for one in data.glob("cache-*.duckdb") if one != store.current()]
        line = {"step": step, "ended": ended, "reader": figures, "again": again, "left": len(left)}
        print(json.dumps(line), flush=True)
        shutil.rmtree(data)
        if ended == ENDED_WELL:
            return


def hooked(step: int) -> None:
    """Let this process be killed at the STEP-th of: each table, the link to the new file, the rename, what goes."""
    done = 0

    def counting(work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*words: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return work(*words, **named)

        return counted

    building._insert = counting(building._insert)
    for name in ("symlink_to", "replace"):
        setattr(Path, name, counting(getattr(Path, name)))
    SnapshotStore.discard = counting(SnapshotStore.discard)  # type: ignore[method-assign]


def fetched(store: SnapshotStore) -> None:
    harvest = small_harvest(own={(COST, HUDDINGE, "T"): {LAST: 7.0}})
    refresh(store, small_catalogue(), FakeKolada(harvest), source="https://kolada.test/v3")


def shown(store: SnapshotStore) -> None:
    current = store.current()
    assert current is not None
    snapshot = Snapshot(current)
    try:
        values = snapshot.values_of_kpi(COST)
        assert len(values)
    finally:
        snapshot.close()


def main() -> None:
    folder, name, how = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    os.environ["NYCKELTAL_DATA_DIR"] = str(folder / "no-data")
    if name == "refresh":
        refreshing(folder, how)
        return
    prepare(folder)
    in_the_database(folder, ACTS[name], how)


if __name__ == "__main__":
    main()
