"""The page of one assignment and its forms: who sees which, what is kept of what was typed, and undoing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.requests import Request

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access, opened_state
from core.features.assignments.page import assignment_html, list_html
from core.features.assignments.routes import assignment_routes
from core.goals.assigning import Assigning
from core.goals.book import GoalBooks
from core.goals.models import Assignment
from core.outcomes.figures import figure_source
from core.settings import Settings
from core.site.routes import _found
from core.web.file_desk import Recipe
from core.web.notices import Notice
from core.web.visit import Visit
from tests.goals.chains import KNOWLEDGE, put_chain
from tests.shared import HUDDINGE, LAST
from tests.site.visitors import Visitor, session_over, visits, with_accounts
from tests.web.html import parsed

pytestmark = pytest.mark.usefixtures("source")

NEW = {
    "kommun": HUDDINGE,
    "givare": "kf",
    "gora": "ge",
    "text": "Ta fram en läsplan.",
    "mottagare": "gn",
    "mal": KNOWLEDGE.id,
    "klart": f"{LAST}-10-31",
}


@pytest.fixture
def access(remembered: Path) -> Access:
    put_chain(opened_state(Settings.from_environment().database_url).engine)
    people = {
        "dina": Details("Dina", Role.MANAGER, HUDDINGE),
        "sara": Details("Sara", Role.MANAGER, HUDDINGE, ("grundskola",)),
        "olle": Details("Olle", Role.MANAGER, HUDDINGE, ("aldreomsorg",)),
    }
    return with_accounts(people)


Come = Callable[[str | None], Visitor]


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    yield from visits(access, assignment_routes())


@pytest.fixture
def key(access: Access) -> str:
    """An assignment of the council's to the school board."""
    typed = {"text": "Ta fram en <b>läsplan</b>.", "deadline": f"{LAST}-10-31", "goal": KNOWLEDGE.id}
    state = opened_state(Settings.from_environment().database_url)
    dina = person(access, "dina")
    return Assigning(state.engine, HUDDINGE, dina, datetime.now(UTC)).give("kf", typed, ("gn",))[0]


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def visit(who: Person, path: str = "/uppdraget", **params: str) -> Visit:
    return Visit(path, {"kommun": HUDDINGE, **params}, figure_source().get(), who)


def held(key: str) -> Assignment:
    book = GoalBooks(opened_state(Settings.from_environment().database_url).engine).book(HUDDINGE, drafts=True)
    return book.assignments[key]


def report(key: str, **changed: str) -> dict[str, str]:
    form = {"kommun": HUDDINGE, "uppdrag": key, "gora": "redovisa", "sedd": "1", "lage": "pågår"}
    return {**form, "text": "Gruppen är <utsedd>.", **changed}


@pytest.mark.parametrize(
    ("login", "has", "lacks"),
    [
        ("dina", ["Redovisa", "Flytta datumet", "Avsluta uppdraget"], []),
        ("sara", ["Redovisa"], ["Flytta datumet", "Avsluta uppdraget"]),
        ("olle", ["redovisas av den som fått det"], ["Spara redovisningen", "Flytta datumet"]),
    ],
)
def test_each_sees_what_she_may_do(access: Access, key: str, login: str, has: list[str], lacks: list[str]) -> None:
    html = assignment_html(visit(person(access, login), uppdrag=key))
    assert all(words in html for words in has)
    assert not any(words in html for words in lacks)
    assert "&lt;b&gt;läsplan&lt;/b&gt;" in html
    is_offered = "Redovisa eller ändra" in list_html(visit(person(access, login), "/uppdrag"))
    assert is_offered is (login != "olle")
    assert ("Från Kommunfullmäktige</a>" in list_html(visit(person(access, login), "/uppdrag"))) is (login == "dina")


def test_a_stranger_reads_the_list_and_gets_no_forms(access: Access, key: str) -> None:
    html = list_html(visit(READER, "/uppdrag"))
    assert "läsplan" in html
    assert "/uppdraget" not in html
    with pytest.raises(NotAllowedError):
        assignment_html(visit(READER, uppdrag=key))


def test_a_new_one_is_given_and_undone(come: Come, access: Access) -> None:
    dina = come("dina")
    status, path, notice = dina.post("/uppdraget", NEW)
    assert (status, path) == (303, "/uppdraget")
    assert notice is not None
    assert (notice.text, notice.is_good) == ("Uppdraget är givet.", True)
    given = notice.fields["uppdrag"]
    assert held(given).receivers == ("gn",)
    undo = {"kommun": HUDDINGE, "givare": "kf", "gora": "angra", **notice.fields}
    _, _, undone = dina.post("/uppdraget", undo)
    assert undone == Notice("Ångrat: det som var innan gäller igen.", is_good=True)
    with pytest.raises(KeyError):
        held(given)
    page = assignment_html(Visit("/uppdraget", dina.params, figure_source().get(), person(access, "dina")))
    assert "Nytt uppdrag från Kommunfullmäktige" in page
    assert "Ångrat: det som var innan gäller igen." in page


