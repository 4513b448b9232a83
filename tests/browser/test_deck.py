"""A deck on stage: the keys, the screens, the server that dies, the file on a memory stick, the speaker's window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from core.documents.deck import Deck
from core.features.decks.document import deck_document
from tests.browser.stage import SESSION, Stage, on_stage
from tests.features.decks.decks import followers, ordinary

SCREENS = {"1280": (1280, 720), "1920": (1920, 1080), "3840": (3840, 2160), "4:3": (1024, 768), "phone": (844, 390)}
KEPT = "Sparad i webbläsaren, utan talarens anteckningar: går att ladda om utan nät."
NOTE = "Börja med det röda."
SLIDES = "[...document.querySelectorAll('.stage')].map(stage => stage.innerHTML)"
SEEN = "document.querySelector('.frame.now .stage').innerText"
IDS = [f"bild-{slide.id}" for slide in ordinary().slides]


@cache
def document(of: Deck) -> str:
    """OF as a file on a memory stick."""
    return deck_document(of, followers=followers(of))


@pytest.fixture
def stage() -> Iterator[Stage]:
    with on_stage() as made:
        yield made


@pytest.fixture
def room(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of 1280 x 720 with a touch screen, of somebody who has signed in."""
    made = browser.new_context(viewport={"width": 1280, "height": 720}, locale="sv-SE", has_touch=True)
    made.add_cookies([{"name": "nyckeltal", "value": "x", "domain": "localhost", "path": "/"}])
    yield made
    made.close()


