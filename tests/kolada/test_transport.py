"""How the client behaves towards Kolada: pace, patience and when it gives up."""

from __future__ import annotations

import threading

import pytest
import requests

from core.kolada import (
    KoladaBusy,
    KoladaClient,
    KoladaRefused,
    KoladaStopped,
    KoladaUnreachable,
)
from core.kolada.pace import retry_after_seconds
from core.kolada.transport import Transport
from tests.kolada.fakes import BASE, WALL_CLOCK, FakeKolada, FakeTime, Reply, in_turn, page, rig

URL = BASE + "/municipality"
GOOD = page({"id": "0126", "title": "Huddinge", "type": "K"})


@pytest.mark.parametrize(
    "fault",
    [
        Reply({"detail": "x"}, 429),
        Reply({"detail": "x"}, 500),
        Reply({"detail": "x"}, 502),
        Reply({"detail": "x"}, 503),
        Reply(b"<html>504</html>", 504, kind="text/html"),
        Reply(b'{"values": [{"id": "01'),
        Reply(b"<html>log in</html>", kind="text/html"),
        requests.ConnectionError("dropped"),
        requests.exceptions.ChunkedEncodingError("cut off"),
        requests.ReadTimeout("slow"),
        ConnectionResetError("reset"),
    ],
)
def test_a_passing_fault_is_tried_again(fault: Reply | Exception) -> None:
    it = rig(in_turn(fault, GOOD))
    assert it.client.municipalities()[0].title == "Huddinge"
    assert len(it.kolada.requests) == 2


@pytest.mark.parametrize("status", [400, 403, 404, 410, 422])
def test_a_refusal_is_not_tried_again(status: int) -> None:
    it = rig(in_turn(Reply({"detail": "too many"}, status)))
    with pytest.raises(KoladaRefused) as caught:
        it.client.municipalities()
    assert len(it.kolada.requests) == 1
    assert caught.value.status == status
    assert "too many" in caught.value.detail


def test_a_closed_version_says_so_and_names_the_setting() -> None:
    it = rig(in_turn(Reply({"error": "use /v3"}, 410)))
    with pytest.raises(KoladaRefused) as caught:
        it.client.ping()
    assert "stängt den version" in caught.value.message
    assert "NYCKELTAL_KOLADA_URL" in caught.value.advice


def test_seven_tries_with_growing_waits_and_then_kolada_is_busy() -> None:
    it = rig(in_turn(Reply({}, 503)), jitter=0.5)
    with pytest.raises(KoladaBusy) as caught:
        it.transport.get(URL)
    assert it.time.sleeps == [0.5 * 1.25 * 2**n for n in range(6)]
    assert (caught.value.status, caught.value.tries) == (503, 7)
    assert "503" in caught.value.message


def test_without_network_kolada_is_unreachable_and_the_message_names_address_and_cause() -> None:
    it = rig(in_turn(requests.ConnectTimeout("no route")))
    with pytest.raises(KoladaUnreachable) as caught:
        it.transport.get(URL)
    assert URL in caught.value.message
    assert caught.value.cause == "inget svar i tid"
    assert caught.value.tries == 7


def test_a_ping_gives_up_soon() -> None:
    it = rig(in_turn(requests.ConnectionError("down")))
    with pytest.raises(KoladaUnreachable):
        it.client.ping()
    assert it.time.clock() < 3
    assert it.kolada.timeouts == [(4, 8)] * 3


