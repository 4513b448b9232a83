from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from core.words.hyphens import SOFT_HYPHEN
from tests.browser.conftest import App, visit
from tests.browser.steps import drawn


def heading(page: Page) -> str:
    return page.locator("h1[data-view]").inner_text()


def choose_municipality(page: Page, name: str) -> None:
    page.locator("#meny-kommun summary").click()
    page.locator("#meny-kommun").get_by_role("link", name=name, exact=True).click()


def test_a_first_visit_asks_for_a_municipality_and_remembers_it(app: App, page: Page) -> None:
    visit(page, app.url)
    expect(page.locator("h1")).to_have_text("Vilken kommun vill du se?")
    page.locator(".nk-pick").get_by_role("link", name=app.name).click()
    expect(page.locator("h1")).to_have_text(f"Så går det för {app.name}")
    visit(page, app.url)
    expect(page.locator("h1")).to_have_text(f"Så går det för {app.name}")
    assert f"kommun={app.municipality}" in page.url


def test_the_overview_shows_every_signal_in_a_real_table(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    expect(page.locator("h1")).to_have_text(f"Så går det för {app.name}")
    rows = page.locator("table.nk-table tbody tr:not(.nk-area)")
    shown = int(re.findall(r"^\d+", page.locator(".nk-sub").inner_text())[0])
    assert rows.count() == shown > 30
    assert page.locator("table.nk-table caption").count() == 1
    assert page.get_by_role("heading", name="Grundskola").count() == 1
    for symbol in ("square-best", "square-worst", "arrow-up", "arrow-down"):
        assert page.locator(f"table.nk-table use[href='#{symbol}']").count() > 0


def test_changing_municipality_changes_the_page_and_the_address(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}&omrade=grundskola")
    other = page.locator("#meny-kommun li a").nth(4)
    name = other.evaluate("a => a.textContent")
    choose_municipality(page, name)
    expect(page.locator("h1")).to_have_text(f"Så går det för {name}")
    assert "omrade=grundskola" in page.url
    assert page.locator(".nk-menu[open]").count() == 0
    address = page.url
    page.reload()
    expect(page.locator("h1")).to_have_text(f"Så går det för {name}")
    assert page.url == address
    page.go_back()
    expect(page.locator("h1")).to_have_text(f"Så går det för {app.name}")


def test_a_row_leads_to_its_indicator_and_back_to_the_same_place(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    link = page.locator("table.nk-table .c-name a").nth(20)
    name = link.inner_text()
    link.scroll_into_view_if_needed()
    height = page.evaluate("document.querySelector('.stMain').scrollTop")
    link.click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("h1")).to_be_focused()
    assert name.replace(SOFT_HYPHEN, "") in page.title()
    why = page.locator(".nk-why").inner_text()
    address = page.url
    page.reload()
    expect(page.locator("h1")).to_have_text(name)
    assert page.url == address
    assert page.locator(".nk-why").inner_text() == why
    page.go_back()
    expect(page.locator("h1")).to_have_text(f"Så går det för {app.name}")
    assert height > 0


def test_going_back_returns_to_the_row_one_came_from(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    link = page.locator("table.nk-table .c-name a").nth(25)
    link.scroll_into_view_if_needed()
    height = page.evaluate("document.querySelector('.stMain').scrollTop")
    link.click()
    page.locator(".nk-indicator h1").wait_for()
    page.go_back()
    page.locator(".nk-overview h1").wait_for()
    expect(page.locator("table.nk-table .c-name a").nth(25)).to_be_in_viewport()
    assert height > 0


def test_deviations_and_successes_can_be_seen_alone(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    page.get_by_role("link", name="Att titta närmare på").click()
    page.wait_for_url("**visa=avvikelser**")
    expect(page.locator(".nk-tabs [aria-current]")).to_have_text("Att titta närmare på")
    rows = page.locator("table.nk-table tbody tr")
    for i in range(rows.count()):
        verdicts = rows.nth(i).locator("use").evaluate_all("all => all.map(u => u.getAttribute('href'))")
        assert "#face-not-reached" in verdicts or "#square-worst" in verdicts


def test_an_unknown_value_in_the_link_is_named_and_what_exists_is_offered(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}&omrade=raketer&jamfor=%3Cimg%20src%3Dx%3E")
    notes = page.locator(".nk-unknown")
    expect(notes).to_have_count(2)
    expect(notes.first).to_contain_text("Området ”raketer” finns inte. Välj på sidan.")
    expect(notes.nth(1)).to_contain_text("<img src=x>")
    expect(page.locator("h1")).to_have_text(f"Så går det för {app.name}")


def test_an_unknown_municipality_leads_to_the_choice(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun=1234")
    expect(page.locator(".nk-unknown")).to_contain_text("Kommunen ”1234” finns inte")
    expect(page.locator("h1")).to_have_text("Vilken kommun vill du se?")


def test_all_municipalities_can_be_searched(app: App, page: Page) -> None:
    visit(page, f"{app.url}/kommun")
    page.get_by_label("Sök kommun").fill(app.name[:5])
    visible = page.locator(".nk-all li:visible")
    expect(visible.first).to_contain_text(app.name)
    assert visible.count() < 20
    # One is left: Enter leads there.
    page.get_by_label("Sök kommun").fill(app.name)
    expect(visible).to_have_count(1)
    page.get_by_label("Sök kommun").press("Enter")
    expect(page.locator(".stMain h1")).to_have_text(f"Så går det för {app.name}")


def test_links_work_without_the_script(app: App, page: Page) -> None:
    page.route("**/assets/first.js*", lambda route: route.abort())
    page.goto(f"{app.url}/?kommun={app.municipality}")
    link = page.locator("#nk-first table.nk-table .c-name a").first
    name = link.inner_text()
    with page.expect_navigation():
        link.click()
    expect(page.locator("#nk-first h1")).to_have_text(name)


def test_everything_can_be_read_and_followed_where_websockets_are_stopped(app: App, lone_page: Page) -> None:
    page = lone_page
    page.route_web_socket("**/*", lambda socket: socket.close())
    page.goto(f"{app.url}/?kommun={app.municipality}")
    expect(page.locator("#nk-first h1")).to_have_text(f"Så går det för {app.name}")
    link = page.locator("#nk-first table.nk-table .c-name a").nth(3)
    name = link.inner_text()
    link.click()
    expect(page.locator("#nk-first h1")).to_have_text(name)
    assert name.replace(SOFT_HYPHEN, "") in page.title()


def test_a_long_page_is_shown_as_the_server_paints_it_until_streamlit_has_drawn_it(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    page.evaluate("""
        new MutationObserver(() => { window.painted ||= document.querySelector("#nk-first h1")?.textContent; })
          .observe(document.body, { childList: true })
    """)
    page.locator(f".stMain a[href='/mal?kommun={app.municipality}']").first.click()
    page.wait_for_url("**/mal?*")
    drawn(page)
    heading = page.locator(".stMain h1[data-view*='/mal']")
    expect(heading).to_be_focused()
    assert page.evaluate("window.painted") == heading.text_content()
    page.go_back()
    expect(page.locator(".stMain h1")).to_have_text(f"Så går det för {app.name}")


def test_a_menu_that_one_has_opened_stays_open_when_streamlit_takes_over(app: App, page: Page) -> None:
    held: list[Route] = []
    page.route("**/static/js/index.*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handler
    page.goto(f"{app.url}/?kommun={app.municipality}", wait_until="commit")
    page.locator("#nk-first #meny-omrade summary").click()
    for route in held:
        route.continue_()
    expect(page.locator("#nk-first")).to_have_count(0)
    expect(page.locator(".stMain #meny-omrade")).to_have_attribute("open", "")
    expect(page.locator(".stMain #meny-omrade summary")).to_be_focused()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_rows_can_be_downloaded(app: App, page: Page, kind: str) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    with page.expect_download() as download:
        page.locator(f".nk-foot a[href*='oversikt.{kind}']").click()
    assert download.value.suggested_filename.endswith(f"nyckeltal-{app.name}.{kind}")
