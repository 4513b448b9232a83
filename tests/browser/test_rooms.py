"""A room in the browser: phones whose network goes, a leader who groups by keys, and pages that groups write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.access.people import Role, at_the_terminal
from core.cycle.exercises import Leading, Way, new_run
from core.cycle.room_phones import Phones
from core.state.database import reading
from core.state.notes import notes
from core.web.choices import room_phone_path, room_screen_path
from tests.browser.conftest import PHONE, WIDE, App
from tests.browser.steps import made_account, serious, signed_in, state_of

_NUMBERS = count()
AWAY = "Sparas när nätet är tillbaka"


@pytest.fixture(scope="module")
def leader(app: App) -> str:
    return made_account(app, "rum.ledare", "Lena Ledare", Role.MANAGER, app.municipality)


def begun(app: App, exercise: str = "swot") -> str:
    """A room's key."""
    with state_of(app) as state:
        leading = Leading(state.engine, app.municipality, at_the_terminal("test"), datetime.now(UTC))
        typed = {"exercise": exercise, "title": f"Vart ska vi? {next(_NUMBERS)}", "way": Way.ROOM.value}
        return leading.start(new_run(), typed, (), {}).id


@contextmanager
def opened(browser: Browser, size: dict[str, int]) -> Iterator[tuple[BrowserContext, Page]]:
    context = browser.new_context(viewport=size, locale="sv-SE")  # type: ignore[arg-type]
    try:
        yield context, context.new_page()
    finally:
        context.close()


def sent_by(page: Page, deed: str) -> list[dict[str, str]]:
    """The forms that PAGE sends to DEED, as they come."""
    found: list[dict[str, str]] = []

    def note(request: object) -> None:
        if request.url.endswith(deed):  # type: ignore[attr-defined]
            body = parse_qs(request.post_data or "", keep_blank_values=True)  # type: ignore[attr-defined]
            found.append({name: texts[0] for name, texts in body.items()})

    page.on("request", note)
    return found


def write(page: Page, field: str, text: str) -> None:
    page.locator(f'input[name="falt"][value="{field}"]').check()
    page.get_by_label("Din lapp").fill(text)
    page.get_by_role("button", name="Skicka lappen").click()


def test_notes_of_a_phone_without_a_network_come_once_each_when_it_is_back(app: App, browser: Browser) -> None:
    key = begun(app)
    with opened(browser, PHONE) as (network, phone):
        phone.goto(f"{app.url}{room_phone_path(app.municipality, key)}")
        sent = sent_by(phone, "/lapp")
        write(phone, "hot", "Före")
        mine = phone.locator(".nk-note-mine li")
        expect(mine.locator("small")).to_have_text(["Sparad"])
        network.set_offline(True)
        for text in ("Under ett 👩‍🏫", "Under två <b>"):
            write(phone, "hot", text)
        expect(mine.locator("small")).to_have_text(["Sparad", AWAY, AWAY])
        phone.get_by_label("Din lapp").fill("Halvskriven")
        network.set_offline(False)
        expect(mine.locator("small")).to_have_text(["Sparad", "Sparad", "Sparad"])
        # Read anew, or come back to: what is saved is there, what was being written too, and nothing is sent again.
        before = len(sent)
        phone.reload()
        expect(mine).to_have_count(3)
        expect(phone.get_by_label("Din lapp")).to_have_value("Halvskriven")
        phone.goto(f"{app.url}/svara")
        phone.go_back()
        expect(mine).to_have_count(3)
        assert len(sent) == before
        assert serious(phone) == []
    with state_of(app) as state, reading(state.engine) as connection:
        assert [one.text for one in notes(connection, key)] == ["Före", "Under ett 👩‍🏫", "Under två <b>"]