def test_a_ping_does_not_wait_for_a_long_retry_after() -> None:
    it = rig(in_turn(Reply({}, 429, {"Retry-After": "60"}), GOOD))
    with pytest.raises(KoladaBusy) as caught:
        it.client.ping()
    assert caught.value.retry_after == 60
    assert it.time.clock() == 0


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("7", 7),
        ("Wed, 15 Jul 2026 12:00:20 GMT", 20),
        ("Wed, 15 Jul 2026 11:00:00 GMT", 0),
        ("86400", 60),
        ("-5", 0),
        ("inf", None),
        ("soon", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date_and_never_above_a_minute(
    header: str | None, wait: float | None
) -> None:
    assert retry_after_seconds(header, WALL_CLOCK) == wait


@pytest.mark.parametrize("header", ["20", "Wed, 15 Jul 2026 12:00:20 GMT"])
def test_retry_after_is_obeyed(header: str) -> None:
    it = rig(in_turn(Reply({}, 429, {"Retry-After": header}), GOOD))
    it.client.municipalities()
    assert it.kolada.times == pytest.approx([0, 20])


def test_after_a_retry_after_every_other_question_waits_too() -> None:
    it = rig(in_turn(Reply({}, 503, {"Retry-After": "30"}), GOOD))
    with pytest.raises(KoladaBusy):
        it.client.ping()
    it.client.municipalities()
    assert it.kolada.times == pytest.approx([0, 30])


def test_a_hold_binds_a_thread_that_was_already_waiting_for_its_turn() -> None:
    it = rig(in_turn(GOOD))
    it.transport.get(URL)
    held = False

    def sleep(seconds: float) -> None:
        nonlocal held
        FakeTime.sleep(it.time, seconds)
        if not held:
            held = True
            it.transport._pace.hold(40)

    it.transport._sleep = sleep
    it.transport.get(URL)
    assert it.kolada.times[1] == pytest.approx(40.13)


def test_requests_start_at_most_eight_a_second() -> None:
    it = rig(in_turn(GOOD))
    for _ in range(40):
        it.transport.get(URL)
    gaps = [later - earlier for earlier, later in zip(it.kolada.times, it.kolada.times[1:], strict=False)]
    assert min(gaps) >= 1 / 8


def test_eight_threads_start_at_most_eight_requests_a_second() -> None:
    it = rig(in_turn(GOOD))
    _in_threads(8, lambda: [it.transport.get(URL) for _ in range(5)])
    # The clock moves only while somebody waits, so all 40 starts can lie no closer than this.
    assert len(it.kolada.requests) == 40
    assert it.time.clock() >= 39 / 8


def test_at_most_four_requests_are_in_flight_however_many_threads_ask() -> None:
    lock = threading.Lock()
    full_house = threading.Barrier(4)
    now = most = 0

    def script(_request: requests.PreparedRequest) -> Reply:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        full_house.wait(timeout=30)
        with lock:
            now -= 1
        return GOOD

    it = rig(script)
    _in_threads(12, lambda: it.transport.get(URL))
    assert most == 4


def test_four_requests_in_flight_leave_no_room_for_a_fifth() -> None:
    full_house = threading.Barrier(4)
    room_left: list[bool] = []

    def script(_request: requests.PreparedRequest) -> Reply:
        full_house.wait(timeout=30)
        room_left.append(not it.transport._idle.empty())
        full_house.wait(timeout=30)
        return GOOD

    it = rig(script)
    _in_threads(4, lambda: it.transport.get(URL))
    assert room_left == [False] * 4


def test_closing_the_client_ends_a_long_wait() -> None:
    answered = threading.Event()

    def script(_request: requests.PreparedRequest) -> Reply:
        answered.set()
        return Reply({}, 429, {"Retry-After": "60"})

    def session() -> requests.Session:
        made = requests.Session()
        made.mount("https://", FakeKolada(script, FakeTime()))
        return made

    client = KoladaClient(BASE, transport=Transport(session_factory=session))
    outcome: list[Exception] = []

    def ask() -> None:
        try:
            client.municipalities()
        except KoladaStopped as error:
            outcome.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    assert answered.wait(timeout=30)
    client.close()
    thread.join(timeout=30)
    assert [str(error) for error in outcome] == ["Hämtningen från Kolada avbröts."]


def test_closing_the_client_ends_a_wait_for_the_next_turn() -> None:
    it = rig(in_turn(Reply({}, 503, {"Retry-After": "60"}), GOOD))
    with pytest.raises(KoladaBusy):
        it.client.ping()

    def closed_meanwhile(seconds: float) -> None:
        it.time.sleep(seconds)
        it.client.close()

    it.transport._sleep = closed_meanwhile
    with pytest.raises(KoladaStopped):
        it.client.municipalities()
    assert len(it.kolada.requests) == 1


def test_a_closed_client_asks_nothing() -> None:
    it = rig(in_turn(GOOD))
    with it.client:
        pass
    with pytest.raises(KoladaStopped):
        it.client.ping()
    assert it.kolada.requests == []


def _in_threads(count: int, work: object) -> None:
    assert callable(work)
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
