"""The app behind a real nginx, by the example that ships: who is who, what is secure, and what a crowd gets.

Skipped where there is no nginx; ``scripts/browser.py`` installs one as root on Debian and its kin.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx2 as httpx
import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from core.access.details import Details
from core.access.people import Role, at_the_terminal
from core.access.service import Access
from core.access.throttle import FREE_FOR_ADDRESS
from core.state import open_state
from scripts.browser import find_nginx
from scripts.front import Front, running
from tests.browser.conftest import App
from tests.shared import free_port

WORDS = "en bra mening med å"
# Machines have all of 127.0.0.0/8 to themselves: two visitors.
GUESSER, OTHER = "127.0.0.5", "127.0.0.6"


def browser(front: Front, address: str = OTHER) -> httpx.Client:
    """A browser at ADDRESS."""
    transport = httpx.HTTPTransport(verify=front.trust, local_address=address)
    return httpx.Client(transport=transport, base_url=front.url, headers={"Origin": front.url}, timeout=60)


@pytest.fixture(scope="module")
def front(app: App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The example as it is, with this test's ports, certificate and folders in it."""
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("nginx is not installed")
    folder, ports = tmp_path_factory.mktemp("nginx"), (free_port(), free_port())
    with running(nginx, folder, [int(app.url.rpartition(":")[2])], ports) as started:
        yield started


@pytest.fixture(scope="module")
def access(app: App) -> Iterator[Access]:
    """The running app's own accounts, with Nina among them."""
    with open_state(f"sqlite:///{app.data / 'state.sqlite'}") as state:
        made = Access(state)
        details = Details("Nina", Role.CONVENOR, areas=("grundskola",))
        made.accounts.add("nina", details, WORDS, by=at_the_terminal("x"), now=datetime.now(UTC), is_own=True)
        yield made


def sign_in(client: httpx.Client) -> httpx.Response:
    return client.post("/logga-in", data={"namn": "nina", "losenord": WORDS, "till": "/om"})


def test_whoever_guesses_behind_the_proxy_keeps_nobody_else_from_signing_in(
    app: App, front: Front, access: Access
) -> None:
    # From a while ahead: a slow machine does not outlast the first delay of two seconds.
    soon = datetime.now(UTC) + timedelta(minutes=10)
    for number in range(FREE_FOR_ADDRESS + 1):
        access._throttle.begin(f"namn{number}", GUESSER, soon)
    with browser(front, GUESSER) as guesser:
        # What she says of herself is thrown away.
        guesser.headers["X-Forwarded-For"] = OTHER
        refused = sign_in(guesser).headers["location"]
    assert "fel=vanta" in refused, (app.data / "server.log").read_text(encoding="utf-8")
    with browser(front) as other:
        answer = sign_in(other)
    assert "fel=" not in answer.headers["location"]
    cookies = answer.headers.get_list("set-cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"nyckeltal", "nyckeltal-enhet"}
    assert all("; Secure" in cookie for cookie in cookies)


def test_links_are_those_that_a_reader_came_by(front: Front) -> None:
    with browser(front) as client:
        answer = client.get("/presentation/dagen.html")
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert f'"{front.url}/indikator' in answer.text
        assert "http://localhost" not in answer.text
        led_on = client.get(f"{front.plain}/om?kommun=0126")
    assert (led_on.status_code, led_on.headers["location"]) == (301, "https://localhost/om?kommun=0126")


@pytest.mark.parametrize("origin", ["https://ond.test", "https://localhost:1", "http://localhost"])
def test_a_page_elsewhere_gets_no_websocket(front: Front, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(_stream(front), origin=Origin(origin), ssl=front.trust):
        pass
    assert refused.value.response.status_code == 403


def test_a_page_of_ours_gets_one_whose_frames_are_small(front: Front) -> None:
    with connect(_stream(front), origin=Origin(front.url), ssl=front.trust) as socket:
        socket.send(b"\0" * 1_500_000)
        with pytest.raises(ConnectionClosedError):
            deque(socket, maxlen=0)
    assert socket.close_code == 1009


def _stream(front: Front) -> str:
    return f"{front.url.replace('https', 'wss')}/_stcore/stream"


def test_whoever_asks_by_another_name_is_answered_nothing(front: Front) -> None:
    with browser(front) as client:
        for url in (front.url, front.plain):
            assert client.get(f"{url}/om").status_code in (200, 301)
            with pytest.raises(httpx.RemoteProtocolError):
                client.get(f"{url}/om", headers={"Host": "annan.test"})
        # The address has no name: not even a certificate is shown.
        with pytest.raises(httpx.ConnectError):
            client.get(front.url.replace("localhost", "127.0.0.1"))


def test_a_hall_that_asks_for_a_powerpoint_gets_the_same_and_a_program_is_told_when_to_come_back(front: Front) -> None:
    with browser(front) as hall, browser(front, GUESSER) as program, ThreadPoolExecutor(70) as pool:
        asked = [pool.submit(hall.get, "/presentation/grundskola.pptx") for _ in range(60)]
        assert hall.get("/om").status_code == 200
        answers = [pool.submit(program.get, "/ladda-ner/finns-inte.csv") for _ in range(300)]
        files = [one.result() for one in asked]
        refused = [one.result() for one in answers if one.result().status_code != 404]
    assert {file.status_code for file in files} == {200}
    # A PowerPoint file tells when it was made: the same bytes have been made once.
    assert len({file.content for file in files}) == 1
    assert {answer.status_code for answer in refused} == {429}
    assert all(answer.headers["retry-after"] == "10" and "Vänta några sekunder" in answer.text for answer in refused)


def test_what_never_changes_is_kept_and_sent_compressed(front: Front) -> None:
    with browser(front) as client:
        script = re.search(r'"/(assets/app\.js\?[^"]+)"', client.get("/om").text)
        assert script is not None
        answer = client.get(f"/{script[1]}")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
