"""The server when there is nothing to show, or when something is broken."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.cache import SnapshotStore
from core.documents.files import KINDS
from core.outcomes.figures import Figures
from core.outcomes.kept import Lasting
from core.site.lifespan import _is_over_when_idle, first_view, keep_warm, pages_ahead, warm_up
from core.site.middleware import Guard
from core.site.routes import routes
from core.site.site import SITE, TABLES
from core.web.choices import AREAS, COMPARE, INDICATOR, LEARN, download_path
from core.web.turns import PAGES_AT_ONCE
from core.web.visit import Visit
from tests.shared import GRADES, HUDDINGE, READING
from tests.site.asgi import Client, looping

pytestmark = pytest.mark.usefixtures("source")

DOWNLOADS = tuple(
    f"{download_path(page, kind)}?kommun=0126&nyckeltal={GRADES}"
    for page, kind in zip(TABLES, cycle(KINDS), strict=False)
)


def fault(_: Request) -> Response:
    raise ZeroDivisionError


@pytest.fixture
def client() -> Iterator[Client]:
    """A client of our own routes, in our middleware."""
    app = Starlette(routes=[*routes(), Route("/_stcore/fault", fault)], middleware=[Middleware(Guard)])
    with looping() as loop:
        yield Client(app, loop)


@pytest.fixture
def broken(data_dir: Path) -> Path:
    """A data folder whose snapshot is nonsense."""
    store = SnapshotStore(data_dir)
    file = store.new_file()
    file.write_bytes(b"nonsense")
    store.swap_in(file)
    return file


@pytest.mark.parametrize("address", DOWNLOADS)
def test_before_anything_is_fetched_there_is_nothing_to_take_away(client: Client, data_dir: Path, address: str) -> None:
    answer = client.get(address)
    assert (answer.status, answer.text) == (503, "Det finns inga siffror än.")


def test_before_anything_is_fetched_health_says_so(client: Client, data_dir: Path) -> None:
    answer = client.get("/halsa")
    assert (answer.status, json.loads(answer.text)) == (503, {"ok": False, "fel": "inga siffror"})


@pytest.mark.parametrize("path", [path for path in READING if path != "/om"])
def test_before_anything_is_fetched_a_page_says_what_to_do(client: Client, data_dir: Path, path: str) -> None:
    answer = client.page(f"{path}?kommun=0126")
    assert answer.status == 200
    assert "Det finns inga siffror än" in answer.text


def test_before_anything_is_fetched_nothing_is_suggested_and_a_group_leads_to_what_to_do(
    client: Client, data_dir: Path
) -> None:
    answer = client.get("/sok.json?q=skola")
    assert (answer.status, json.loads(answer.text)) == (200, [])
    answer = client.get("/grupp/valda?kommun=0126&med=0127&till=jamfor")
    assert (answer.status, answer.headers["location"]) == (303, "/jamfor")


@pytest.mark.parametrize("address", ["/sok.json?q=skola", "/grupp/valda?kommun=0126&med=0127"])
def test_with_a_broken_file_nothing_of_it_is_told_to_a_stranger(client: Client, broken: Path, address: str) -> None:
    answer = client.get(address)
    assert answer.status in (500, 503)
    assert "Traceback" not in answer.text
    assert str(broken.parent) not in answer.text


@pytest.mark.parametrize("address", DOWNLOADS)
def test_a_broken_file_is_told_where_a_download_was_asked_for(client: Client, broken: Path, address: str) -> None:
    answer = client.get(address)
    assert answer.status == 503
    assert answer.text == "Siffrorna går inte att läsa just nu. Försök igen om en stund."


def test_a_broken_file_is_told_by_health(client: Client, broken: Path) -> None:
    answer = client.get("/halsa")
    said = json.loads(answer.text)
    assert (answer.status, said["ok"]) == (503, False)
    assert said["fel"] == "Siffrorna går inte att läsa just nu."


def test_with_a_broken_file_pages_are_still_served(
    client: Client, broken: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.page("/?kommun=0126")
    assert answer.status == 200
    assert '<html lang="sv">' in answer.text
    assert "Traceback" not in answer.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hemligt@host/db",
        "postgresql://u:hemligt@127.0.0.1:9/db",
        "sqlite:////dev/null/mapp/state.sqlite",
        "hemligt",
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_paths_or_drivers(
    client: Client, filled_dir: Path, url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NYCKELTAL_DATABASE_URL", url)
    for address in ("/halsa", *DOWNLOADS):
        answer = client.get(address)
        assert answer.status == 503
        assert "Databasen går inte att använda just nu." in answer.text
        for word in ("hemligt", "/dev/null", "127.0.0.1", "sqlite", "psycopg", "mysql", "postgres", "NYCKELTAL_"):
            assert word.lower() not in answer.text.lower()
    # Whoever runs the server finds it in the log.
    assert re.search("NYCKELTAL_DATABASE_URL|Kontrollera att mappen finns", caplog.text)
    assert "hemligt" not in caplog.text


def test_a_broken_store_that_is_mended_works_without_a_restart(
    client: Client, broken: Path, shipped_file: Path
) -> None:
    assert client.get("/halsa").status == 503
    store = SnapshotStore(broken.parent)
    file = store.new_file()
    file.write_bytes(shipped_file.read_bytes())
    store.swap_in(file)
    assert client.get("/halsa").status == 200


def test_a_fault_of_our_own_is_told_without_its_trace_and_with_the_headers(client: Client) -> None:
    answer = client.get("/_stcore/fault")
    assert answer.status == 500
    assert "ZeroDivisionError" not in answer.text
    assert answer.headers.get("x-content-type-options") == "nosniff"


def test_starting_without_figures_warms_nothing_and_goes_on(data_dir: Path) -> None:
    assert first_view() is None


def test_starting_with_a_broken_file_is_logged_and_goes_on(broken: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert first_view() is None
    assert [record.message for record in caplog.records] == ["the figures cannot be read"]


def test_after_the_start_every_participants_first_view_is_ready(
    filled_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object, **__: object) -> str:
        raise AssertionError("a first view had to be made")

    figures = first_view()
    assert figures is not None
    assert len(list(warm_up(figures))) > len(figures.catalogue.participants)
    monkeypatch.setattr("core.features.overview.entry.render", slow)
    for participant in figures.catalogue.participants:
        view = SITE["/"].show(Visit("/", {"kommun": participant.id}, figures))
        assert f"Så går det för {participant.name}" in view
    with pytest.raises(AssertionError, match="had to be made"):
        SITE["/"].show(Visit("/", {"kommun": "2062"}, figures))


def test_the_participants_other_pages_and_all_overviews_are_made_before_somebody_asks(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.site.lifespan.taking_part", lambda *_: [HUDDINGE])
    made = len(list(pages_ahead(figures)))
    catalogue, municipalities = figures.catalogue, figures.snapshot.municipalities
    goals = len(catalogue.participants)
    assert made == goals + 3 * len(catalogue.areas) + 2 * len(catalogue.indicators) + len(municipalities)

    def slow(*_: object) -> object:
        raise AssertionError("a page had to be made")

    monkeypatch.setattr(Lasting, "_lock_of", slow)
    for path, chosen in ((AREAS, {"omrade": "grundskola"}), (COMPARE, {"omrade": "grundskola"})):
        assert SITE[path].show(Visit(path, {"kommun": HUDDINGE} | chosen, figures))
    for path in (INDICATOR, LEARN):
        assert SITE[path].show(Visit(path, {"kommun": HUDDINGE, "nyckeltal": GRADES}, figures))
    assert SITE["/"].show(Visit("/", {"kommun": "2062"}, figures))
    with pytest.raises(AssertionError, match="had to be made"):
        SITE[INDICATOR].show(Visit(INDICATOR, {"kommun": "2062", "nyckeltal": GRADES}, figures))


def test_what_is_made_ahead_gives_way_to_readers() -> None:
    turns = ExitStack()
    turns.enter_context(PAGES_AT_ONCE.turn())

    class Waits(threading.Event):
        """The reader is served while one waits for the third time."""

        waits = 0

        def wait(self, timeout: float | None = None) -> bool:
            del timeout
            self.waits += 1
            if self.waits == 3:
                turns.close()
            return self.is_set()

    is_over = Waits()
    assert not _is_over_when_idle(is_over)
    assert is_over.waits == 3


def test_figures_that_come_later_are_warmed_up_too(filled_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed: list[Path] = []
    store = SnapshotStore(filled_dir)
    now = store.current()
    assert now is not None
    content, later = now.read_bytes(), store.new_file()

    def is_warmed(figures: Figures) -> Iterator[None]:
        warmed.append(figures.snapshot.file)
        yield

    class Turns(threading.Event):
        """While one would wait: nothing happens, a fetch is made, and it is over."""

        turns = 0

        def wait(self, timeout: float | None = None) -> bool:
            del timeout
            self.turns += 1
            if self.turns == 2:
                later.write_bytes(content)
                store.swap_in(later)
            if self.turns == 4:
                self.set()
            return self.is_set()

    monkeypatch.setattr("core.site.lifespan.warm_up", is_warmed)
    keep_warm(first_view(), Turns())
    assert warmed == [now, later]
