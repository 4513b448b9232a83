"""How a deck's slides look: on every screen, to axe, and on paper; and the pause between the decks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import MEASURE, SESSION, Stage
from tests.browser.steps import serious
from tests.browser.test_deck import IDS, SCREENS, document, file, page, room, stage
from tests.features.decks.decks import extreme, ordinary

__all__ = ["file", "page", "room", "stage"]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["ordinary", "extreme"])
def test_nothing_stands_outside_the_stage_and_nothing_is_too_small(
    browser: Browser, tmp_path: Path, name: str, screen: str
) -> None:
    made = {"ordinary": ordinary, "extreme": extreme}[name]()
    saved = tmp_path / "bilder.html"
    saved.write_text(document(made), encoding="utf-8")
    wide, high = SCREENS[screen]
    page = browser.new_page(viewport={"width": wide, "height": high})
    page.goto(saved.as_uri())
    faults = {}
    for slide in made.slides:
        if found := page.evaluate(MEASURE):
            faults[slide.id] = found
        page.keyboard.press("PageDown")
    page.close()
    assert faults == {}


def test_axe_finds_no_serious_fault_on_any_slide_nor_around_them(page: Page, tmp_path: Path) -> None:
    made = extreme()
    saved = tmp_path / "bilder.html"
    saved.write_text(document(made), encoding="utf-8")
    page.goto(saved.as_uri())
    found = {"first slide": serious(page)}
    # What is around the slides is the same on all of them.
    for slide in made.slides:
        found[slide.id] = serious(page, ".frame.now")
        page.keyboard.press("PageDown")
    page.keyboard.press("?")
    found["help"] = serious(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    found["all slides"] = serious(page)
    page.goto(f"{saved.as_uri()}#presenter")
    page.reload()
    found["speaker"] = serious(page)
    assert {what: faults for what, faults in found.items() if faults} == {}


def test_print_gives_each_slide_a_page(file: str, page: Page) -> None:
    page.goto(file)
    page.keyboard.press("PageDown")
    # The neighbours of the slide that is shown are laid out, but not seen: on paper they must be.
    page.wait_for_function("document.querySelectorAll('.frame.ready').length === 2")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    texts = [one.get_textpage().get_text_range() for one in printed]
    assert [len(text) > 20 for text in texts] == [True] * len(IDS)
    assert [round(side) for side in printed[0].get_size()] == [960, 540]


def test_the_pause_goes_on_without_end_and_counts_down(stage: Stage, page: Page) -> None:
    page.clock.install(time=SESSION - timedelta(minutes=16))
    page.clock.pause_at(SESSION - timedelta(minutes=15))
    page.goto(stage.deck("paus"))
    expect(page.locator("#next")).to_have_text("10.15 Äldreomsorg")
    expect(page.locator("#left")).to_have_text("om 15 min")
    seen = []
    for _ in range(12):
        seen.append(page.locator(".frame.now").get_attribute("id"))
        page.keyboard.press("PageDown")
    assert len(set(seen)) == 12
    expect(page.locator(".frame.now")).to_have_attribute("id", "b0-titel")
    page.clock.run_for(6_500)
    expect(page.locator(".frame.now")).to_have_attribute("id", "b0-oversikt")
    page.keyboard.press("Space")
    page.clock.run_for(60_000)
    expect(page.locator(".frame.now")).to_have_attribute("id", "b0-oversikt")
    stage.stop()
    page.keyboard.press("Space")
    page.clock.run_for(16 * 60_000)
    expect(page.locator("#next")).to_have_text("Inget mer på programmet i dag")


def test_a_deck_without_slides_is_quiet(stage: Stage, page: Page) -> None:
    page.goto(stage.deck("tomt"))
    for key in ("PageDown", "End", "b", "q", "n", "1", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("h1")).to_be_attached()
