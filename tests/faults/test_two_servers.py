"""Two servers with one database, of which one is killed in the middle of a room: nothing is lost, and nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from core.access.details import Details
from core.access.form import COOKIE
from core.access.people import Role, at_the_terminal
from core.access.service import Access, SignedIn
from core.cycle.exercises import Leading, Run, Way, new_run
from core.state import open_state
from tests.shared import HUDDINGE, ROOT, free_port
from tests.site.visitors import WORDS

pytestmark = pytest.mark.faults
_GUESSES = 300


class Server:
    """The app by the README's command, on DATA."""

    def __init__(self, data: Path) -> None:
        self._data, self._port = data, free_port()
        self.url = f"http://localhost:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = os.environ | {"NYCKELTAL_DATA_DIR": str(self._data), "NYCKELTAL_PAGES_AHEAD": "nej"}
        environment.pop("NYCKELTAL_DATABASE_URL", None)
        words = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self._port)]
        with (self._data / f"{self._port}.log").open("ab") as log:
            self._process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)
        while not self._is_up():
            assert self._process.poll() is None, "it has ended"

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait(60)

    def _is_up(self) -> bool:
        try:
            self.asked("/halsa")
        except OSError:
            return False
        return True

    def asked(self, path: str, cookie: str = "", form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, body and what the browser is to keep, asked as a script of ours would."""
        body = urlencode(form).encode() if form is not None else None
        headers = {"cookie": cookie, "accept": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                kept = answer.headers.get("set-cookie", "").partition(";")[0]
                return answer.status, answer.read().decode(), kept
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), ""


@contextmanager
def two_servers(data: Path) -> Iterator[tuple[Server, Server]]:
    with ExitStack() as stack:
        both = Server(data), Server(data)
        for one in both:
            stack.callback(one.kill)
            one.start()
        yield both


def begun(data: Path) -> tuple[Run, str]:
    """A room, and its leader's cookie."""
    now, terminal = datetime.now(UTC), at_the_terminal("x")
    with open_state(f"sqlite:///{data / 'state.sqlite'}") as state:
        access = Access(state)
        details = Details("Dina", Role.MANAGER, HUDDINGE)
        access.accounts.add("dina", details, WORDS, by=terminal, now=now, is_own=True)
        done = access.sign_in("dina", WORDS, "192.0.2.7", now)
        assert isinstance(done, SignedIn)
        typed = {"exercise": "swot", "title": "Vart ska vi?", "way": Way.ROOM.value}
        run = Leading(state.engine, HUDDINGE, terminal, now).start(new_run(), typed, (), {})
    return run, f"{COOKIE}={done.token}"


def test_a_room_goes_on_when_the_server_that_its_phones_ask_is_killed(tmp_path: Path) -> None:
    run, leader = begun(tmp_path)
    phones, screen = f"/svara/{HUDDINGE}/{run.id}/rum", f"/rum/skarm/{HUDDINGE}/{run.id}"
    with two_servers(tmp_path) as (one, other):

        def new(server: Server) -> dict[str, Any]:
            status, told, _ = server.asked(f"{screen}/nytt", leader)
            assert status == 200, told
            found: dict[str, Any] = json.loads(told)
            return found

        def send(server: Server, phone: str, name: str) -> str:
            status, told, _ = server.asked(f"{phones}/lapp", phone, {"id": name, "falt": "hot", "text": name})
            assert status == 200, told
            return str(json.loads(told)["nyckel"])

        _, _, phone = one.asked(phones)
        key = send(one, phone, "ett")
        assert [text for _, _, text, _ in new(other)["lappar"]] == ["ett"]
        other.asked(f"{screen}/gor", leader, {"gora": "rubrik", "falt": "hot", "namn": "Pengar", "lappar": key})
        before = new(one)
        assert before == new(other)
        one.kill()
        # The phone has no answer, and sends both again: to whoever answers, and when the first is back to that.
        with pytest.raises(urllib.error.URLError):
            one.asked(f"{phones}/lapp", phone, {"id": "två", "falt": "hot", "text": "två"})
        assert send(other, phone, "ett") == key
        second = send(other, phone, "två")
        one.start()
        assert send(one, phone, "två") == second
        after = new(one)
        assert after == new(other)
        assert [text for _, _, text, _ in after["lappar"]] == ["ett", "två"]
        assert {name: after[name] for name in ("rubriker", "plats", "fas", "angra")} == {
            name: before[name] for name in ("rubriker", "plats", "fas", "angra")
        }
        assert all(f"<bdi>{text}</bdi>" in one.asked(phones, phone)[1] for text in ("ett", "två"))
        # Wrong letters are counted together, whichever server is guessed at: nobody has guessed at the other. However
        # slow the machine is, and much as is forgotten meanwhile, it comes to that.
        for _ in range(_GUESSES):
            one.asked("/svara/bokstaver", "", {"bokstaver": "XXXX"})
            if "många fel bokstäver" in other.asked("/svara/bokstaver", "", {"bokstaver": run.letters})[1]:
                break
        else:
            pytest.fail(f"{_GUESSES} guesses at one server, and the other has heard of none")
