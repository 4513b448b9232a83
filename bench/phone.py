"""The first visit on a phone (10 Mbit/s, a processor four times slower), by nginx: to the table, and what is sent."""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, sync_playwright

from bench.in_browser import FLAGS, ROWS, TIMES, painted, watch
from bench.numbers import tell
from bench.serving import free_port, started
from core.site.figures import figure_source
from scripts.browser import find, find_nginx
from scripts.front import running

_GOAL = 1.5
_BYTES_A_SECOND, _LATENCY_MS, _SLOWER = 10_000_000 / 8, 40, 4
_INDICATOR = "document.querySelector('h1[data-view^=\"/indikator\"]')"
_LONG_TASKS = """
window.nkDeaf = 0;
new PerformanceObserver((found) => { for (const one of found.getEntries()) window.nkDeaf += one.duration - 50; })
  .observe({ type: "longtask", buffered: true });
"""
_PARTS = {
    "/assets/": "our styles and scripts",
    "/static/js/": "Streamlit's scripts",
    "/static/css/": "Streamlit's styles",
    "/static/media/": "fonts",
    "/_stcore/": "Streamlit's questions",
}


def command(words: Sequence[str]) -> None:
    """``phone`` with its options."""
    parser = argparse.ArgumentParser(prog="python -m bench phone", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--mouse", action="store_true", help="as slow, by who has a mouse: Streamlit is fetched too")
    options = parser.parse_args(words)
    figures, nginx = figure_source().get(), find_nginx()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    if nginx is None:
        raise SystemExit("phone: no nginx here, not measured")
    own = figures.catalogue.participants[0].id
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        _, ports = stack.enter_context(started(1, os.environ, folder / "server.log"))
        (folder / "nginx").mkdir()
        front = stack.enter_context(running(nginx, folder / "nginx", ports, (free_port(), free_port())))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        address = f"{front.url}/?kommun={own}"
        # nginx keeps what never changes: the second phone of a day is the usual one.
        _visit(browser, address, has_mouse=options.mouse)
        seen = [_visit(browser, address, has_mouse=options.mouse) for _ in range(options.times)]
        browser.close()
    tell("first visit on a phone, to a readable table", [one.table for one in seen], _GOAL)
    tell("in which a tap must wait (tasks over 50 ms), in all", [one.deaf for one in seen])
    tell("a row's link, to the indicator painted", [one.indicator for one in seen])
    sent = seen[-1].sent
    print("| what is sent | requests | kB | of it before the table could be read |\n|---|---|---|---|")
    for part in sorted(sent, key=lambda one: -sum(size for size, _ in sent[one])):
        sizes = sent[part]
        early = sum(size for size, is_early in sizes if is_early)
        print(f"| {part} | {len(sizes)} | {sum(size for size, _ in sizes) / 1000:.0f} | {early / 1000:.0f} |")
    whole = [size for sizes in sent.values() for size, _ in sizes]
    print(f"| all | {len(whole)} | {sum(whole) / 1000:.0f} | |", flush=True)


@dataclass(frozen=True)
class Seen:
    """Seconds to the ``table``, those in which taps must wait (``deaf``: what tasks take over 50 ms), and from a row's
    link to its ``indicator``; the bytes of each part's requests up to that, and whether each came before the table.
    """

    table: float
    deaf: float
    indicator: float
    sent: Mapping[str, Sequence[tuple[int, bool]]]


def _visit(browser: Browser, address: str, *, has_mouse: bool) -> Seen:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        ignore_https_errors=True,
        has_touch=not has_mouse,
        is_mobile=not has_mouse,
    )
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    line = {"offline": False, "latency": _LATENCY_MS, "downloadThroughput": _BYTES_A_SECOND}
    phone.send("Network.emulateNetworkConditions", line | {"uploadThroughput": _BYTES_A_SECOND})
    phone.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    is_early, finished = [True], list[tuple[Request, bool]]()
    page.on("requestfinished", lambda request: finished.append((request, is_early[0])))
    page.add_init_script(_LONG_TASKS)
    seconds = painted(page, address, ROWS)
    is_early[0] = False
    page.wait_for_load_state("networkidle", timeout=60_000)
    sent: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for request, early in finished:
        path = urlsplit(request.url).path
        part = next((words for start, words in _PARTS.items() if path.startswith(start)), "the page itself")
        sizes = request.sizes()
        sent[part].append((sizes["responseBodySize"] + sizes["responseHeadersSize"], early))
    deaf = float(page.evaluate("nkDeaf")) / 1000
    seen = Seen(seconds, deaf, _next(page), sent)
    context.close()
    return seen


def _next(page: Page) -> float:
    """Seconds from a row's link until its indicator has been painted: in another document, or in the same."""
    page.add_init_script(watch(_INDICATOR))
    began = page.evaluate(f"{watch(_INDICATOR)} performance.timeOrigin + performance.now()")
    page.locator("table.nk-table .c-name a").first.evaluate("link => link.click()")
    page.wait_for_url("**/indikator**", wait_until="commit")
    page.locator("h1[data-view^='/indikator']").first.wait_for()
    return float(page.evaluate("benchDrawn.then((at) => performance.timeOrigin + at)") - began) / 1000
