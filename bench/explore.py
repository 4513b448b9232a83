"""What a reader of Utforska waits for, in Chromium, and what the other pages load: the page alone loads Plotly."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Page, sync_playwright

from bench.in_browser import FLAGS, TIMES, opened, painted, visits
from bench.numbers import tell, timed
from bench.serving import up
from core.features.explore.choices import Colour, Form, Wish
from core.features.explore.view import view_of
from core.outcomes.figures import Figures
from core.site.figures import figure_source
from scripts.browser import find

_DOTS = "diagram=punkter"
_CHART = "document.querySelector('.stPlotlyChart .trace')"
_LINES = "document.querySelector('.nk-explore-wait .line-own, .stPlotlyChart .trace')"
# How many times a second the first dot stands somewhere else, over the first seconds of the play.
_PLAY = """
() => new Promise(resolve => {
  const dot = () => document.querySelector('.stPlotlyChart .scatterlayer .trace .point')?.getAttribute('transform');
  const button = [...document.querySelectorAll('.updatemenu-button')][0];
  const event = name => button.dispatchEvent(new MouseEvent(name, { bubbles: true }));
  let before = dot(), moved = 0, frames = 0, first = null;
  event('click');
  const look = now => {
    const here = dot();
    if (here !== before) { moved += 1; first ??= now; before = here; }
    if (first !== null) frames += 1;
    if (first !== null && now - first > 3000) resolve([frames / (now - first) * 1000, moved]);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})
"""
_LOADED = """
() => {
  const found = performance.getEntriesByType('resource');
  const size = found.reduce((sum, one) => sum + one.decodedBodySize, 0);
  return [found.length, size, found.some(one => one.name.includes('PlotlyChart'))];
}
"""


def run() -> None:
    """Print the numbers."""
    figures = figure_source().get()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    own = figures.catalogue.participants[0].id
    _server(figures, own)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        with up() as (_, url):
            page = f"{url}/utforska?kommun={own}"
            visits(browser, page, _LINES, "Utforska's lines drawn by the server", (1.5, 0.5))
            visits(browser, page, _CHART, "Utforska's first chart", (2.5, 1.0), height=1200)
            _changes(browser, url, own)
            _plays(browser, url, own)
            _others(browser, url, own)
        browser.close()


def _server(figures: Figures, own: str) -> None:
    """Each kind of view made of figures that nobody has asked for before."""
    kpis = [one.kpi for one in figures.catalogue.indicators]
    for form in Form:
        wishes = iter([Wish(own, kpi, form, against=kpis[0], colour=Colour.CLASS) for kpi in kpis[1 : TIMES + 1]])
        tell(f"{form.value}: the view made", timed(lambda left=wishes: view_of(figures, next(left)), TIMES))  # type: ignore[misc]


def _shown(browser: Browser, url: str, own: str, query: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 1200})
    painted(page, f"{url}/utforska?kommun={own}&{query}", _CHART)
    page.wait_for_timeout(1500)
    return page


def _changes(browser: Browser, url: str, own: str) -> None:
    """From a press on another diagram to its marks in the page."""
    page = _shown(browser, url, own, "")
    to = {"Staplar": ".bars", "Spridning": ".boxes", "Två mått": ".slider-container", "Linjer": ".js-line"}
    seconds: dict[str, list[float]] = {label: [] for label in to}
    for _ in range(TIMES):
        for label, mark in to.items():
            button = page.get_by_role("radio", name=label)
            started = time.perf_counter()
            button.click()
            page.locator(f".stPlotlyChart {mark}").first.wait_for(state="attached")
            seconds[label].append(time.perf_counter() - started)
            page.wait_for_timeout(500)
    for label, found in seconds.items():
        tell(f"a press on {label} to the chart drawn", found, 0.4)
    page.close()


def _plays(browser: Browser, url: str, own: str) -> None:
    page = _shown(browser, url, own, f"{_DOTS}&ar=2016&storlek=N01951")
    frames, moved = page.evaluate(_PLAY)
    print(f"290 dots that play: {frames:.0f} frames a second (20 wished), {moved} places of the first dot in 3 s")
    page.close()


def _others(browser: Browser, url: str, own: str) -> None:
    """What a page loads with an empty cache, and whether Plotly is among it."""
    for path in ("/", "/jamfor", "/utforska"):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        opened(page, f"{url}{path}?kommun={own}")
        page.wait_for_timeout(2500)
        count, size, has_plotly = page.evaluate(_LOADED)
        print(f"{path:12s} {count:4d} requests, {size / 1e6:5.2f} MB unpacked, Plotly {'yes' if has_plotly else 'no'}")
        context.close()
