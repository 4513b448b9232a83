"""Mina åtaganden: how it is said, what one press does and undoes, who sees what, and the first page of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.access.service import Access, opened_state
from core.cycle.book import ACTION_PLANS, ACTIVITIES
from core.cycle.plans import ActivityState
from core.features.accounts.sign_in import sign_in_routes
from core.features.reviews.asked import Only, asked_of
from core.features.undertakings.mine_page import mine_html
from core.features.undertakings.mine_routes import mine_routes
from core.features.undertakings.mine_view import address_of, title_words, when_words
from core.outcomes.figures import figure_source
from core.outcomes.undertakings import Kind, Mine, Undertaking
from core.settings import Settings
from core.site.site import header
from core.state.database import writing
from core.state.entries import save_of
from core.web.choices import REVIEW
from core.web.visit import Visit
from tests.cycle.loops import ANALYST, NOW
from tests.cycle.test_book import PLAN, TIMETABLE
from tests.features.undertakings.test_plan_page import access, book, person  # noqa: F401 - a fixture too
from tests.goals.chains import goal_book
from tests.shared import HUDDINGE
from tests.site.visitors import WORDS, Visitor, visits

pytestmark = pytest.mark.usefixtures("source")
TODAY = date(2026, 11, 24)
LATE = Undertaking(Kind.ACTIVITY, "a", "Schemalägg", "Aktivitet", date(2026, 10, 30))
SOON = replace(LATE, due=date(2026, 12, 1))
PRESS = {"kommun": HUDDINGE, "nyckel": "a1", "slag": "aktivitet", "gora": "lage"}


@pytest.fixture
def come(access: Access) -> Iterator[Callable[[str], Visitor]]:  # noqa: F811 - the fixture
    yield from visits(access, [*mine_routes(), *sign_in_routes()])


def owned(owner: Person) -> None:
    """Let OWNER have the activity, which is late, of a plan that nobody has."""
    save = save_of(ANALYST, NOW)
    with writing(opened_state(Settings.from_environment().database_url).engine) as session:
        one = replace(TIMETABLE, account=owner.id, due=date(2020, 1, 31), start=None)
        ACTIVITIES.put(session, HUDDINGE, "a1", one, save)
        ACTION_PLANS.put(session, HUDDINGE, "p1", replace(PLAN, account=None), save)


def page(who: Person, **params: str) -> str:
    return mine_html(Visit("/mina-ataganden", params, figure_source().get(), who))


@pytest.mark.parametrize(
    ("late", "ahead", "words"),
    [
        ([LATE, LATE], [SOON], "Två är försenade, ett ska bli klart före 24 december"),
        ([LATE], [], "Ett är försenat"),
        ([], [SOON, SOON], "Inget är försenat, två ska bli klara före 24 december"),
        ([], [replace(SOON, due=None)], "Inget är försenat"),
        ([], [], "Du har inget att göra här just nu"),
    ],
)
def test_the_title_says_what_is_late_and_what_is_next(
    late: list[Undertaking], ahead: list[Undertaking], words: str
) -> None:
    assert title_words(Mine(tuple(late), tuple(ahead), ()), TODAY) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 10, 30), "skulle vara klart 30 oktober, 25 dagar sent"),
        (date(2026, 11, 23), "skulle vara klart 23 november, en dag sent"),
        (TODAY, "24 november, i dag"),
        (date(2027, 1, 10), "10 januari 2027, om 47 dagar"),
        (None, "inget datum"),
    ],
)
def test_each_says_when_it_is_due(due: date | None, words: str) -> None:
    assert when_words(replace(LATE, due=due), TODAY) == words


def test_what_was_late_and_is_done_says_its_day_and_counts_no_days() -> None:
    assert when_words(replace(LATE, is_done=True), TODAY) == "30 oktober"


@pytest.mark.parametrize("body", ["gn", ""])
def test_what_a_review_has_found_leads_to_what_of_it_has_no_answer(body: str) -> None:
    parts = urlsplit(address_of(replace(LATE, kind=Kind.FINDINGS, of=body), HUDDINGE))
    visit = Visit(parts.path, dict(parse_qsl(parts.query)), figure_source().get())
    assert parts.path == REVIEW
    shown = asked_of(visit, HUDDINGE, goal_book())
    assert (shown.only, shown.open, shown.year) == (Only.UNANSWERED, body, goal_book().years[0])


def test_one_press_says_it_and_undo_stands_in_its_place(
    come: Callable[[str], Visitor],
    access: Access,  # noqa: F811 - the fixture
) -> None:
    olle = person(access, "olle")
    owned(olle)
    browser = come("olle")
    assert "1 försenat" in header(Visit("/om", {}, figure_source().get(), olle))
    _, _, notice = browser.post("/mina-ataganden", PRESS | {"lage": "klar"})
    assert notice is not None
    assert book().activities["a1"].state is ActivityState.DONE
    html = mine_html(Visit("/mina-ataganden", browser.params, figure_source().get(), olle))
    assert "Ångra" in html
    assert "1 försenat" not in header(Visit("/om", {}, figure_source().get(), olle))
    browser.post("/mina-ataganden", PRESS | {"gora": "angra", **notice.fields})
    assert book().activities["a1"].state is ActivityState.NOT_BEGUN
    _, _, notice = browser.post("/mina-ataganden", PRESS | {"gora": "flytta", "due": "2099-12-24"})
    assert notice is not None
    assert book().activities["a1"].due == date(2099, 12, 24)
    _, _, notice = browser.post("/mina-ataganden", PRESS | {"gora": "flytta", "due": "x"})
    assert notice is not None
    assert "Är inget datum" in notice.faults[0][2]


def test_a_tab_that_is_old_says_nothing_over_what_another_said(
    come: Callable[[str], Visitor],
    access: Access,  # noqa: F811 - the fixture
) -> None:
    owned(person(access, "olle"))
    come("sara").post("/mina-ataganden", PRESS | {"lage": "klar"})
    _, _, notice = come("olle").post("/mina-ataganden", PRESS | {"lage": "på väg", "sedd": "2"})
    assert notice is not None
    assert "Sara hade redan sparat version 3" in notice.text
    assert book().activities["a1"].state is ActivityState.DONE


def test_what_is_without_owner_stands_first_for_who_answers_for_its_area(access: Access) -> None:  # noqa: F811
    assert "Utan ägare" in page(person(access, "sara"))
    assert "Utan ägare" not in page(person(access, "olle"))


def test_a_reader_is_told_to_sign_in(access: Access) -> None:  # noqa: F811 - the fixture
    with pytest.raises(NotAllowedError):
        page(READER, kommun=HUDDINGE)


@pytest.mark.parametrize(
    ("till", "has_any", "first"),
    [
        ("/", True, ("/mina-ataganden", None)),
        ("/?kommun=0126", True, ("/mina-ataganden", None)),
        ("/om", True, ("/om", None)),
        ("/", False, ("/", HUDDINGE)),
        ("/?kommun=0127", False, ("/", "0127")),
    ],
)
def test_hers_is_her_first_page_after_signing_in_where_she_has_any_else_her_own_municipalitys(
    come: Callable[[str], Visitor],
    access: Access,  # noqa: F811 - the fixture
    till: str,
    has_any: bool,
    first: tuple[str, str | None],
) -> None:
    if has_any:
        owned(person(access, "olle"))
    visitor = come("")
    _, path, _ = visitor.post("/logga-in", {"namn": "olle", "losenord": WORDS, "till": till})
    assert (path, visitor.params.get("kommun")) == first
