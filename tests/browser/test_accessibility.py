from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import App, visit
from tests.browser.test_comparisons import PAGES as COMPARISONS

# WCAG 2.2 AA and axe's best practices; Streamlit's own frame is judged with the rest.
PAGES = (
    "/",
    "/?visa=avvikelser",
    "/indikator?nyckeltal=U23401",
    "/om",
    "/kommun",
    "/?omrade=raketer",
    "/logga-in",
    *COMPARISONS,
)

# The numbers that the edge of what holds them goes through: "88,4" would be read as 88.
CUT_NUMBERS = """() => [...document.querySelectorAll(".stMain :is(td, th, b)")].filter((cell) => {
  const box = cell.closest(".nk-numbers, .nk-scroll") ?? document.querySelector(".stMain");
  const range = document.createRange();
  range.selectNodeContents(cell);
  const text = range.getBoundingClientRect();
  const edge = box.getBoundingClientRect().left + box.clientLeft + box.clientWidth;
  return /\\d/.test(cell.textContent) && text.width && text.left < edge - 1 && text.right > edge + 1;
}).map((cell) => cell.textContent)"""


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_fault(app: App, page: Page, path: str) -> None:
    mark = "&" if "?" in path else "?"
    visit(page, f"{app.url}{path}{mark}kommun={app.municipality}")
    found = Axe().run(page).response["violations"]
    serious = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")]
    assert serious == []
    assert page.evaluate(CUT_NUMBERS) == []


def test_the_page_says_that_it_is_in_swedish(app: App, page: Page) -> None:
    visit(page, f"{app.url}/?kommun={app.municipality}")
    assert page.evaluate("document.documentElement.lang") == "sv"


def test_every_picture_has_words_or_is_hidden_from_screen_readers(app: App, page: Page) -> None:
    visit(page, f"{app.url}/indikator?kommun={app.municipality}&nyckeltal=U23401")
    nameless = page.locator(".nk svg:not([aria-hidden]):not([aria-label])")
    assert nameless.count() == 0