def test_a_leader_groups_by_keys_and_mouse_takes_back_and_lets_the_room_vote(
    app: App, browser: Browser, leader: str
) -> None:
    key = begun(app)
    with state_of(app) as state:
        for text in ("Ett", "Två", "Tre"):
            Phones(state.engine, app.municipality).write(key, "anna", text, "hot", text)
    with opened(browser, PHONE) as (_, phone), opened(browser, WIDE) as (_, screen):
        phone.goto(f"{app.url}{room_phone_path(app.municipality, key)}")
        signed_in(app, screen, leader)
        screen.goto(f"{app.url}{room_screen_path(app.municipality, key)}")
        expect(screen.locator("#del-hot .nk-card")).to_have_text(["Tre", "Två", "Ett"])
        assert serious(screen) == []
        screen.get_by_role("button", name="Gruppera lapparna").click()
        expect(phone.get_by_text("Nu grupperas lapparna på skärmen")).to_be_visible()
        screen.locator("#flik-hot").click()
        screen.get_by_role("button", name="Ett", exact=True).focus()
        screen.keyboard.press("n")
        screen.keyboard.type("Pengar")
        screen.keyboard.press("Enter")
        column = screen.locator(".nk-room-column:has(.nk-room-number)")
        expect(column.locator(".nk-card")).to_have_text(["Ett"])
        screen.get_by_role("button", name="Två", exact=True).focus()
        screen.keyboard.press("1")
        expect(column.locator(".nk-card")).to_have_text(["Ett", "Två"])
        screen.get_by_role("button", name="Tre", exact=True).drag_to(column)
        expect(column.locator(".nk-card")).to_have_count(3)
        screen.get_by_role("button", name="Ångra").click()
        expect(column.locator(".nk-card")).to_have_count(2)
        assert serious(screen) == []
        # She comes back after a reload, to the same.
        screen.reload()
        screen.locator("#flik-hot").click()
        expect(column.locator(".nk-card")).to_have_count(2)
        screen.get_by_role("button", name="Rösta").click()
        phone.get_by_role("button", name="En prick till på Pengar").click()
        expect(phone.get_by_text("Prickarna är sparade")).to_be_visible()
        expect(screen.locator(".nk-room-count")).to_have_text("1 av 1 telefon har satt prickar")


def test_a_front_page_is_saved_once_with_its_lines_and_what_is_emptied_takes_nothing_of_anothers(
    app: App, browser: Browser
) -> None:
    address = f"{app.url}{room_phone_path(app.municipality, begun(app, 'toppnyhet'))}"
    with opened(browser, PHONE) as (network, anna), opened(browser, PHONE) as (_, bo):
        anna.goto(address)
        anna.get_by_label("Gruppens namn").fill("Örnarna")
        anna.get_by_role("button", name="Börja skriva").click()
        sent = sent_by(anna, "/bit")
        story = anna.locator('[data-place="nyhet"] form')
        story.first.locator("textarea").fill("Alla  klarar målen.\n\nSå gick det till ")
        story.first.locator("textarea").blur()
        expect(story.first.locator("small")).to_have_text("Sparat")
        quote = anna.locator('[data-place="citat"] form')
        quote.first.locator("textarea").fill("Bra")
        expect(quote.first.locator("small")).to_have_text("Sparat")
        assert [one["falt"] for one in sent] == ["nyhet", "citat"]

        bo.goto(address)
        bo.get_by_role("link", name="Örnarna").click()
        hers = bo.locator('[data-place="citat"] form').first
        expect(bo.locator('[data-place="nyhet"] textarea').first).to_have_value("Alla klarar målen.\nSå gick det till")
        # Her phone has not seen what he writes when she empties it.
        network.set_offline(True)
        quote.first.locator("textarea").fill("")
        quote.first.locator("textarea").blur()
        expect(quote.first.locator("small")).to_have_text(AWAY)
        hers.locator("textarea").fill("Mycket bra")
        hers.locator("textarea").blur()
        expect(hers.locator("small")).to_have_text("Sparat")
        network.set_offline(False)
        expect(quote.first.locator("small")).to_have_text(
            "Någon annan har just ändrat texten, så den finns kvar. Töm den igen om den ska bort."
        )
        expect(quote.first.locator("textarea")).to_have_value("Mycket bra")
        assert serious(anna) == []
