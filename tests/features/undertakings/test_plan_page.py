"""The page of an action plan: what is filled in, who sees which forms, what is kept of what was typed, undoing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access, opened_state
from core.cycle.book import CycleBook, CycleBooks
from core.features.undertakings.plan_page import action_plan_html, filled
from core.features.undertakings.plan_routes import plan_routes
from core.outcomes.figures import figure_source
from core.settings import Settings
from core.web.visit import Visit
from tests.cycle.test_book import put_loop
from tests.goals.chains import put_chain
from tests.shared import HUDDINGE
from tests.site.visitors import WORDS, Visitor, session_over, visits, with_accounts

pytestmark = pytest.mark.usefixtures("source")
PLAN = {"kommun": HUDDINGE, "handlingsplan": "p1"}
NEW = {
    **PLAN,
    "gora": "aktivitet",
    "what": "Utbilda <b>mentorerna</b>",
    "responsible": "rektor",
    "start": "2026-11-01",
    "due": "2026-12-18",
}


@pytest.fixture
def access(remembered: Path) -> Access:
    state = opened_state(Settings.from_environment().database_url)
    put_chain(state.engine)
    put_loop(state, is_public=True)
    areas = {"sara": ("grundskola",), "olle": ("aldreomsorg",)}
    return with_accounts({who: Details(who.title(), Role.MANAGER, HUDDINGE, hers) for who, hers in areas.items()})


@pytest.fixture
def come(access: Access) -> Iterator[Callable[[str], Visitor]]:
    yield from visits(access, plan_routes())


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def page(who: Person, params: Mapping[str, str] = PLAN) -> str:
    return action_plan_html(Visit("/handlingsplan", params, figure_source().get(), who))


def book() -> CycleBook:
    return CycleBooks(opened_state(Settings.from_environment().database_url).engine).book(HUDDINGE, drafts=True)


def test_the_title_says_how_far_it_has_come_and_an_account_that_is_gone_is_told(access: Access) -> None:
    html = page(person(access, "sara"))
    assert "Heltidsmentorer. 0 av 1 aktivitet klar" in html
    assert html.count("utan ägare") == 2


@pytest.mark.parametrize(
    ("login", "has", "lacks"),
    [
        ("sara", ["Lägg till en aktivitet", "Markera hela planen som klar", "Skriv en kort uppföljning"], []),
        ("olle", ["Schemalägg vuxna"], ["Lägg till en aktivitet", "Ändra planen", "Skriv en kort uppföljning"]),
    ],
)
def test_each_sees_what_she_may_do(access: Access, login: str, has: list[str], lacks: list[str]) -> None:
    html = page(person(access, login))
    assert [words for words in has if words not in html] == []
    assert [words for words in lacks if words in html] == []


def test_a_stranger_and_a_wrong_link_are_told(access: Access) -> None:
    with pytest.raises(NotAllowedError):
        page(READER)
    assert "Handlingsplanen hittas inte" in page(person(access, "sara"), {**PLAN, "handlingsplan": "p9"})
    assert "Handlingsplanen hittas inte" in page(person(access, "sara"), {"kommun": HUDDINGE, "atgard": "m9"})


def test_the_plan_of_a_measure_that_has_one_is_opened_and_no_second_is_made(access: Access) -> None:
    assert "Heltidsmentorer. 0 av 1" in page(person(access, "sara"), {"kommun": HUDDINGE, "atgard": "m1"})


def test_a_new_form_begins_with_oneself_and_names_alike_are_told_apart(access: Access) -> None:
    details = Details("Sara", Role.MANAGER, HUDDINGE, ("aldreomsorg",))
    access.accounts.add("sara2", details, WORDS, by=at_the_terminal("x"), now=datetime.now(UTC), is_own=True)
    sara = person(access, "sara")
    html = page(sara)
    assert ">Sara (sara)</option>" in html
    assert ">Sara (sara2)</option>" in html
    assert ">Olle</option>" in html
    assert f'id="falt-aktivitet-account" name="account" data-value="{sara.id}"' in html


def test_what_is_known_of_a_measures_plan_is_filled_in(access: Access) -> None:
    figures = figure_source().get()
    assert figures is not None
    goals = figures.goals_of(HUDDINGE, drafts=True)
    found = filled(figures, HUDDINGE, book(), goals, book().measures["m1"])
    assert (found["title"], found["responsible"]) == ("Heltidsmentorer", "grundskolechef")
    assert re.search(r": \d[^(]*\(20\d\d\)\.", found["present"])
    assert "Kan inte bedömas" not in found["present"]


def test_a_new_plan_leads_to_its_page_and_an_activity_is_added_and_undone(
    come: Callable[[str], Visitor], access: Access
) -> None:
    sara = come("sara")
    new = {"kommun": HUDDINGE, "gora": "ny", "title": "Lästimmar", "area": "grundskola", "responsible": "rektor"}
    _, _, notice = sara.post("/handlingsplan", new)
    assert notice is not None
    assert notice.is_good
    key = sara.params["handlingsplan"]
    assert book().plans[key].title == "Lästimmar"
    _, _, notice = sara.post("/handlingsplan", NEW | {"handlingsplan": key})
    assert notice is not None
    html = page(person(access, "sara"), sara.params)
    assert "Utbilda &lt;b&gt;mentorerna&lt;/b&gt;" in html
    assert "Ångra det som sparades" in html
    sara.post("/handlingsplan", {**PLAN, "handlingsplan": key, "gora": "angra", **notice.fields})
    assert book().activities_of(key) == []


def test_what_is_wrong_is_told_by_its_field_and_what_was_typed_stands_there(
    come: Callable[[str], Visitor], access: Access
) -> None:
    sara = come("sara")
    _, _, notice = sara.post("/handlingsplan", NEW | {"due": "2026-10-01", "why": "x" * 1000})
    assert notice is not None
    assert [fault[:2] for fault in notice.faults] == [("falt-aktivitet-due", "Klart senast")]
    html = page(person(access, "sara"), sara.params)
    assert 'data-value="Utbilda &lt;b&gt;mentorerna&lt;/b&gt;"' in html
    assert 'data-value="2026-10-01"' in html
    assert f'data-value="{"x" * 1000}"' in html


def test_two_who_change_the_same_text_see_both_and_the_next_save_holds(
    come: Callable[[str], Visitor], access: Access
) -> None:
    sara = come("sara")
    change = NEW | {"aktivitet": "a1", "sedd": "1"}
    sara.post("/handlingsplan", change | {"what": "Mentorerna utbildas"})
    _, _, notice = sara.post("/handlingsplan", change | {"what": "Utbildning för mentorer"})
    assert notice is not None
    assert not notice.is_good
    html = page(person(access, "sara"), sara.params)
    assert "Sparat under tiden:" in html
    assert "Mentorerna utbildas" in html
    assert 'data-value="Utbildning för mentorer"' in html
    sara.post("/handlingsplan", change | {"what": "Utbildning för mentorer", "sedd": "2", **sara.params})
    assert book().activities["a1"].what == "Utbildning för mentorer"


def test_what_is_typed_when_the_session_is_over_stands_there_after_the_next_sign_in(
    come: Callable[[str], Visitor], access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = come("sara")
    with monkeypatch.context() as patch:
        session_over(patch)
        _, path, _ = sara.post("/handlingsplan", NEW)
    assert path == "/logga-in"
    assert "arbete=" in sara.params["till"]
    assert len(book().activities_of("p1")) == 1
