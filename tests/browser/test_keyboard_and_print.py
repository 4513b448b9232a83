from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import App, visit


def test_the_first_tab_stop_skips_to_the_content(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    page.keyboard.press("Tab")
    expect(page.locator(".nk-skip")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".nk-brand")).to_be_focused()
    # A line, which high contrast keeps; a shadow it takes away.
    expect(page.locator(".nk-brand")).to_have_css("outline-style", "solid")
    page.keyboard.press("Tab")
    expect(page.locator(".nk-doors a").first).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"
    expect(page.get_by_role("main")).to_have_id("innehall")
    expect(page.get_by_role("banner").locator(".nk-skip")).to_have_count(1)


def test_a_filter_is_chosen_by_keyboard_and_focus_stays_with_it(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    summary = page.locator("#meny-omrade summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**omrade=**")
    expect(page.locator("#meny-omrade")).not_to_have_attribute("open", "")
    expect(page.locator("#meny-omrade summary")).to_be_focused()


def test_escape_closes_a_filter_a_hard_words_sentence_and_why_a_row_has_its_signals(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    page.locator("#meny-kommun summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#meny-kommun")).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator("#meny-kommun")).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.parentElement.id") == "meny-kommun"
    word = page.locator(".stMain .nk-legend .nk-word").first
    word.focus()
    page.keyboard.press("Enter")
    expect(word.locator(".nk-word-said")).to_contain_text("varken är bra eller dåligt i sig")
    expect(word.locator(".nk-word-said")).to_be_visible()
    page.keyboard.press("Escape")
    expect(word.locator(".nk-word-said")).to_be_hidden()
    # A row's signals say why by a tap on any of them, and by the key on its "varför?".
    row = page.locator(".stMain .nk-table tbody tr:has(.c-stand)").first
    square, why = row.locator(".c-stand"), row.locator(".nk-why-asked .nk-word-said")
    square.click()
    expect(why).to_contain_text(square.get_attribute("title") or "nothing")
    expect(why).to_contain_text(row.locator(".c-trend").get_attribute("title") or "nothing")
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    row.locator(".nk-why-asked").press("Enter")
    expect(why).to_be_visible()


def test_the_overview_prints_whole_on_a4(app: App, page: Page, tmp_path: Path) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}&fler=ja")
    page.emulate_media(media="print")
    # Of the filters their words, in a line; not what else there is to choose.
    expect(page.locator(".stMain #meny-kommun summary")).to_be_visible()
    expect(page.locator(".stMain .nk-filters a:visible")).to_have_text(["Alla"])
    expect(page.locator("table.nk-table")).to_be_visible()
    printed = page.pdf(path=tmp_path / "print.pdf", format="A4", prefer_css_page_size=True)
    pages = printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page>") + printed.count(b"/Type /Page ")
    assert pages >= 4
