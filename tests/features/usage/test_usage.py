"""Användning: counted in memory, added by several, forgotten in time; shown to administrators, and never by whom."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from starlette.applications import Starlette

from core.access.people import READER, Person, Role
from core.errors import NyckeltalError
from core.features.usage import counting
from core.features.usage.counting import KEPT, Shown, Views, keep_writing, monday_of, read_views
from core.features.usage.page import _frame, usage_html, usage_routes
from core.site.site import SITE
from core.state import State
from core.state.database import StateError, make_engine, read_url
from core.web.visit import Visit
from tests.site.asgi import Browser, looping
from tests.web.html import parsed

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 30)
TITLES = {"/": "Översikt", "/omraden": "Områden"}
SCHOOL = Shown(MONDAY, "/omraden", "grundskola")


@pytest.mark.both_databases
def test_what_several_processes_count_is_added_and_what_is_old_forgotten(state: State) -> None:
    one, other = Views(), Views()
    for views, times in ((one, 3), (other, 4)):
        for _ in range(times):
            views.add("/omraden", "grundskola", NOW)
    other.add("/", "", NOW - KEPT + timedelta(weeks=2))
    one.write(state.engine, NOW)
    other.write(state.engine, NOW)
    old = monday_of((NOW - KEPT + timedelta(weeks=2)).date())
    assert read_views(state.engine) == {Shown(old, "/", ""): 1, SCHOOL: 7}
    one.add("/", "", NOW + timedelta(weeks=4))
    one.write(state.engine, NOW + timedelta(weeks=4))
    assert [view.monday for view in read_views(state.engine)] == [MONDAY, MONDAY + timedelta(weeks=4)]


def test_what_cannot_be_written_is_not_lost(state: State) -> None:
    views = Views()
    views.add("/", "", NOW)
    with pytest.raises(StateError):
        views.write(make_engine(read_url("postgresql://x@127.0.0.1:1/x")), NOW)
    views.write(state.engine, NOW)
    assert read_views(state.engine) == {Shown(MONDAY, "/", ""): 1}


def test_a_hundred_readers_at_once_are_all_counted(state: State) -> None:
    views = Views()

    def read() -> None:
        for _ in range(200):
            views.add("/", "", NOW)

    readers = [threading.Thread(target=read) for _ in range(10)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    views.write(state.engine, NOW)
    assert sum(read_views(state.engine).values()) == 2000


def test_it_is_written_every_minute_and_at_the_end_and_a_store_that_is_away_ends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "WRITTEN_EVERY", 0.0)
    is_over, times = threading.Event(), []

    def write() -> None:
        times.append(1)
        if len(times) == 3:
            is_over.set()
        raise NyckeltalError("borta")

    keep_writing(is_over, write)
    assert len(times) in (3, 4)


def test_the_page_says_what_is_read_most_by_page_area_and_week() -> None:
    views = {SCHOOL: 1200, Shown(MONDAY - timedelta(weeks=2), "/", ""): 50, Shown(date(2026, 1, 5), "/", ""): 3}
    html = usage_html(Visit("/anvandning", now=NOW), views, TITLES)
    page = parsed(html)
    assert page.one("h1").text == "1\N{NO-BREAK SPACE}250 visningar de senaste fyra veckorna, flest av Områden"
    assert len(page.all("rect")) == 52
    rows = [[cell.text for cell in row.all("td")] for table in page.all("table") for row in table.all("tr")[1:]]
    assert rows == [
        ["1\N{NO-BREAK SPACE}200"] * 3,
        ["0", "50", "53"],
        ["1\N{NO-BREAK SPACE}200"] * 3,
        ["0", "50", "53"],
    ]
    assert "Grundskola" in html
    assert "utan område" in html
    assert "Inget är räknat än" in usage_html(Visit("/anvandning", now=NOW), {}, TITLES)
    frame = _frame(views.items(), TITLES, {"grundskola": "Grundskola"})
    assert list(frame.iloc[0]) == ["2026-11-30", "Områden", "/omraden", "Grundskola", 1200]


@pytest.fixture
def _nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "VIEWS", Views())


@pytest.mark.usefixtures("_nothing_waits", "remembered", "source")
def test_only_an_administrator_sees_it() -> None:
    def page(who: Person) -> str:
        return SITE["/anvandning"].show(Visit("/anvandning", person=who))

    assert "Inget är räknat än" in page(Person(1, "ada", "Ada", Role.ADMINISTRATOR))
    assert "inte rätt att se hur sidorna används" in page(Person(2, "olle", "Olle", Role.MANAGER, "0126"))
    assert "loggar in" in page(READER) or "inloggad" in page(READER)


@pytest.mark.usefixtures("_nothing_waits", "remembered", "source")
def test_a_browser_that_shows_a_page_as_it_came_is_counted_as_one_where_streamlit_drew_it() -> None:
    with looping() as loop:
        browser = Browser(loop, Starlette(routes=usage_routes(lambda: TITLES)()))
        for address in ("/omraden?kommun=0126&omrade=grundskola", "/?kommun=0126", "/finns-inte", "https://[", ""):
            assert browser.post("/anvandning/visad", {"adress": address}).status == 204
    assert {(one.page, one.area): times for one, times in counting.VIEWS._counts.items()} == {
        ("/omraden", "grundskola"): 1,
        ("/", ""): 1,
    }