def test_what_is_wrong_is_told_by_its_field_and_all_that_was_typed_stands_there(come: Come, access: Access) -> None:
    dina = come("dina")
    _, _, notice = dina.post("/uppdraget", NEW | {"text": "Läs <mer>.", "mottagare": ""})
    assert notice is not None
    assert [fault[:2] for fault in notice.faults] == [("falt-ge-receivers", "Mottagare")]
    html = assignment_html(Visit("/uppdraget", dina.params, figure_source().get(), person(access, "dina")))
    assert 'data-value="Läs &lt;mer&gt;."' in html
    assert f'data-value="{LAST}-10-31"' in html


def test_the_receiver_reports_and_everybody_reads_it(come: Come, key: str, access: Access) -> None:
    sara = come("sara")
    _, _, notice = sara.post("/uppdraget", report(key))
    assert notice is not None
    assert notice.text == "Redovisningen är sparad och syns för alla."
    html = assignment_html(Visit("/uppdraget", sara.params, figure_source().get(), person(access, "sara")))
    assert "Ångra det som sparades" in html
    sara.post("/uppdraget", {"kommun": HUDDINGE, "gora": "angra"} | dict(notice.fields))
    html = assignment_html(Visit("/uppdraget", sara.params, figure_source().get(), person(access, "sara")))
    assert "Ångrat: det som var innan gäller igen." in html
    assert held(key).reports == ()
    sara.post("/uppdraget", report(key, sedd="3"))
    assert "Gruppen är &lt;utsedd&gt;." in list_html(visit(READER, "/uppdrag"))
    assert "Sara" not in list_html(visit(READER, "/uppdrag"))


def test_an_overtaken_report_stands_there_and_the_next_press_saves_it(come: Come, key: str, access: Access) -> None:
    come("dina").post("/uppdraget", report(key, text="Dinas."))
    sara = come("sara")
    _, _, notice = sara.post("/uppdraget", report(key))
    assert notice is not None
    assert "Dina hade redan sparat version 2" in notice.text
    html = assignment_html(Visit("/uppdraget", sara.params, figure_source().get(), person(access, "sara")))
    form = next(one for one in parsed(html).all("form") if one.all("textarea"))
    hidden = [one.attributes for one in form.all("input") if one.attributes["type"] == "hidden"]
    fields = {one["name"]: one["value"] for one in hidden}
    assert (fields["gora"], fields["sedd"]) == ("redovisa", "2")
    assert "Gruppen är &lt;utsedd&gt;." in html
    assert "Dinas." in html
    _, _, saved = sara.post("/uppdraget", report(key) | fields)
    assert saved is not None
    assert saved.is_good
    assert [one.text for one in held(key).reports] == ["Dinas.", "Gruppen är <utsedd>."]


def test_typing_is_kept_when_the_session_is_over(
    come: Come, key: str, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = come("sara")
    session_over(monkeypatch)
    _, path, _ = sara.post("/uppdraget", report(key))
    assert path == "/logga-in"
    assert held(key).reports == ()
    monkeypatch.undo()


@pytest.mark.parametrize("login", [None, "olle"])
@pytest.mark.parametrize("deed", ["redovisa", "avsluta", "flytta", "fortsatt", "angra", "annat"])
def test_who_may_not_changes_nothing(come: Come, key: str, login: str | None, deed: str) -> None:
    before = held(key)
    come(login).post("/uppdraget", report(key, gora=deed, klart=f"{LAST}-12-24", skal="x", beslutat=f"{LAST}-01-01"))
    assert held(key) == before


@pytest.mark.usefixtures("access")
@pytest.mark.parametrize(("page", "is_made_anew"), [("/uppdrag", True), ("/mal", False)])
def test_a_file_that_says_what_is_late_is_made_anew_another_day(
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    is_made_anew: bool,
) -> None:
    def key(day: date) -> str:
        monkeypatch.setattr("core.site.routes.today", lambda _: day)
        asked = {"type": "http", "headers": [], "path_params": {"kind": "csv"}}
        found = _found(page)(Request(asked | {"query_string": f"kommun={HUDDINGE}".encode()}))
        assert isinstance(found, Recipe)
        return found.key

    assert (key(date(LAST, 5, 31)) != key(date(LAST, 6, 1))) is is_made_anew