@pytest.fixture
def page(room: BrowserContext) -> Iterator[Page]:
    complaints: list[str] = []
    opened = room.new_page()
    opened.set_default_timeout(15_000)
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    # What a test has cut off itself.
    assert [text for text in complaints if "net::ERR_" not in text] == []


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The address of the ordinary deck on a memory stick."""
    saved = tmp_path / "Äldreomsorg 2026.html"
    saved.write_text(document(ordinary()), encoding="utf-8")
    return saved.as_uri()


def shows(page: Page, number: int) -> None:
    """Expect the slide with NUMBER alone to be seen, and the address to lead to it."""
    expect(page.locator(".stage:visible")).to_have_count(1)
    expect(page.locator(".frame.now")).to_have_attribute("id", IDS[number - 1])


def kept(page: Page) -> None:
    """Wait until the page says that the browser has kept it."""
    expect(page.locator("#kept")).to_have_text(KEPT)


def test_a_whole_deck_is_presented_by_keyboard_with_the_server_stopped_in_the_middle(stage: Stage, page: Page) -> None:
    page.goto(stage.deck())
    kept(page)
    shows(page, 1)
    for number, key in ((2, "ArrowRight"), (3, "PageDown")):
        page.keyboard.press(key)
        shows(page, number)
    stage.stop()
    for number, key in ((4, "Space"), (5, "ArrowDown"), (6, "PageDown"), (6, "PageDown"), (5, "Shift+Space")):
        page.keyboard.press(key)
        shows(page, number)
    expect(page.locator("#told")).to_have_text("Bild 5 av 6: Det här lärde vi av andra")
    page.reload()
    shows(page, 5)
    page.keyboard.press("End")
    shows(page, 6)
    page.goto(stage.deck())
    shows(page, 1)


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (("End", "ArrowRight", "PageDown"), 6),
        (("ArrowLeft", "PageUp", "Home"), 1),
        (("4", "Enter"), 4),
        (("4", "2", "Enter"), 1),
        (("3", "Enter", "0", "Enter"), 3),
        (("3", "Escape", "Enter"), 1),
        (("End", "ArrowUp", "ArrowLeft"), 4),
        (("b", "PageDown"), 2),
        (("?", "PageDown"), 2),
        (("q", "PageDown"), 2),
        (("Control+ArrowRight", "Alt+ArrowRight"), 1),
    ],
)
def test_keys(file: str, page: Page, keys: tuple[str, ...], number: int) -> None:
    page.goto(file)
    for key in keys:
        page.keyboard.press(key)
    shows(page, number)
    expect(page.locator(".black")).to_be_hidden()
    expect(page.locator("#help")).to_be_hidden()


def test_b_makes_the_screen_black_and_light_again(file: str, page: Page) -> None:
    page.goto(file)
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(page.locator(".black")).to_be_visible()
        page.keyboard.press("Escape" if key == "b" else key)
        expect(page.locator(".black")).to_be_hidden()
    shows(page, 1)


def test_f_fills_the_screen_and_again_leaves_it(file: str, page: Page) -> None:
    page.goto(file)
    for expected in (True, False):
        page.keyboard.press("f")
        assert page.evaluate(
            "new Promise(done => { const look = () => Boolean(document.fullscreenElement) === "
            f"{str(expected).lower()} ? done(true) : requestAnimationFrame(look); look(); }})"
        )


def test_help_tells_the_keys_and_takes_and_gives_back_the_focus(file: str, page: Page) -> None:
    page.goto(file)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tangenter")).to_be_visible()
    expect(page.locator("#kept")).to_have_text("Det här är den sparade filen: den behöver inget nät.")
    expect(page.locator("[data-save]").first).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    shows(page, 1)


def test_escape_leads_to_all_slides_and_enter_to_the_chosen(file: str, page: Page) -> None:
    page.goto(file)
    page.keyboard.press("Escape")
    expect(page.locator(".stage:visible")).to_have_count(6)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".pick:focus")).to_have_attribute("data-pick", "3")
    page.keyboard.press("Enter")
    shows(page, 3)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Bild 5").click()
    shows(page, 5)
    assert page.evaluate("document.activeElement.id") == IDS[4]


def test_arrows_choose_among_the_areas_while_a_remote_turns_the_slides(tmp_path: Path, page: Page) -> None:
    day = ordinary()
    parts = [one.model_copy(update={"part": f"Område {n}"}) for n, one in enumerate(day.slides, start=1)]
    saved = tmp_path / "dagen.html"
    saved.write_text(deck_document(day.model_copy(update={"slides": tuple(parts)})), encoding="utf-8")
    page.goto(saved.as_uri())
    for keys, chosen in (
        (["m"], 1),
        (["ArrowDown", "ArrowDown"], 3),
        (["ArrowUp"], 2),
        (["ArrowRight"], 5),
        (["End"], 6),
    ):
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator("#areas a:focus")).to_have_text(f"Område {chosen}")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    shows(page, 3)
    page.keyboard.press("m")
    page.keyboard.press("PageDown")
    shows(page, 4)


def test_the_code_is_shown_large_and_leads_to_the_figures(file: str, page: Page) -> None:
    page.goto(f"{file}#{IDS[2]}")
    small = page.locator(".now .code svg").bounding_box()
    page.keyboard.press("q")
    large = page.locator(".now .code svg").bounding_box()
    assert small
    assert large
    assert large["width"] > 5 * small["width"]
    page.keyboard.press("Escape")
    assert page.locator(".now .code svg").bounding_box() == small


def test_a_reload_and_an_address_with_a_slide_lead_to_it(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.deck()}#{IDS[3]}")
    shows(page, 4)
    page.keyboard.press("PageDown")
    page.reload()
    shows(page, 5)
    page.evaluate(f"location.hash = '{IDS[1]}'")
    shows(page, 2)
    page.goto(f"{stage.deck()}#finns-inte")
    page.reload()
    shows(page, 1)


def test_the_file_is_the_same_as_what_is_served_slide_by_slide(
    stage: Stage, page: Page, room: BrowserContext, file: str
) -> None:
    page.goto(stage.deck())
    served, texts = page.evaluate(SLIDES), []
    for _ in IDS:
        texts.append(page.evaluate(SEEN))
        page.keyboard.press("PageDown")
    stage.stop()
    room.set_offline(True)
    page.goto(file)
    assert page.evaluate(SLIDES) == served
    for text in texts:
        assert page.evaluate(SEEN) == text
        page.keyboard.press("PageDown")


def test_it_saves_itself_with_the_server_and_without(stage: Stage, page: Page, tmp_path: Path, file: str) -> None:
    page.goto(stage.deck())
    whole = document(ordinary())
    page.keyboard.press("PageDown")
    page.keyboard.press("?")

    def saved(link: str, name: str) -> Path:
        with page.expect_download() as saving:
            page.get_by_role("link", name=link).click()
        assert saving.value.suggested_filename == name
        return saving.value.path()

    with_notes = saved("Spara med anteckningar", "Äldreomsorg 2026-10-01 med anteckningar.html")
    assert with_notes.read_text(encoding="utf-8") == whole
    assert NOTE in whole
    plain = saved("Spara som fil", "Äldreomsorg 2026-10-01.html").read_text(encoding="utf-8")
    assert NOTE not in plain
    slides = page.evaluate(SLIDES)
    stage.stop()
    alone = tmp_path / "ensam.html"
    alone.write_bytes(saved("Spara som fil", "Äldreomsorg 2026-10-01.html").read_bytes())
    assert NOTE not in alone.read_text(encoding="utf-8")
    page.goto(alone.as_uri())
    shows(page, 1)
    assert page.evaluate(SLIDES) == slides
    page.keyboard.press("PageDown")
    shows(page, 2)


def test_no_draft_and_no_notes_are_kept_in_the_browser(stage: Stage, page: Page, room: BrowserContext) -> None:
    page.goto(stage.deck("utkast"))
    expect(page.locator("#kept")).to_contain_text("sparas inte i webbläsaren")
    page.goto(stage.deck())
    assert NOTE in page.content()
    kept(page)
    room.clear_cookies()
    stage.stop()
    page.reload()
    shows(page, 1)
    assert NOTE not in page.content()
    with pytest.raises(Error, match="ERR_"):
        page.goto(stage.deck("utkast"))


def test_a_kept_copy_says_that_it_is_one_and_that_there_is_a_newer(stage: Stage, page: Page) -> None:
    page.goto(stage.deck())
    kept(page)
    stage.answers.clear()
    first, *others = ordinary().slides
    slides = (first.model_copy(update={"title": "Ny rubrik"}), *others)
    stage.decks["aldreomsorg"] = ordinary().model_copy(update={"slides": slides})
    page.goto(stage.deck())
    told = page.locator("#copy")
    expect(told).to_have_text(re.compile(r"^Sparad kopia \d\d\.\d\d\. *(Ladda om)?$"))
    stage.answers.set()
    expect(told).to_contain_text("en nyare finns:")
    page.keyboard.press("PageDown")
    told.get_by_role("button", name="Ladda om").click()
    expect(told).to_be_hidden()
    page.keyboard.press("Home")
    expect(page.get_by_role("heading", name="Ny rubrik")).to_be_visible()


def test_where_the_browser_cannot_keep_it_the_page_says_so(browser: Browser, stage: Stage) -> None:
    without = browser.new_context(service_workers="block")
    page = without.new_page()
    page.goto(stage.deck())
    expect(page.locator("#kept")).to_contain_text("Spara filen")
    without.close()


@pytest.mark.parametrize("is_file", [False, True], ids=["served", "file"])
def test_the_speakers_window_follows_and_leads(
    stage: Stage, page: Page, room: BrowserContext, file: str, is_file: bool
) -> None:
    page.goto(file if is_file else stage.deck())
    page.keyboard.press("PageDown")
    with room.expect_page() as opening:
        page.keyboard.press("p")
    speaker = opening.value
    expect(speaker.locator(".notes:visible")).to_contain_text("Börja med det röda.")
    expect(speaker.locator(".stage:visible")).to_have_count(2)
    expect(speaker.locator("#counter")).to_have_text("2 av 6")
    page.keyboard.press("PageDown")
    expect(speaker.locator("#counter")).to_have_text("3 av 6")
    expect(speaker.locator(".frame.next")).to_have_attribute("id", IDS[3])
    speaker.get_by_role("button", name="Nästa").click()
    shows(page, 4)
    speaker.get_by_role("button", name="Svart").click()
    expect(page.locator(".black")).to_be_visible()
    page.reload()
    shows(page, 4)
    speaker.keyboard.press("End")
    shows(page, 6)
    expect(speaker.get_by_text("Det var sista bilden.")).to_be_visible()
    page.close()
    speaker.keyboard.press("Home")
    expect(speaker.locator("#counter")).to_have_text("1 av 6")


def test_the_speakers_clock_counts_the_time_of_each_slide(file: str, page: Page) -> None:
    page.clock.install(time=SESSION)
    page.clock.pause_at(SESSION + timedelta(seconds=1))
    page.goto(f"{file}#presenter")
    page.clock.run_for(61_000)
    expect(page.locator("#clock")).to_have_text(re.compile(r"^\d\d\.\d\d$"))
    expect(page.locator("#here")).to_have_text("1.01")
    page.keyboard.press("PageDown")
    page.clock.run_for(5_000)
    expect(page.locator("#here")).to_have_text("0.05")
    expect(page.locator("#since")).to_have_text("1.06")
    page.keyboard.press("PageUp")
    expect(page.locator("#here")).to_have_text("1.01")
    page.get_by_role("button", name="Nollställ tiden").click()
    expect(page.locator("#since")).to_have_text("0.00")


def test_swipes_turn_and_never_past_the_ends(file: str, page: Page, room: BrowserContext) -> None:
    page.goto(file)
    touch = room.new_cdp_session(page)

    def swipe(x: int, y: int) -> None:
        points: tuple[tuple[str, list[dict[str, Any]]], ...] = (
            ("touchStart", [{"x": 600, "y": 360}]),
            ("touchMove", [{"x": 600 + x, "y": 360 + y}]),
            ("touchEnd", []),
        )
        for kind, at in points:
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    for x, y, number in (
        (-200, 10, 2),
        (-200, 0, 3),
        (200, 20, 2),
        (-20, 0, 2),
        (-60, 200, 2),
        (300, 0, 1),
        (300, 0, 1),
    ):
        swipe(x, y)
        shows(page, number)


def test_a_question_shows_its_bars_on_the_next_key_and_without_a_network_the_slide_says_so_and_goes_on(
    stage: Stage, room: BrowserContext, page: Page
) -> None:
    page.goto(stage.deck("fragan"))
    kept(page)
    now = page.locator(".frame.now")
    page.keyboard.press("PageDown")
    expect(now.locator(".asked-letters")).to_have_text("BCDF")
    expect(now.locator(".asked-count")).to_have_text("5 svar")
    # What another audience said is not for those who are asked.
    assert now.locator(".asked-share").all_inner_texts() == ["", ""]
    page.keyboard.press("PageDown")
    expect(now.locator(".asked-share")).to_have_text(["80 %", "20 %"])
    expect(now).to_have_attribute("id", "bild-fraga-1")
    page.keyboard.press("PageDown")
    expect(now).to_have_attribute("id", "bild-slutsatser")
    room.set_offline(True)
    page.reload()
    page.keyboard.press("PageUp")
    expect(now.locator(".asked-note")).to_contain_text("Inget nät just nu")
    page.keyboard.press("PageDown")
    expect(now).to_have_attribute("id", "bild-slutsatser")
    room.set_offline(False)
    page.keyboard.press("PageUp")
    expect(now.locator(".asked-letters")).to_have_text("BCDF")


def test_who_reads_a_deck_sees_what_the_audience_answered(stage: Stage, browser: Browser) -> None:
    reader = browser.new_page(viewport={"width": 1280, "height": 720})
    reader.goto(f"{stage.deck('fragan')}#bild-fraga-1")
    now = reader.locator(".frame.now")
    expect(now.locator(".sub")).to_have_text("Publiken svarade 26 oktober 2026, 43 svar")
    expect(now.locator(".asked-share")).to_have_text(["50 %", "100 %"])
    expect(now.locator(".asked-take")).to_be_hidden()
    reader.close()
