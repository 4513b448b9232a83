"""Many batches at once."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator

import pytest
import requests

from core.kolada import (
    Batch,
    KoladaBusy,
    KoladaClient,
    KoladaError,
    KoladaProtocol,
    KoladaStopped,
    Observation,
)
from tests.kolada.fakes import Reply, in_turn, page, rig, row, value

Outcome = list[Observation] | KoladaError
BATCHES = [Batch((f"N{n:05d}",), ("0126",), (2021,)) for n in range(20)]


class Notes:
    """Remembers what a fetch delivered, and in which thread."""

    def __init__(self) -> None:
        self.got: dict[Batch, Outcome] = {}
        self.threads: set[int] = set()

    def __call__(self, batch: Batch, outcome: Outcome) -> None:
        assert batch not in self.got
        self.got[batch] = outcome
        self.threads.add(threading.get_ident())

    def errors(self) -> list[KoladaError]:
        return [outcome for outcome in self.got.values() if isinstance(outcome, KoladaError)]


def kpi_of(request: requests.PreparedRequest) -> str:
    return (request.url or "").split("/kpi/")[1].split("/")[0]


def answer(request: requests.PreparedRequest) -> Reply:
    return page(row(value(), kpi=kpi_of(request).split(",")[0]))


def test_each_batch_is_delivered_once_in_the_thread_that_asked() -> None:
    notes = Notes()
    rig(answer).client.fetch(BATCHES, notes)
    assert set(notes.got) == set(BATCHES)
    assert all(isinstance(got, list) and got[0].kpi == batch.kpis[0] for batch, got in notes.got.items())
    assert notes.threads == {threading.get_ident()}


def test_no_batches_are_no_trouble() -> None:
    notes = Notes()
    rig(answer).client.fetch([], notes)
    assert notes.got == {}


def test_batches_run_four_at_a_time() -> None:
    full_house = threading.Barrier(4)

    def script(request: requests.PreparedRequest) -> Reply:
        full_house.wait(timeout=30)
        return answer(request)

    notes = Notes()
    rig(script).client.fetch(BATCHES, notes)
    assert notes.errors() == []


def test_a_failing_batch_does_not_stop_the_others() -> None:
    def script(request: requests.PreparedRequest) -> Reply:
        return page({"odd": True}) if kpi_of(request) == "N00003" else answer(request)

    notes = Notes()
    rig(script).client.fetch(BATCHES, notes)
    assert isinstance(notes.got[BATCHES[3]], KoladaProtocol)
    assert len(notes.got) == 20
    assert len(notes.errors()) == 1


def test_when_kolada_is_down_the_rest_is_not_tried_and_still_reported() -> None:
    given_up = threading.Event()
    first_eight = {f"N{n:05d}" for n in range(8)}
    asked: set[str] = set()
    notes = Notes()

    def script(request: requests.PreparedRequest) -> Reply:
        asked.add(kpi_of(request))
        if kpi_of(request) not in first_eight:
            given_up.wait(timeout=30)
        return Reply({}, 503)

    def on_done(batch: Batch, outcome: Outcome) -> None:
        notes(batch, outcome)
        if batch.kpis[0] not in asked:
            given_up.set()

    rig(script).client.fetch(BATCHES, on_done)
    assert given_up.is_set()
    assert set(notes.got) == set(BATCHES)
    assert all(isinstance(outcome, KoladaBusy) for outcome in notes.got.values())


def test_refusals_do_not_count_as_kolada_being_down() -> None:
    it = rig(in_turn(Reply({}, 422)))
    notes = Notes()
    it.client.fetch(BATCHES, notes)
    assert len(it.kolada.requests) == 20


def test_an_exception_in_on_done_ends_the_fetch_and_closes_the_client() -> None:
    it = rig(answer)

    def full_disk(_batch: Batch, _outcome: Outcome) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        it.client.fetch(BATCHES, full_disk)
    with pytest.raises(KoladaStopped):
        it.client.ping()


def test_a_fault_in_our_own_code_is_raised_and_not_swallowed() -> None:
    def script(_request: requests.PreparedRequest) -> Reply:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rig(script).client.fetch(BATCHES, Notes())


@pytest.fixture
def _listens_to_ctrl_c() -> Iterator[None]:
    """A shell's background jobs ignore it, and so would the tests that are started as one."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_listens_to_ctrl_c")
def test_ctrl_c_ends_the_fetch_while_requests_still_hang() -> None:
    all_hang, let_go = threading.Barrier(4), threading.Event()

    def script(request: requests.PreparedRequest) -> Reply:
        if all_hang.wait(timeout=30) == 0:
            _thread.interrupt_main()
        let_go.wait(timeout=60)
        return answer(request)

    it = rig(script)
    before = set(threading.enumerate())
    try:
        with pytest.raises(KeyboardInterrupt):
            it.client.fetch(BATCHES, Notes())
        assert len(it.kolada.requests) == 4
    finally:
        let_go.set()
        for thread in set(threading.enumerate()) - before:
            thread.join(timeout=60)
    assert len(it.kolada.requests) == 4


def test_a_large_question_is_split_the_same_way_for_fetch_and_observations() -> None:
    it = rig(answer)
    kpis = [f"N{n:05d}" for n in range(3)]
    areas = [f"{n:04d}" for n in range(60)]
    it.client.observations(kpis, areas, range(2000, 2022))
    assert len(it.kolada.requests) == len(KoladaClient.observation_batches(kpis, areas, range(2000, 2022)))
