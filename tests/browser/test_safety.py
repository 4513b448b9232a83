from __future__ import annotations

import socket
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, visit


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_what_streamlit_tells_anyone_is_closed(app: App, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{app.url}{path}", timeout=5)
    assert refused.value.code == 404
    refused.value.close()


def test_the_app_is_reached_from_its_own_machine_and_by_no_other_of_its_addresses(app: App) -> None:
    port = int(app.url.rpartition(":")[2])
    with pytest.raises(OSError, match=r"refused|assign"):
        socket.create_connection(("127.0.0.2", port), timeout=5)


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/", "/presentation"])
def test_a_reader_gets_no_cookie(app: App, path: str) -> None:
    with urllib.request.urlopen(f"{app.url}{path}", timeout=20) as answer:
        assert answer.headers.get_all("Set-Cookie") is None


@pytest.mark.parametrize("path", ["/", "/om", "/indikator"])
def test_every_page_carries_a_strict_policy(app: App, path: str) -> None:
    with urllib.request.urlopen(f"{app.url}{path}", timeout=5) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in script


def test_an_attack_in_the_link_stays_text(app: App, page: Page) -> None:
    attack = "%22%3E%3Ciframe%20srcdoc%3D%22%3Cscript%3Ealert(1)%3C/script%3E%22%3E"
    visit(page, f"{app.url}/?kommun={attack}&nyckeltal={attack}&till={attack}")
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.locator(".nk-unknown").first).to_contain_text("<iframe")


def test_an_address_that_leads_nowhere_says_so_and_leads_on(app: App, page: Page) -> None:
    answer = page.goto(f"{app.url}/finns-inte?kommun={app.municipality}")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("Sidan finns inte")
    page.get_by_role("link", name="Till översikten").click()
    expect(page.locator("h1[data-view]")).to_be_visible()
