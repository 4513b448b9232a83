"""The real thing: the app by the README's command, on the stand-in's figures where they are, in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect, sync_playwright

from scripts.browser import find
from tests.shared import free_port
from tests.workers import made_once

ROOT = Path(__file__).resolve().parents[2]
KOLADA = ROOT.parent / "shared" / "kolada"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Else every test's first page starts a process that reads all of Streamlit's script anew: half a second.
    "--renderer-process-limit=1",
)
# A machine that runs three browsers at once is slow, and that says nothing of the product.
expect.set_options(timeout=20_000)
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class App:
    """A running server and the municipality that the tests look at."""

    url: str
    municipality: str
    name: str
    other: str
    other_name: str
    data: Path


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything in this folder drives the browser; each test at one of the widths, unless both are asked for."""
    ours = [item for item in items if item.nodeid.startswith("tests/browser/")]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    if os.environ.get("NYCKELTAL_EVERYTHING"):
        return
    left_out = [item for item in ours if _is_left_out(item.name)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _is_left_out(name: str) -> bool:
    """Half the tests run wide and half on the phone, always the same: both are too long for every change."""
    width = next((width for width in ("1280", "390") if f"[{width}" in name or f"-{width}" in name), None)
    if width is None:
        return False
    test = zlib.crc32(name.replace(width, "").encode())
    return width != ("1280", "390")[test % 2]


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with the stand-in's figures, or with example data on a machine that has none."""
    # Fetching takes most of a minute: once for all workers, of which each has its own copy.
    fetched = made_once(tmp_path_factory, "fetched", _fetch)
    data = tmp_path_factory.mktemp("data") / "data"
    shutil.copytree(fetched, data, symlinks=True)
    environment = _environment(data)
    chosen = ("0126", "Huddinge", "0128", "Salem") if KOLADA.exists() else ("9001", "Storköping", "9002", "")
    port = free_port()
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "scripts/run.py", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    url = f"http://localhost:{port}"
    try:
        _wait_until_up(url, server, data / "server.log")
        yield App(url, *chosen, data)
    finally:
        server.terminate()
        server.wait(20)


def _environment(data: Path) -> dict[str, str]:
    environment = os.environ | {"NYCKELTAL_DATA_DIR": str(data)}
    environment.pop("NYCKELTAL_DATABASE_URL", None)
    return environment


def _fetch(folder: Path) -> None:
    """Put the stand-in's figures into FOLDER, or example data where it is not."""
    if KOLADA.exists():
        _refresh(_environment(folder))
    else:
        _command(_environment(folder), "example")


def _refresh(environment: dict[str, str]) -> None:
    stand_in = subprocess.Popen(
        [sys.executable, str(KOLADA / "serve.py"), "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert stand_in.stdout is not None
        base = stand_in.stdout.readline().strip()
        _command(environment | {"NYCKELTAL_KOLADA_URL": base}, "refresh", "--from-year", "2016")
    finally:
        stand_in.terminate()
        stand_in.communicate(timeout=20)


def _command(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "-m", "core", *words], cwd=ROOT, env=environment, check=True, timeout=300)


def _wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until the server answers; it has warmed up by then."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/halsa", timeout=2):
                return
        except OSError:
            # Not a wait of a chosen length for something to happen: the question is repeated until answered.
            server_has_ended = _ended_within(server, 0.2)
            if server_has_ended:
                break
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


def _ended_within(server: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def visit(page: Page, url: str) -> None:
    """Open URL and wait until Streamlit has taken over from the server's first paint."""
    page.goto(url)
    # Not wait_for_function anywhere: it evaluates text in the page, which our content policy forbids.
    page.locator(".stMain h1[data-view]").wait_for()
    expect(page.locator("#nk-first")).to_have_count(0)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def _rooms(browser: Browser) -> dict[int, BrowserContext]:
    """A browser for each width, with one tab that all tests use."""
    return {}


@pytest.fixture(params=[WIDE, PHONE], ids=["1280", "390"])
def context(
    app: App, browser: Browser, _rooms: dict[int, BrowserContext], request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A new visitor, on a wide screen and on a phone.

    All is forgotten but the files that are the same for everybody: a tab of one's own takes two seconds more.
    """
    viewport = request.param
    if viewport["width"] not in _rooms:
        _rooms[viewport["width"]] = browser.new_context(viewport=viewport, locale="sv-SE")
    made = _rooms[viewport["width"]]
    if not made.pages:
        made.new_page()
    yield made
    page, *others = made.pages
    for other in others:
        other.close()
    page.unroute_all(behavior="ignoreErrors")
    page.emulate_media(media="null")
    page.set_viewport_size(viewport)
    page.goto(f"{app.url}/halsa")
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    storage = made.new_cdp_session(page)
    storage.send("Storage.clearDataForOrigin", {"origin": app.url, "storageTypes": "all"})
    storage.detach()
    made.clear_cookies()
    made.clear_permissions()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """The visitor's page; whatever the browser complains about fails the test."""
    with _watched(context.pages[0]) as watched:
        yield watched


@pytest.fixture
def lone_page(context: BrowserContext) -> Iterator[Page]:
    """A tab that nobody uses afterwards, for what cannot be undone in it: stopped websockets, answered dialogs."""
    with _watched(context.new_page()) as watched:
        yield watched


@contextmanager
def _watched(page: Page) -> Iterator[Page]:
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def fail(error: Error) -> None:
        complaints.append(str(error))

    page.set_default_timeout(15_000)
    page.on("console", listen)
    page.on("pageerror", fail)
    yield page
    page.remove_listener("console", listen)
    page.remove_listener("pageerror", fail)
    # Streamlit's own probe for a server under the page's path (two harmless 404 for every deep link), and what a
    # test itself has cut off.
    ours = [text for text in complaints if "status of 404" not in text and "net::ERR_FAILED" not in text]
    assert ours == []


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A politician on her phone, without an account."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="sv-SE")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()
