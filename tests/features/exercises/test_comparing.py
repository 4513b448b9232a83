"""Municipalities that say yes to stand beside each other: who says it, who sees what, taken back, undone, as files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access, opened_state
from core.documents.results_view import RULE
from core.features.exercises.page import exercise_html, exercises_html
from core.features.exercises.routes import exercise_routes
from core.outcomes.figures import figure_source
from core.settings import Settings
from core.state.database import writing
from core.state.entries import save_of
from core.state.tables import AuditRow
from core.web.visit import Visit
from tests.cycle.closed_runs import THREAD, put_closed, thread_answers
from tests.shared import HUDDINGE
from tests.site.asgi import Answer, Browser, Client, looping
from tests.site.visitors import Visitor, with_accounts

pytestmark = pytest.mark.usefixtures("source")

SALEM = "0128"
AGREED = {"funktion": "Utvecklingschef <b>", "saker": "ja"}


@pytest.fixture
def access(remembered: Path) -> Access:
    places = {"dina": ("Dina", HUDDINGE), "sam": ("Sam", SALEM)}
    return with_accounts({login: Details(name, Role.MANAGER, place) for login, (name, place) in places.items()})


@pytest.fixture
def now() -> datetime:
    return datetime.fromisoformat("2026-11-20T12:00:00+00:00")


class Towns:
    """Huddinge and Salem, which have both done the same exercise."""

    def __init__(self, client: Client, browser: Browser, access: Access, now: datetime) -> None:
        self.client, self.browser, self.access, self.now = client, browser, access, now
        self.closed(HUDDINGE, "h1", 10, 8)
        self.closed(SALEM, "s1", 12, 3)

    def closed(self, place: str, key: str, count: int, yes: int, exercise: str = THREAD) -> None:
        """A closed run of PLACE that COUNT have answered, half of them managers."""
        with writing(opened_state(Settings.from_environment().database_url).engine) as session:
            save = save_of(at_the_terminal("x"), self.now)
            put_closed(session, save, place, key, thread_answers(count, yes), exercise=exercise)

    def asked(self, deed: str, login: str = "dina", key: str = "h1", **fields: str) -> tuple[str, dict[str, str]]:
        form = {"kommun": SALEM if login == "sam" else HUDDINGE, "ovning": key, "gora": deed, **fields}
        _, _, notice = Visitor(self.browser, self.access, login).post("/ovning", form)
        assert notice is not None
        return notice.text, dict(notice.fields)

    def agreed(self) -> None:
        """Both say yes."""
        self.asked("saga-ja", **AGREED)
        self.asked("saga-ja", "sam", "s1", **AGREED)

    def who(self, login: str | None) -> Person:
        return self.access.accounts.person(login, by=at_the_terminal("x")) if login else READER

    def seen(self, login: str | None = "dina", **params: str) -> str:
        where = {"kommun": SALEM if login == "sam" else HUDDINGE, **params}
        html = exercise_html(Visit("/ovning", where, figure_source().get(), self.who(login)))
        return html.replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " ")

    def compared(self, login: str | None = "dina", **params: str) -> str:
        return self.seen(login, jamforelse=THREAD, **params)

    def file(self, kind: str, login: str = "dina", place: str = HUDDINGE, more: str = "") -> Answer:
        address = f"/ovning/jamforelse.{kind}?kommun={place}&jamforelse={THREAD}{more}"
        return self.client.get(address, cookie=Visitor(self.browser, self.access, login).cookie)


@pytest.fixture
def towns(access: Access, now: datetime) -> Iterator[Towns]:
    with looping() as loop:
        app = Starlette(routes=exercise_routes())
        yield Towns(Client(app, loop), Browser(loop, app), access, now)


def test_who_has_not_said_yes_sees_who_has_and_no_result(towns: Towns) -> None:
    assert "Ingen kommun har sagt ja till att jämföra" in towns.compared()
    towns.asked("saga-ja", "sam", "s1", **AGREED)
    html = towns.compared()
    assert "Salem jämför" in html
    assert "Huddinge har inte sagt ja" in html
    assert "%" not in html.replace(RULE, "")
    assert "Salem har sagt ja." in towns.seen(ovning="h1")
    listed = exercises_html(Visit("/ovningar", {"kommun": HUDDINGE}, figure_source().get(), towns.who("dina")))
    assert "Så blir ni med" in listed
    assert towns.file("csv").status == 404


def test_the_first_waits_for_another_and_then_they_stand_beside_each_other(towns: Towns) -> None:
    assert "står bredvid" in towns.asked("saga-ja", **AGREED)[0]
    alone = towns.compared()
    assert "Bara Huddinge har sagt ja" in alone
    assert "när en kommun till har sagt ja" in alone
    towns.asked("saga-ja", "sam", "s1", **AGREED)
    html = towns.compared()
    assert "Störst skillnad mellan kommunerna: ”Har kommunen en vision?” (25 % till 80 %)" in html
    assert "80 % i Huddinge och 53 % i medel av 2 kommuner svarar ”ja”." in html
    assert RULE in html
    assert "Huddinge, 10 svar" in html
    assert "Salem, 12 svar" in html
    assert "Eget." not in html, "what is written is not compared"
    assert html.index("Huddinge, 10 svar") < html.index("Salem, 12 svar")
    other = towns.compared("sam")
    assert other.index("Salem, 12 svar") < other.index("Huddinge, 10 svar")
    assert "Utvecklingschef &lt;b&gt; har bestämt det" in towns.seen(ovning="h1")


def test_a_group_is_compared_where_each_own_result_shows_it(towns: Towns) -> None:
    towns.agreed()
    html = towns.compared(vilka="roll.chef")
    assert "Här: chef." in html
    assert "Salem, 6 svar" in html
    assert "Vilka: <b>Chef</b>" in html
    assert "Vilka: <b>Alla</b>" in towns.compared(vilka="roll.<script>")


def test_a_yes_is_sure_has_a_function_and_is_of_a_closed_exercise(towns: Towns) -> None:
    assert "Kryssa i" in towns.asked("saga-ja", funktion="Chef")[0]
    assert "funktion" in towns.asked("saga-ja", saker="ja")[0]
    assert "Stäng den först" in towns.asked("saga-ja", key="okänd", **AGREED)[0]
    towns.closed(HUDDINGE, "rum", 9, 3, "swot")
    assert "jämförs inte" in towns.asked("saga-ja", key="rum", **AGREED)[0]
    assert "Ingen kommun har sagt ja" in towns.compared()


def test_a_yes_is_taken_back_and_that_is_undone_and_all_of_it_is_in_the_log(towns: Towns) -> None:
    towns.agreed()
    told, fields = towns.asked("ta-tillbaka")
    assert "jämförs inte längre" in told
    assert "Huddinge har inte sagt ja" in towns.compared()
    assert "Bara Salem har sagt ja" in towns.compared("sam")
    assert (
        "rätt" in towns.asked("angra", "sam", "s1", sparning=fields["sparning"])[0]
        or "inte" in towns.asked("angra", "sam", "s1", sparning=fields["sparning"])[0]
    )
    assert "Bara Salem har sagt ja" in towns.compared("sam"), "nobody undoes what another municipality has done"
    assert "Ångrat" in towns.asked("angra", sparning=fields["sparning"])[0]
    assert "Huddinge, 10 svar" in towns.compared("sam")
    with writing(opened_state(Settings.from_environment().database_url).engine) as session:
        found = select(AuditRow.who, AuditRow.action, AuditRow.key).where(AuditRow.kind == "jämförelse")
        logged = [tuple(one) for one in session.execute(found.order_by(AuditRow.id))]
    mine, theirs = f"alla {HUDDINGE}/h1", f"alla {SALEM}/s1"
    assert logged == [
        ("dina", "lade till", mine),
        ("sam", "lade till", theirs),
        ("dina", "tog bort", mine),
        ("dina", "ångrade", mine),
    ]


def test_the_newest_that_has_a_yes_stands_for_its_municipality(towns: Towns) -> None:
    towns.agreed()
    towns.closed(SALEM, "s2", 9, 9)
    assert "Salem, 12 svar" in towns.compared(), "a later one without a yes stays at home"
    towns.asked("saga-ja", "sam", "s2", **AGREED)
    html = towns.compared()
    assert "Salem, 9 svar" in html
    assert "Salem, 12 svar" not in html


def test_a_municipality_where_too_few_have_answered_is_named_and_not_shown(towns: Towns) -> None:
    towns.closed(SALEM, "s2", 4, 4)
    towns.asked("saga-ja", **AGREED)
    towns.asked("saga-ja", "sam", "s2", **AGREED)
    html = towns.compared()
    assert "Salem visas inte: färre än fem har svarat" in html
    assert "4 svar" not in html
    assert "Salem" not in towns.file("csv").text


def test_only_who_reads_the_plans_of_one_that_agrees_sees_it(towns: Towns) -> None:
    towns.agreed()
    with pytest.raises(NotAllowedError):
        towns.compared(None)
    with pytest.raises(NotAllowedError):
        exercise_html(
            Visit("/ovning", {"kommun": SALEM, "jamforelse": THREAD}, figure_source().get(), towns.who("dina"))
        )
    assert towns.file("csv", "sam").status == 403
    assert "Ditt konto har inte rätt" in towns.asked("saga-ja", "sam", "s1", kommun=HUDDINGE, **AGREED)[0]


def test_it_is_taken_away_as_it_is_shown(towns: Towns) -> None:
    towns.agreed()
    text = towns.file("csv").text
    assert "Information,Har kommunen en vision?,Alla,Huddinge,2026-11-20,10,Ja,8,0.8" in text
    assert "Information,Har kommunen en vision?,Alla,Medel av 2 kommuner,,,Ja,,0.525" in text
    assert "Chef,Salem,2026-11-20,6" in towns.file("csv", more="&vilka=roll.chef").text
    book = openpyxl.load_workbook(io.BytesIO(towns.file("xlsx").content))
    assert ("Vad som visas", RULE) in list(book["Om uppgifterna"].values)
    assert (towns.file("pdf").content[:5], towns.file("docx").content[:2]) == (b"%PDF-", b"PK")
    assert towns.file("exe").status == 404


@pytest.mark.parametrize("exercise", ["finns-inte", "swot", "<script>"])
def test_what_cannot_be_compared_is_not_found(towns: Towns, exercise: str) -> None:
    assert "Övningen hittas inte" in towns.seen(jamforelse=exercise)
