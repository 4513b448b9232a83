"""An exercise from its start over phones to its result: what each sees, and what is sent twice, late or in malice."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl  # type: ignore[import-untyped]
import pytest
from starlette.applications import Starlette

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access, current_access, opened_state
from core.catalogue.exercises import default_exercises
from core.cycle.exercises import RUNS, Run
from core.documents.results_view import results_frame, shown_results
from core.features.exercises.answer_routes import answer_routes
from core.features.exercises.page import exercise_html, exercises_html
from core.features.exercises.routes import exercise_routes
from core.outcomes.exercises import results_of
from core.outcomes.figures import figure_source
from core.settings import Settings
from core.state.ballots import answers
from core.state.database import reading
from core.web.visit import Visit
from core.words.formats import count_word, first_upper
from tests.goals.chains import put_chain
from tests.shared import GRADES, HUDDINGE, SAFE, WAIT, small_catalogue
from tests.site.asgi import Answer, Browser, Client, looping
from tests.site.visitors import WORDS, Visitor

pytestmark = pytest.mark.usefixtures("source")

HOSTILE = "<script>alert(1)</script> 👩‍🏫 =1+1"


@pytest.fixture
def access(remembered: Path) -> Access:
    made, now = current_access(), datetime.now(UTC)
    put_chain(opened_state(Settings.from_environment().database_url).engine)
    people = {"dina": Details("Dina", Role.MANAGER, HUDDINGE), "sara": Details("Sara", Role.MANAGER, HUDDINGE)}
    for login, details in people.items():
        made.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=now, is_own=True)
    return made


class Room:
    """The routes of exercises, asked by leaders and phones."""

    def __init__(self, client: Client, browser: Browser, access: Access) -> None:
        self.client, self.browser, self.access = client, browser, access

    def leader(self, login: str = "dina") -> Visitor:
        return Visitor(self.browser, self.access, login)

    def started(self, exercise: str = "roda-traden-tjansteman", way: str = "i rummet", key: str = "e1") -> Run:
        form = {"kommun": HUDDINGE, "ovning": key, "slag": exercise, "namn": "Röda <tråden>", "satt": way}
        status, path, notice = self.leader().post("/ovningar", form)
        assert (status, path) == (303, "/ovning"), notice
        return self.run(key)

    def run(self, key: str = "e1") -> Run:
        with reading(opened_state(Settings.from_environment().database_url).engine) as connection:
            return RUNS.values(connection, HUDDINGE)[key]

    def close(self, key: str = "e1", login: str = "dina") -> str:
        _, _, notice = self.leader(login).post("/ovning", {"kommun": HUDDINGE, "ovning": key, "gora": "stang"})
        assert notice is not None
        return notice.text

    def opened(self, run: Run, cookie: str = "", query: str = "") -> Answer:
        return self.client.get(f"/svara/{HUDDINGE}/{run.id}{query}", **({"cookie": cookie} if cookie else {}))

    def phone(self, run: Run) -> str:
        """A phone that has read the code: the cookie that it keeps."""
        kept = SimpleCookie(self.opened(run).headers["set-cookie"])["nyckeltal-svar"]
        assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/svara", True, "lax")
        return f"nyckeltal-svar={kept.value}"

    def sent(self, run: Run, cookie: str, page: int = 1, **given: object) -> Answer:
        body = urlencode({"sida": page, **given}, doseq=True).encode()
        return self.browser.post(f"/svara/{HUDDINGE}/{run.id}/svar", body, cookie=cookie or None)

    def seen(self, login: str | None = "dina", **params: str) -> str:
        person: Person = self.access.accounts.person(login, by=at_the_terminal("x")) if login else READER
        where = {"kommun": HUDDINGE, **params}
        return exercise_html(Visit("/ovning", where, figure_source().get(), person))


@pytest.fixture
def room(access: Access) -> Iterator[Room]:
    with looping() as loop:
        app = Starlette(routes=[*exercise_routes(), *answer_routes()])
        yield Room(Client(app, loop), Browser(loop, app), access)


def listed(access: Access, login: str | None) -> str:
    person: Person = access.accounts.person(login, by=at_the_terminal("x")) if login else READER
    return exercises_html(Visit("/ovningar", {"kommun": HUDDINGE}, figure_source().get(), person))


def test_the_list_tells_readers_what_there_is_and_leaders_what_has_been_run(room: Room, access: Access) -> None:
    room.started()
    for_readers, for_leaders = listed(access, None), listed(access, "dina")
    assert f"{first_upper(count_word(len(default_exercises())))} övningar och enkäter" in for_readers
    assert "<form" not in for_readers
    assert "tråden&gt;" not in for_readers
    assert "Röda &lt;tråden&gt;" in for_leaders
    assert "öppen, 0 har svarat" in for_leaders


def test_a_room_answers_on_its_phones_and_sees_it_when_it_is_closed(room: Room) -> None:
    run = room.started()
    assert run.letters in room.seen(ovning="e1")
    for n in range(6):
        cookie = room.phone(run)
        assert room.sent(run, cookie, 1, roll="chef").headers["location"].endswith("?sida=2")
        room.sent(run, cookie, 2, vision="ja" if n else "nej", hor_egna=["intranat", "chef"])
        assert room.sent(run, cookie, 4, bra=HOSTILE).headers["location"].endswith("?sida=klart")
    html = room.seen(ovning="e1")
    assert "6 har svarat" in html
    assert "83\N{NO-BREAK SPACE}%" not in html
    assert "Övningen är stängd" in room.close()
    assert "En övning är gjord, ingen är öppen" in listed(room.access, "dina")
    html = room.seen(ovning="e1")
    assert "6 svar. 83\N{NO-BREAK SPACE}% svarar ”ja”." in html
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 👩‍🏫" in html
    assert room.close(login="sara").startswith("Dina stängde övningen")


def test_of_four_nothing_is_shown_anywhere(room: Room) -> None:
    run = room.started()
    for _ in range(4):
        room.sent(run, room.phone(run), 2, vision="ja")
    room.close()
    html = room.seen(ovning="e1")
    assert "visas först när minst fem har svarat" in html
    assert "100\N{NO-BREAK SPACE}%" not in html
    cookie = room.leader().cookie
    answer = room.client.get(f"/ovning/resultat.csv?kommun={HUDDINGE}&ovning=e1", cookie=cookie)
    assert answer.text.splitlines() == ["avsnitt,fråga,vilka,svarande,svar,antal,andel"]


def test_an_answer_sent_twice_and_the_back_button_are_one_answer_that_is_changed(room: Room) -> None:
    run, same = room.started(), {"vision": "ja", "redogora_vision": "hog"}
    cookie = room.phone(run)
    for _ in range(2):
        room.sent(run, cookie, 2, **same)
    back = room.opened(run, cookie, "?sida=2").text
    assert 'name="vision" value="ja" checked' in back
    room.sent(run, cookie, 2, vision="nej")
    assert 'name="vision" value="nej" checked' in room.opened(run, cookie, "?sida=2").text
    assert "1 har svarat" in room.seen(ovning="e1")


def test_what_is_no_answer_is_not_kept_and_what_is_too_long_is_told_and_stands_there(room: Room) -> None:
    run = room.started()
    cookie = room.phone(run)
    room.sent(run, cookie, 2, vision="<b>", okand="ja", roll="chef")
    assert "ingen har svarat" in room.seen(ovning="e1")
    long = room.sent(run, cookie, 4, bra="å" * 1001, riktning="helt")
    assert long.status == 400
    assert "Texten är 1001 tecken, och högst 1000 får plats" in long.text
    assert "å" * 1001 in long.text
    assert 'value="helt" checked' in long.text


def test_a_browser_that_keeps_nothing_is_told_so(room: Room) -> None:
    assert "tar inte emot kakor" in room.sent(room.started(), "", 2, vision="ja").text


def test_a_closed_exercise_and_one_that_is_not_there_say_so(room: Room) -> None:
    run = room.started()
    cookie = room.phone(run)
    room.close()
    assert "Övningen är stängd" in room.opened(run).text
    assert "Övningen är stängd" in room.sent(run, cookie, 2, vision="ja").text
    assert room.client.get(f"/svara/{HUDDINGE}/finns-inte").status == 404


@pytest.mark.parametrize("typed", ["{}", "{} ", "x{}"])
def test_letters_lead_to_the_exercise_and_others_are_told(room: Room, typed: str) -> None:
    run = room.started()
    answer = room.browser.post("/svara/bokstaver", {"bokstaver": typed.format(run.letters.lower())})
    if typed.startswith("x"):
        assert (answer.status, "leder ingenstans" in answer.text) == (400, True)
    else:
        assert answer.headers["location"] == f"/svara/{HUDDINGE}/e1"


def test_results_are_taken_away_as_they_are_shown_and_no_text_is_a_formula(room: Room) -> None:
    run = room.started()
    for _ in range(5):
        cookie = room.phone(run)
        room.sent(run, cookie, 2, vision="ja")
        room.sent(run, cookie, 4, bra="=1+1")
    room.close()
    cookie = room.leader().cookie

    def file(kind: str) -> Answer:
        return room.client.get(f"/ovning/resultat.{kind}?kommun={HUDDINGE}&ovning=e1", cookie=cookie)

    assert "Information,Har kommunen en vision?,Alla,5,Ja,5,1.0" in file("csv").text
    assert ",'=1+1," in file("csv").text
    rows = openpyxl.load_workbook(io.BytesIO(file("xlsx").content)).active.values
    assert ("Information", "Har kommunen en vision?", "Alla", 5, "Ja", 5, 1) in list(rows)
    assert (file("pdf").content[:5], file("docx").content[:2]) == (b"%PDF-", b"PK")
    assert room.client.get(f"/ovning/resultat.csv?kommun={HUDDINGE}&ovning=e1").status == 403


def test_an_exercise_about_goals_is_about_those_of_the_plan_and_one_person_may_answer_it(room: Room) -> None:
    run = room.started("tydlig-styrning", "ensam")
    assert run.items
    cookie = room.phone(run)
    page = room.opened(run, cookie).text
    assert run.items[0].name in page
    assert run.filled is not None
    # Its committee goals have indicators, nobody has checked in, and no target is set.
    assert [run.filled[f"{one}.kunskap"] for one in ("matbart", "delar", "niva")] == [("ja",), ("nej",), ("nej",)]
    assert page.count("Ifyllt av programmet") == 5
    assert 'name="matbart.kunskap" value="ja" checked' in page
    assert "inte anonyma" in page
    room.sent(run, cookie, 1, **{f"alla.{run.items[0].id}": "ja"})
    assert room.sent(run, room.phone(run), 1, **{f"alla.{run.items[0].id}": "nej"}).status == 409
    # What somebody answers otherwise stands, what nobody has answered is the program's.
    room.sent(run, cookie, 1, **{"alla.kunskap": "ja", "matbart.kunskap": "nej"})
    room.close()
    rows = results_frame(results_of(room.run(), default_exercises()["tydlig-styrning"], given(), small_catalogue()))
    yes = rows[(rows["svar"] == "Ja") & (rows["vilka"] == "Alla")].set_index("fråga")["antal"]
    assert (yes["Går målet att följa med indikatorer?"], yes["Följs målet upp i delårsrapporten?"]) == (0, 0)
    assert "Det programmet vet gäller" in room.seen(ovning="e1")


def given() -> list[dict[str, Any]]:
    """All answers of the run."""
    with reading(opened_state(Settings.from_environment().database_url).engine) as connection:
        return answers(connection, "e1")


def test_what_the_catalogue_knows_of_indicators_is_filled_in(room: Room) -> None:
    run, catalogue = room.started("paverkansgrad", "ensam"), figure_source().get().catalogue  # type: ignore[union-attr]
    assert {one.id for one in run.items} == {GRADES, WAIT, SAFE}
    assert run.filled == {f"paverkan.{one}": (catalogue.by_kpi[one].influence.value,) for one in (GRADES, WAIT, SAFE)}


def test_a_leader_whose_session_is_over_signs_in_and_finds_it_open(room: Room, access: Access) -> None:
    room.started()
    stranger = Visitor(room.browser, access, None)
    _, path, notice = stranger.post("/ovning", {"kommun": HUDDINGE, "ovning": "e1", "gora": "stang"})
    assert (path, notice is not None and "inte inloggad" in notice.text) == ("/logga-in", True)
    assert room.run().closed_on is None
    assert "Röda &lt;tråden&gt;" in listed(access, "dina")


def test_a_reader_sees_no_result(room: Room) -> None:
    room.started()
    with pytest.raises(NotAllowedError, match="inloggad"):
        room.seen(None, ovning="e1")


def test_everybody_sees_a_result_when_a_leader_says_so_with_her_function_and_until_it_is_taken_back(room: Room) -> None:
    run = room.started()
    for _ in range(5):
        room.sent(run, room.phone(run), 2, vision="ja")
    engine, catalogue = opened_state(Settings.from_environment().database_url).engine, small_catalogue()

    def pictures() -> list[str]:
        return [one.title for _, one in shown_results(engine, HUDDINGE, catalogue)]

    def asked(deed: str, login: str = "dina", **fields: str) -> str:
        form = {"kommun": HUDDINGE, "ovning": "e1", "gora": deed, **fields}
        _, _, notice = room.leader(login).post("/ovning", form)
        assert notice is not None
        return notice.text

    assert "Stäng den först" in asked("visa-alla", funktion="Chef", saker="ja")
    room.close()
    assert pictures() == []
    assert "Kryssa i" in asked("visa-alla", funktion="Chef")
    assert "funktion" in asked("visa-alla", saker="ja")
    assert pictures() == []
    assert "Alla får se" in asked("visa-alla", funktion="Utvecklingschef", saker="ja")
    assert (room.run().shown_by, bool(room.run().shown_on)) == ("Utvecklingschef", True)
    assert len(pictures()) == 1, "only what five have answered has a picture"
    assert "Utvecklingschef har bestämt det" in room.seen(ovning="e1")
    assert "bara för inloggade" in asked("visa-inte")
    assert (pictures(), room.run().shown_by) == ([], "")
