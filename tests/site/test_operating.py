"""How the service fares: the page Drift, the numbers of the running server, and its log."""

from __future__ import annotations

import json
import logging
import os
import runpy
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import REGISTRY, Gauge, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from core import measured
from core.access.people import Person, Role, at_the_terminal
from core.logs import JsonLines
from core.measured import CLICK, GIVEN_OUT, NUMBERS, PAINT, acted, counted, memory_of
from core.operating import BACKUP, FAILED, FETCHED, REFRESH, noted
from core.settings import Settings
from core.site import watched
from core.site.figures import figure_source
from core.site.middleware import Guard
from core.site.routes import routes
from core.site.site import SITE
from core.state.audit import Change
from core.web.maker import MAKER
from core.web.visit import Visit
from tests.site.asgi import Client, looping
from tests.web.html import parsed

pytestmark = pytest.mark.usefixtures("source", "filled_dir")
_NONE_HAS = 2**22 + 1  # more than Linux gives
BERIT = Person(1, "berit", "Berit", Role.ADMINISTRATOR)
BY = at_the_terminal("x")


@pytest.fixture
def client() -> Iterator[Client]:
    with looping() as loop:
        yield Client(Starlette(routes=routes(), middleware=[Middleware(Guard)]), loop)


def drift(person: Person = BERIT) -> str:
    return parsed(SITE["/drift"].show(Visit("/drift", {}, figure_source().get(), person))).text


def test_the_page_says_what_is_wrong_and_what_to_do() -> None:
    text = drift()
    for words in ("Siffror", "SQLite svarar", "GB lediga", "ingen är gjord", "python -m core backup"):
        assert words in text
    assert "Ingen är gjord än. Hämta med: python -m core refresh" in text


def test_the_page_tells_of_refreshes_with_what_failed_and_of_backups() -> None:
    url = Settings.from_environment().database_url
    noted(url, BY, Change(FETCHED, REFRESH, "cache-1.duckdb", after={"nyckeltal": 3, "kunde inte hämtas": "N15419"}))
    noted(url, BY, Change(FAILED, REFRESH, "-", after={"varför": "Kolada går inte att nå."}))
    noted(url, BY, Change("gjorde", BACKUP, "natt.zip", after={"rader": 5}))
    text = drift()
    for words in ("kunde inte hämtas: N15419", "Kolada går inte att nå.", "natt.zip", "gjord "):
        assert words in text
    assert "ingen är gjord" not in text
    assert "De gamla siffrorna är kvar." in text, "the last one failed"


@pytest.mark.parametrize(
    ("is_up", "process", "starts", "words"),
    [
        (False, None, 1, "startar, omstarter sedan servern startade: 0."),
        (True, os.getpid(), 3, "omstarter sedan servern startade: 2"),
        (True, _NONE_HAS, 1, "Den startas igen, senast inom fem minuter."),
        (False, os.getpid(), 2, "Den startas igen, senast inom fem minuter."),
    ],
    ids=["not yet up", "up", "dead, and nobody has asked since", "lost"],
)
def test_the_page_says_how_what_makes_pages_fares(
    monkeypatch: pytest.MonkeyPatch, is_up: bool, process: int | None, starts: int, words: str
) -> None:
    monkeypatch.setenv("NYCKELTAL_PAGES_AHEAD", "ja")
    monkeypatch.setattr(GIVEN_OUT, "port", 0)
    monkeypatch.setattr(MAKER, "process_id", process)
    monkeypatch.setattr(MAKER, "is_up", is_up)
    monkeypatch.setattr(MAKER, "starts", starts)
    text = drift()
    assert words in text
    assert ("är igång, minne " in text) == (is_up and process == os.getpid())
    monkeypatch.setattr(watched, "start_http_server", lambda *_, **__: None)
    watched.serve_numbers(9108)
    assert NUMBERS.get_sample_value("nyckeltal_page_maker_up") == (is_up and process == os.getpid())
    assert NUMBERS.get_sample_value("nyckeltal_page_maker_restarts") == max(starts - 1, 0)


def test_the_page_says_where_no_process_makes_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NYCKELTAL_PAGES_AHEAD", "nej")
    assert "används inte här: servern gör alla sidor själv" in drift()


def test_the_page_says_whether_numbers_are_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "NYCKELTAL_METRICS_PORT är inte satt" in drift()
    monkeypatch.setenv("NYCKELTAL_METRICS_PORT", "9108")
    assert "Porten är upptagen." in drift()
    monkeypatch.setattr(GIVEN_OUT, "port", 9108)
    assert "http://127.0.0.1:9108/metrics" in drift()


def test_what_a_process_holds_is_known_where_there_is_one() -> None:
    assert memory_of(None) == 0
    assert memory_of(os.getpid()) > 10**6 or sys.platform != "linux"


def test_what_is_done_is_done_where_the_log_cannot_be_written(caplog: pytest.LogCaptureFixture) -> None:
    noted("mysql://x", BY, Change(FETCHED, REFRESH, "-"))
    assert "does not tell of this" in caplog.text


def test_acts_and_faults_are_counted_and_no_address_is_in_the_numbers(client: Client) -> None:
    acts, faults = counted()
    assert client.page("/?kommun=0126&q=hemligt").status == 200
    with pytest.raises(ZeroDivisionError), acted(CLICK):
        raise ZeroDivisionError
    assert counted() == (acts + 2, faults + 1)
    told = generate_latest(NUMBERS).decode()
    assert f'nyckeltal_act_seconds_count{{kind="{PAINT}"}}' in told
    assert "hemligt" not in told


def test_numbers_are_given_out_to_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, str]] = []
    monkeypatch.setattr(GIVEN_OUT, "port", 0)
    monkeypatch.setattr(watched, "start_http_server", lambda port, addr, registry: given.append((port, addr)))
    watched.serve_numbers(9108)
    assert given == [(9108, "127.0.0.1")]
    assert GIVEN_OUT.port == 9108
    told = generate_latest(NUMBERS).decode()
    [age] = [line for line in told.splitlines() if line.startswith("nyckeltal_figures_age_seconds ")]
    assert float(age.split()[1]) > 0


def test_a_name_that_somebody_else_has_taken_in_the_same_process_is_no_hindrance() -> None:
    taken = Gauge("nyckeltal_sessions", "Another program's")
    try:
        assert runpy.run_path(measured.__file__)["NUMBERS"] is not NUMBERS
    finally:
        REGISTRY.unregister(taken)


def test_a_line_of_the_log_is_json_by_a_setting_with_the_fault_in_it() -> None:
    error = ValueError("å")
    record = logging.LogRecord("core.x", logging.ERROR, "", 0, "gick %s", ("fel",), (ValueError, error, None))
    told = json.loads(JsonLines().format(record))
    assert (told["level"], told["logger"], told["message"]) == ("error", "core.x", "gick fel")
    assert "ValueError: å" in told["fault"]
    assert datetime.fromisoformat(told["time"]).tzinfo == UTC


def test_numbers_are_off_unless_a_port_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert Settings.from_environment().metrics_port == 0
    monkeypatch.setenv("NYCKELTAL_METRICS_PORT", "9108")
    monkeypatch.setenv("NYCKELTAL_LOG", "json")
    found = Settings.from_environment()
    assert (found.metrics_port, found.all_logs_json, found.logs_json) == (9108, True, True)
