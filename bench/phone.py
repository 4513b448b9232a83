"""The first visit on a phone (10 Mbit/s, a processor four times slower), by nginx: to the table, and what is sent."""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request, sync_playwright

from bench.in_browser import FLAGS, ROWS, TIMES, painted
from bench.numbers import tell
from bench.serving import free_port, started
from core.site.figures import figure_source
from scripts.browser import find, find_nginx
from scripts.front import running

_GOAL = 1.5
_BYTES_A_SECOND, _LATENCY_MS, _SLOWER = 10_000_000 / 8, 40, 4
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
        _visit(browser, address)
        seen = [_visit(browser, address) for _ in range(options.times)]
        browser.close()
    tell("first visit on a phone, to a readable table", [seconds for seconds, _ in seen], _GOAL)
    _, sent = seen[-1]
    print("| what is sent | requests | kB | of it before the table could be read |\n|---|---|---|---|")
    for part in sorted(sent, key=lambda one: -sum(size for size, _ in sent[one])):
        sizes = sent[part]
        early = sum(size for size, is_early in sizes if is_early)
        print(f"| {part} | {len(sizes)} | {sum(size for size, _ in sizes) / 1000:.0f} | {early / 1000:.0f} |")
    whole = [size for sizes in sent.values() for size, _ in sizes]
    print(f"| all | {len(whole)} | {sum(whole) / 1000:.0f} | |", flush=True)


def _visit(browser: Browser, address: str) -> tuple[float, dict[str, list[tuple[int, bool]]]]:
    """Seconds to the table, and the bytes of each part's requests, and whether each had come before the table."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, ignore_https_errors=True, has_touch=True)
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    line = {"offline": False, "latency": _LATENCY_MS, "downloadThroughput": _BYTES_A_SECOND}
    phone.send("Network.emulateNetworkConditions", line | {"uploadThroughput": _BYTES_A_SECOND})
    phone.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    is_early, finished = [True], list[tuple[Request, bool]]()
    page.on("requestfinished", lambda request: finished.append((request, is_early[0])))
    seconds = painted(page, address, ROWS)
    is_early[0] = False
    page.locator("#nk-first").wait_for(state="detached", timeout=60_000)
    page.wait_for_load_state("networkidle")
    sent: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for request, early in finished:
        path = urlsplit(request.url).path
        part = next((words for start, words in _PARTS.items() if path.startswith(start)), "the page itself")
        sizes = request.sizes()
        sent[part].append((sizes["responseBodySize"] + sizes["responseHeadersSize"], early))
    context.close()
    return seconds, sent
