"""One's own days as a calendar: the text by RFC 5545, and an address that is secret, replaced and taken away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from starlette.applications import Starlette

from core.access.people import at_the_terminal
from core.access.service import Access
from core.access.throttle import FREE_FOR_ACCOUNT
from core.documents.calendar import Day, calendar_text
from core.features.undertakings.calendar_routes import calendar_routes
from core.features.undertakings.mine_page import mine_html
from core.outcomes.figures import figure_source
from core.web.visit import Visit
from tests.features.undertakings.test_mine import owned
from tests.features.undertakings.test_plan_page import access, person  # noqa: F401 - a fixture too
from tests.site.asgi import Browser, Client, looping
from tests.site.visitors import WORDS, Visitor

NOW = datetime(2026, 11, 29, 12, 30, 5, tzinfo=UTC)
LONG = "Träffa rektorerna; gå igenom å, ä och ö\nmed \\ alla " + "åäö" * 40
DAYS = [
    Day("activity-a1-0126", date(2026, 12, 31), LONG, "Aktivitet i Mentorer", "https://x.se/handlingsplan?kommun=0126")
]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_is_valid_text() -> None:
    text = calendar_text("Mina åtaganden", DAYS, NOW)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    lines = unfolded(text)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nyckeltal//Mina dagar//SV"]
    assert lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")] == [
        "BEGIN:VEVENT",
        "UID:activity-a1-0126@nyckeltal",
        "DTSTAMP:20261129T123005Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Träffa rektorerna\\; gå igenom å\\, ä och ö\\nmed \\\\ alla " + "åäö" * 40,
        "DESCRIPTION:Aktivitet i Mentorer",
        "URL:https://x.se/handlingsplan?kommun=0126",
        "TRANSP:TRANSPARENT",
    ]


def test_a_calendar_is_read_by_a_parser_as_it_was_meant() -> None:
    [day] = Calendar.from_ical(calendar_text("Mina åtaganden", DAYS, NOW)).walk("VEVENT")
    assert tuple(day.decoded(name) for name in ("DTSTART", "DTEND", "DTSTAMP")) == (
        date(2026, 12, 31),
        date(2027, 1, 1),
        NOW,
    )
    assert (str(day["SUMMARY"]), str(day["URL"])) == (LONG, DAYS[0].address)


def test_what_somebody_typed_ends_no_line_and_begins_none() -> None:
    text = calendar_text("x", [Day("k", NOW.date(), "a\r\nBEGIN:VEVENT\u2028b\x00c", "", "https://x")], NOW)
    assert text.count("BEGIN:VEVENT\r\n") == 1
    assert "SUMMARY:a\\nBEGIN:VEVENT\\nbc" in unfolded(text)


@pytest.fixture
def come(access: Access) -> Iterator[tuple[Callable[[str], Visitor], Browser, Client]]:  # noqa: F811 - the fixture
    with looping() as loop:
        app = Starlette(routes=calendar_routes())
        browser = Browser(loop, app)
        yield lambda login: Visitor(browser, access, login), browser, Client(app, loop)


def made(browser: Browser, visitor: Visitor) -> str:
    answer = browser.post("/mina-ataganden/kalender", b"gora=ny", cookie=visitor.cookie)
    assert answer.headers["cache-control"] == "no-store"
    found = re.search(r"/kalender/[^<]+\.ics", answer.text)
    assert found
    return found[0]


@pytest.mark.usefixtures("source")
def test_an_address_has_hers_until_it_is_replaced_taken_away_or_her_account_is_closed(
    come: tuple[Callable[[str], Visitor], Browser, Client],
    access: Access,  # noqa: F811 - the fixture
) -> None:
    visit, browser, client = come
    olle = person(access, "olle")
    owned(olle)
    visitor = visit("olle")
    first = made(browser, visitor)
    answer = client.get(first)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    assert "UID:activity-a1-0126@nyckeltal" in answer.text
    html = mine_html(Visit("/mina-ataganden", {}, figure_source().get(), olle))
    assert "Byt adressen" in html
    assert first.split("/")[-1][:20] not in html
    second = made(browser, visitor)
    assert (client.get(first).status, client.get(second).status) == (404, 200)
    access.accounts.disable("olle", by=at_the_terminal("x"), now=datetime.now(UTC))
    assert client.get(second).status == 404
    access.accounts.enable("olle", by=at_the_terminal("x"), now=datetime.now(UTC))
    done = access.sign_in("olle", WORDS, "127.0.0.1", datetime.now(UTC))
    browser.post("/mina-ataganden/kalender", b"gora=ta-bort", cookie=f"nyckeltal={done.token}")  # type: ignore[union-attr]
    assert client.get(second).status == 404


@pytest.mark.usefixtures("source")
def test_who_guesses_waits_and_who_has_a_right_address_never(
    come: tuple[Callable[[str], Visitor], Browser, Client],
) -> None:
    visit, browser, client = come
    right = made(browser, visit("sara"))
    answers = [client.get(f"/kalender/gissad{n}.ics").status for n in range(FREE_FOR_ACCOUNT + 2)]
    assert answers[-1] == 429
    assert client.get(right).status == 200
