"""What a visitor waits for, in Chromium on the same machine as the server."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Page, sync_playwright

from bench.numbers import tell
from bench.serving import up
from core.site.figures import figure_source
from scripts.browser import find

TIMES = 10
ROWS = "document.querySelectorAll('table.nk-table .c-name').length > 9"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def watch(condition: str) -> str:
    """A script that notes, in the page's own clock, when what CONDITION (JavaScript) waits for has been painted."""
    return f"""
window.benchDrawn = new Promise(resolve => {{
  const look = () => {{
    if ({condition})
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
    else requestAnimationFrame(look);
  }};
  look();
}});
"""


CLICK = """
([selector, wanted]) => new Promise(resolve => {
  const link = document.querySelector(selector);
  const started = performance.now();
  const look = () => {
    const h1 = document.querySelector('h1[data-view]');
    if (h1 && h1.dataset.view.includes(wanted))
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started)));
    else requestAnimationFrame(look);
  };
  link.click();
  look();
})
"""


def run() -> None:
    """Print the numbers."""
    figures = figure_source().get()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    names = [p.id for p in figures.catalogue.participants]
    strangers = list(figures.snapshot.municipalities)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        _starts(browser, names[0])
        with up() as (_, url):
            visits(browser, f"{url}/?kommun={names[0]}", ROWS, "a readable table", (1.6, 1.1))
            _clicks(browser, url, names, strangers)
        browser.close()


def visits(
    browser: Browser, address: str, drawn: str, words: str, wished: tuple[float, float], *, height: int = 900
) -> None:
    """Print how long ADDRESS takes until DRAWN (``painted``), with nothing kept in the browser and then again."""
    first: list[float] = []
    again: list[float] = []
    for _ in range(TIMES):
        context = browser.new_context(viewport={"width": 1280, "height": height})
        for seconds in (first, again):
            page = context.new_page()
            seconds.append(painted(page, address, drawn))
            page.close()
        context.close()
    tell(f"first visit, empty browser cache, to {words}", first, wished[0])
    tell(f"repeat visit, to {words}", again, wished[1])


def painted(page: Page, address: str, drawn: str) -> float:
    """Seconds from asking for ADDRESS until DRAWN (JavaScript) has been painted on PAGE, by the page's own clock."""
    page.add_init_script(watch(drawn))
    page.goto(address, wait_until="commit")
    return float(page.evaluate("window.benchDrawn")) / 1000


def _clicks(browser: Browser, url: str, names: list[str], strangers: list[str]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    opened(page, f"{url}/?kommun={names[0]}")
    changed, to_row, filtered, new = [], [], [], []
    for i in range(TIMES):
        to = names[(i + 1) % len(names)]
        changed.append(clicked(page, f"#meny-kommun a[href='/?kommun={to}']", f"kommun={to}"))
        filtered.append(clicked(page, ".nk-tabs a[href*='avvikelser']", "visa=avvikelser"))
        opened(page, f"{url}/?kommun={to}")
        to_row.append(clicked(page, "table.nk-table .c-name a", "/indikator"))
        page.go_back()
        page.locator(".nk-overview h1").wait_for()
    for i in range(TIMES):
        opened(page, f"{url}/kommun")
        to = strangers[100 + i]
        new.append(clicked(page, f".nk-all a[href='/?kommun={to}']", f"/?kommun={to}"))
    _matrices(page, url, names[0])
    tell("click on another municipality to table drawn", changed, 0.2)
    tell("click on a municipality that nobody has looked at", new, 0.2)
    tell("click on a filter", filtered)
    tell("row to the indicator's heading", to_row, 0.12)


def _matrices(page: Page, url: str, municipality: str) -> None:
    """The matrix of ten municipalities, area by area as nobody has asked for them, and then again."""
    asked = "grupp=sodertorn-10"
    new: list[float] = []
    kept: list[float] = []
    for seconds in (new, kept):
        opened(page, f"{url}/jamfor?kommun={municipality}&{asked}")
        areas = page.locator("#meny-omrade a[href*=omrade]").count()
        for i in range(min(areas, TIMES)):
            selector = f"#meny-omrade li:nth-child({i + 2}) a"
            area = str(page.locator(selector).get_attribute("href")).split("omrade=")[1].split("&")[0]
            seconds.append(clicked(page, selector, f"omrade={area}"))
    tell("click on an area's matrix that nobody has looked at", new, 0.4)
    tell("click on an area's matrix, kept", kept)


def opened(page: Page, address: str) -> None:
    """Open ADDRESS and wait until Streamlit has taken over from the first paint."""
    page.goto(address)
    page.locator(".stMain h1[data-view]").wait_for()
    page.locator("#nk-first").wait_for(state="detached")


def clicked(page: Page, selector: str, wanted: str) -> float:
    """Seconds from a click on SELECTOR until the page whose address has WANTED is painted."""
    page.locator(selector).first.wait_for(state="attached")
    return float(page.evaluate(CLICK, [selector, wanted])) / 1000


def _starts(browser: Browser, municipality: str) -> None:
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        with up() as (_, url):
            page = browser.new_page()
            painted(page, f"{url}/?kommun={municipality}", ROWS)
            seconds.append(time.perf_counter() - started)
            page.close()
    tell("start of the process to the first visitor's table", seconds, 4.0)
