"""Signing in as people do, and what is then theirs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import ROOT, App, visit

WORDS = "en bra mening med å"


@pytest.fixture(scope="module")
def administrator(app: App) -> str:
    """An account in the running app, made at the terminal as the README says."""
    environment = os.environ | {"NYCKELTAL_DATA_DIR": str(app.data)}
    command = [sys.executable, "-m", "core", "users", "add", "chefen", "--own", "--name", "Administratören"]
    subprocess.run(
        [*command, "--role", "administratör"], cwd=ROOT, env=environment, input=f"{WORDS}\n".encode(), check=True
    )
    return "chefen"


def sign_in(page: Page, login: str, password: str) -> None:
    page.get_by_label("Inloggningsnamn").fill(login)
    page.get_by_label("Lösenord").fill(password)
    page.get_by_role("button", name="Logga in").click()


def test_one_comes_back_to_the_view_one_left(app: App, page: Page, administrator: str) -> None:
    visit(page, f"{app.url}/jamfor?kommun={app.municipality}&omrade=grundskola")
    page.get_by_role("link", name="Logga in").click()
    sign_in(page, administrator, "en helt annan mening")
    expect(page.locator(".stMain .nk-told")).to_contain_text("Namnet eller lösenordet stämmer inte.")
    expect(page.locator("#nk-first")).to_have_count(0)
    # The name that she typed stands there; the password does not.
    expect(page.get_by_label("Inloggningsnamn")).to_have_value(administrator)
    expect(page.get_by_label("Lösenord")).to_have_value("")
    sign_in(page, administrator, WORDS)
    page.wait_for_url("**/jamfor?**omrade=grundskola**")
    expect(page.locator(".stMain #meny-person summary")).to_contain_text("Administratören")


def test_signing_out_holds_in_every_tab_and_for_a_copied_cookie(
    app: App, context: BrowserContext, page: Page, administrator: str
) -> None:
    visit(page, f"{app.url}/logga-in?till=/konton")
    sign_in(page, administrator, WORDS)
    expect(page.locator(".stMain h1")).to_have_text("Konton")
    [cookie] = [c for c in context.cookies() if c["name"] == "nyckeltal"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    other = context.new_page()
    visit(other, f"{app.url}/konto")
    expect(page.locator("#nk-first")).to_have_count(0)
    page.locator("#meny-person summary").click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.locator(".stMain h1")).to_have_text("Sidan kräver att du loggar in")
    context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": app.url}])
    other.reload()
    expect(other.locator(".stMain h1")).to_have_text("Sidan kräver att du loggar in")


@pytest.mark.parametrize("path", ["/konto", "/konton", "/logg"])
def test_a_readers_direct_link_to_a_page_that_is_not_hers_says_why(app: App, page: Page, path: str) -> None:
    visit(page, f"{app.url}{path}")
    expect(page.locator(".stMain h1")).to_have_text("Sidan kräver att du loggar in")
    assert page.locator("form[action^='/konto']").count() == 0


def test_an_administrator_adds_a_convenor_who_sees_no_accounts(
    app: App, page: Page, administrator: str, request: pytest.FixtureRequest
) -> None:
    login = f"bo{request.node.callspec.id}"
    visit(page, f"{app.url}/logga-in?till=/konton")
    sign_in(page, administrator, WORDS)
    expect(page.locator(".stMain h1")).to_have_text("Konton")
    expect(page.locator("#nk-first")).to_have_count(0)
    for password, said in (("kort", "för kort"), ("en lång mening till bo", f"Kontot {login} finns nu.")):
        form = page.locator(".stMain form[action='/konton/nytt']")
        form.get_by_label("Inloggningsnamn").fill(login)
        form.get_by_label("Namn som visas").fill("Sammankallande grundskola")
        form.get_by_label("Grundskola").check()
        form.get_by_label("Lösenord").fill(password)
        form.get_by_role("button").click()
        expect(page.locator(".stMain .nk-told")).to_contain_text(said)
        expect(page.locator("#nk-first")).to_have_count(0)
    page.locator("#meny-person summary").click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.locator(".stMain h1")).to_have_text("Sidan kräver att du loggar in")
    visit(page, f"{app.url}/logga-in?till=/konton")
    sign_in(page, login, "en lång mening till bo")
    # The administrator knows that password: she chooses her own before anything else.
    expect(page.locator(".stMain h1")).to_have_text("Mitt konto")
    expect(page.locator(".stMain .nk-told")).to_contain_text("Välj ett eget lösenord")
    for name, password in (("losenord", "en lång mening till bo"), ("nytt", WORDS), ("igen", WORDS)):
        page.locator(f".stMain form[action='/konto/losenord'] input[name='{name}']").fill(password)
    page.get_by_role("button", name="Byt lösenord").click()
    expect(page.locator(".stMain h1")).to_have_text("Logga in")
    sign_in(page, login, WORDS)
    expect(page.locator(".stMain h1")).to_have_text("Sidan kräver ett annat konto")
