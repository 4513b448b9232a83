"""What a reader of goals and a manager who sets a milestone wait for, in Chromium, on the example."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping

from playwright.sync_api import Browser, Page, sync_playwright

from bench import goals
from bench.in_browser import FLAGS, TIMES, clicked, opened
from bench.numbers import tell
from bench.serving import ROOT, up
from core.site.figures import figure_source
from scripts.browser import find

_PLACE, _LOGIN, _WORDS = "9001", "bench", "ett-langt-losenord-1"


def run() -> None:
    """Print the numbers: the server's of a large chain in the data folder, then those of the example in a browser."""
    figures = figure_source().get()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    goals.run(figures)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        env = os.environ | {"NYCKELTAL_DATA_DIR": folder}
        _command(env, "example")
        _command(env, "users", "add", _LOGIN, "--name", "Bench", "--role", "chef", "--municipality", _PLACE, "--own")
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        with up(env) as (_, url):
            _clicks(browser, url)
            _saves(browser, url)
        browser.close()


def _command(env: Mapping[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "core", *words]
    subprocess.run(command, cwd=ROOT, env=env, input=f"{_WORDS}\n", text=True, stdout=subprocess.DEVNULL, check=True)


def _clicks(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    to_goals, to_goal = [], []
    for _ in range(TIMES):
        opened(page, f"{url}/?kommun={_PLACE}")
        to_goals.append(clicked(page, f"a[href='/mal?kommun={_PLACE}']", "/mal?"))
        page.locator("#nk-first").wait_for(state="detached")
        to_goal.append(clicked(page, ".nk-band-head h2 a", "/malsida"))
    tell("click on Mål to the chain drawn", to_goals, 0.2)
    tell("click on a goal area to its page drawn", to_goal, 0.2)


def _saves(browser: Browser, url: str) -> None:
    """A milestone is changed in a goal's form: from the press to the page that says it is saved."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{url}/logga-in")
    page.get_by_label("Inloggningsnamn").fill(_LOGIN)
    page.get_by_label("Lösenord").fill(_WORDS)
    page.get_by_role("button", name="Logga in").click()
    page.locator("#meny-person").wait_for()
    goal = _goal(page, url)
    seconds = []
    for i in range(TIMES):
        opened(page, goal)
        page.locator(".p-level input[type=text]").first.fill(f"minst {95 + i / 10:.1f}".replace(".", ","))
        took = _pressed(page)
        if page.locator(".stMain .nk-told.bad").count():
            # A level that is doubted: the next press says that it is right.
            took = _pressed(page)
        page.locator(".stMain .nk-told.good").wait_for()
        seconds.append(took)
    tell("press on Spara with a new milestone to the page that says so", seconds)


def _pressed(page: Page) -> float:
    """Seconds from a press on Spara until the page answers."""
    page.locator(".stMain .nk-told").evaluate_all("all => all.forEach(one => one.remove())")
    started = time.perf_counter()
    page.locator(".nk-plan-save button").click()
    page.locator(".stMain .nk-told").wait_for()
    return time.perf_counter() - started


def _goal(page: Page, url: str) -> str:
    """The address of a goal's form, with an indicator."""
    opened(page, f"{url}/plan?kommun={_PLACE}")
    page.locator(".nk-plans a").first.click()
    line = page.locator(".nk-plan-goal").filter(has_not_text="Ingen indikator än").first
    return f"{url}{line.locator('h3 a').get_attribute('href')}"
