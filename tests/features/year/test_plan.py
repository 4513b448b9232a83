"""The project plan as it is read, written and taken away, and the year as a calendar that one subscribes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.applications import Starlette

from core.access.details import Details
from core.access.people import READER, Role, at_the_terminal
from core.access.service import Access, current_access
from core.documents.paper import Grid, Heading, Line
from core.features.year.page import date_html
from core.features.year.plan_document import plan_paper
from core.features.year.plan_page import plan_html
from core.features.year.routes import year_routes
from core.outcomes.figures import Figures, figure_source
from core.web.visit import Visit
from core.words.dates import today
from tests.features.year.test_view import year  # noqa: F401 - a fixture
from tests.shared import HUDDINGE, LAST
from tests.site.asgi import Browser, Client, looping
from tests.site.visitors import WORDS, Visitor


def test_the_plan_as_a_document_has_texts_areas_and_dates_in_their_order(year: Figures) -> None:  # noqa: F811
    paper = plan_paper(year, LAST, date(LAST, 3, 1))
    headings = [one.text for one in paper.blocks if isinstance(one, Heading)]
    assert headings == ["Bakgrund", "Syfte", "Organisation", "Områden", "Tidplan", "Lärdomar från förra året"]
    areas, dates = [one for one in paper.blocks if isinstance(one, Grid)]
    assert areas.rows[0][2] == "inte utsedd"
    assert {row[2] for row in areas.rows[1:]} == {"chef"}
    assert ("14 sep", "Rapporter", "", "6 veckor före konferensen") in dates.rows
    assert Line("Inte skrivet än.", paper.blocks[1].look) in paper.blocks  # type: ignore[union-attr]
    assert "av KD." in paper.cover[0]


WRITTEN = {
    "kommun": HUDDINGE,
    "plan": str(LAST),
    "gora": "spara",
    "sedd": "0",
    "background": "Sedan <b>1985</b>.",
    "purpose": "Att lära.",
    "funktion-grundskola": "skolchef",
    "kommun-grundskola": "9999",
}
Come = Callable[[str], Visitor]


@pytest.fixture
def access(remembered: Path, source: None) -> Access:
    made = current_access()
    for login, role, areas in (("kim", Role.CONVENOR, ("grundskola",)), ("ada", Role.ADMINISTRATOR, ())):
        details = Details(login, role, None, areas)
        made.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=datetime.now(UTC), is_own=True)
    return made


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    with looping() as loop:
        browser = Browser(loop, Starlette(routes=year_routes()))
        yield lambda login: Visitor(browser, access, login)


def plan_as(access: Access, login: str = "", **params: str) -> str:
    who = access.accounts.person(login, by=at_the_terminal("x")) if login else READER
    return plan_html(
        Visit("/projektplan", {"kommun": HUDDINGE, "plan": str(LAST), **params}, figure_source().get(), who)
    )


def test_the_plan_is_written_by_who_may_read_by_all_and_undone(access: Access, come: Come) -> None:
    assert "Ingen har skrivit planen än" in plan_as(access)
    kim = come("kim")
    status, path, notice = kim.post("/projektplan", WRITTEN)
    assert (status, path) == (303, "/projektplan")
    assert notice
    assert notice.text == "Projektplanen är sparad och syns för alla."
    html = plan_as(access)
    assert "Sedan &lt;b&gt;1985&lt;/b&gt;." in html
    assert "skolchef" in html
    assert "9999" not in html
    assert "Spara projektplanen" not in html
    assert "kim" not in html
    assert "Spara projektplanen" in plan_as(access, "kim")
    undo = {"kommun": HUDDINGE, "plan": str(LAST), "gora": "angra", "sparning": notice.fields["sparning"]}
    assert kim.post("/projektplan", undo)[2].is_good  # type: ignore[union-attr]
    assert "Ingen har skrivit planen än" in plan_as(access)


def test_what_two_write_in_different_fields_is_put_together_and_in_the_same_shown_beside(
    access: Access, come: Come
) -> None:
    kim, ada = come("kim"), come("ada")
    kim.post("/projektplan", WRITTEN)
    ada.post("/projektplan", WRITTEN | {"sedd": "1", "purpose": "Att jämföra."})
    _, _, notice = kim.post(
        "/projektplan", WRITTEN | {"sedd": "1", "background": "Nytt.", "funktion-grundskola": "rektor"}
    )
    assert notice
    assert notice.is_good
    html = plan_as(access)
    assert all(words in html for words in ("Nytt.", "Att jämföra.", "rektor"))
    _, _, notice = kim.post("/projektplan", WRITTEN | {"sedd": "1", "purpose": "Något tredje."})
    assert notice
    assert not notice.is_good
    assert "Att jämföra." in plan_as(access, "kim", **kim.params)
    assert "Något tredje." in plan_as(access, "kim", **kim.params)


def test_a_date_is_added_moved_and_read_in_the_calendar_that_all_subscribe_to(access: Access, come: Come) -> None:
    assert access
    this = today(datetime.now(UTC)).year
    form = {"kommun": HUDDINGE, "plan": str(this), "vems": "-", "gora": "spara", "sedd": "0"}
    kim = come("kim")
    _, path, notice = kim.post("/arsdatum", form | {"title": "Genrep; två, tre", "on": f"{this}-03-02"})
    assert (path, notice and notice.is_good) == ("/arsdatum", True)
    key = kim.params["datum"]
    moved = form | {"datum": key, "sedd": "1", "title": "Genrep", "on": f"{this}-03-09", "until": f"{this}-03-10"}
    assert kim.post("/arsdatum", moved)[2].is_good  # type: ignore[union-attr]
    # Ada saw what Kim saw first: what only one of them has changed stays, what both have is asked about.
    ada, seen = come("ada"), form | {"datum": key, "sedd": "1"}
    later = seen | {"title": "Genrep; två, tre", "on": f"{this}-03-02", "until": f"{this}-03-10"}
    assert ada.post("/arsdatum", later | {"by": "Rektor"})[2].is_good  # type: ignore[union-attr]
    _, _, notice = ada.post("/arsdatum", later | {"title": "Övning"})
    assert notice
    assert not notice.is_good
    assert "hade redan sparat version 3" in notice.text
    with looping() as loop:
        answer = Client(Starlette(routes=year_routes()), loop).get(f"/aret/kalender.ics?kommun={HUDDINGE}")
    assert answer.headers["content-type"].startswith("text/calendar")
    lines = re.sub("\r\n ", "", answer.text).split("\r\n")
    at = lines.index(f"UID:{key}-{HUDDINGE}@nyckeltal")
    assert lines[at + 2 : at + 5] == [
        f"DTSTART;VALUE=DATE:{this}0309",
        f"DTEND;VALUE=DATE:{this}0311",
        "SUMMARY:Genrep",
    ]
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(uids)
    read = {str(one["UID"]): one for one in Calendar.from_ical(answer.text).walk("VEVENT")}
    assert len(read) == len(uids)
    mine = read[f"{key}-{HUDDINGE}@nyckeltal"]
    assert (mine.decoded("DTSTART"), str(mine["SUMMARY"])) == (date(this, 3, 9), "Genrep")


def test_a_date_that_cannot_be_is_told_at_its_field_and_what_was_typed_stays(access: Access, come: Come) -> None:
    assert access
    form = {"kommun": HUDDINGE, "plan": str(LAST), "vems": "-", "gora": "spara", "sedd": "0", "title": "Möte"}
    kim = come("kim")
    _, _, notice = kim.post("/arsdatum", form | {"on": "i maj"})
    assert notice
    assert notice.why("on") == "Är inget datum. Skriv det som 2026-05-31."
    who = access.accounts.person("kim", by=at_the_terminal("x"))
    html = date_html(Visit("/arsdatum", {**kim.params}, figure_source().get(), who))
    assert 'data-value="Möte"' in html
