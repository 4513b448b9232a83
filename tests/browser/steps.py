"""What the browser's tests of signed-in pages do: accounts, signing in, and what every page must keep to."""

from __future__ import annotations

import os
import subprocess
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, App, visit
from tests.browser.test_signing_in import WORDS, sign_in


def made_administrator(app: App, login: str, name: str) -> str:
    """LOGIN, an account made at the terminal."""
    environment = os.environ | {"NYCKELTAL_DATA_DIR": str(app.data)}
    command = [sys.executable, "-m", "core", "users", "add", login, "--name", name, "--role", "administratör"]
    subprocess.run(command, cwd=ROOT, env=environment, input=f"{WORDS}\n".encode(), check=True)
    return login


def come(app: App, page: Page, login: str, path: str = "/egna") -> None:
    """Sign in as LOGIN and wait for PATH."""
    visit(page, f"{app.url}/logga-in?till={path}")
    sign_in(page, login, WORDS)
    page.wait_for_url(f"**{path}**")
    drawn(page)


def leave(page: Page) -> None:
    page.locator(".stMain #meny-person summary").click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.locator(".stMain h1")).to_have_text("Sidan kräver att du loggar in")


def drawn(page: Page) -> None:
    page.locator(".stMain h1[data-view]").wait_for()
    expect(page.locator("#nk-first")).to_have_count(0)


def is_accessible(page: Page) -> list[str]:
    """The rules of WCAG 2.2 AA that the page breaks."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side."""
    return bool(page.locator(".stMain").evaluate("element => element.scrollWidth <= element.clientWidth"))


def is_sound(page: Page) -> bool:
    """Whether the page breaks no rule of WCAG 2.2 AA, and nothing sticks out at the side."""
    drawn(page)
    assert is_accessible(page) == []
    return fits(page)
