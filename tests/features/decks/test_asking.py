"""What a deck asks its audience, over HTTP: the form, the stage, phones with and without a script, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from pptx import Presentation
from pypdfium2 import PdfDocument
from starlette.applications import Starlette

from core.access.people import at_the_terminal
from core.access.service import Access, opened_state
from core.cycle.exercises import Answering, Leading, new_run
from core.features.decks.page import deck_html
from core.features.decks.presentations import presentation_routes
from core.features.decks.routes import deck_form_routes
from core.features.exercises.answer_routes import answer_routes
from core.settings import Settings
from core.web.visit import Visit
from tests.features.decks.deck_site import SCHOOL, access, figures, form_of, person
from tests.shared import HUDDINGE
from tests.site.asgi import Answer, Browser, Client, looping
from tests.site.visitors import Visitor
from tests.web.html import parsed

__all__ = ["access"]

pytestmark = pytest.mark.usefixtures("source")

QUESTION, ANSWERS = "Vad <först>?", ("Lärare", "Lokaler & trygghet", "Läsning")


class Hall:
    """A deck with a question, its stage and its phones."""

    def __init__(self, client: Client, browser: Browser, access: Access) -> None:
        self.client, self.browser, self.access = client, browser, access
        self.slide = self._added()

    def _added(self) -> str:
        anna = Visitor(self.browser, self.access, "anna")
        anna.post("/bildspel/spara", {**self.form, "ny": "fraga"})
        slide = next(name.partition(".")[0] for name in self.form if name.startswith("fraga-"))
        written = {f"{slide}.titel": QUESTION, f"{slide}.text": "\n".join(ANSWERS), "gor": "frys"}
        _, _, notice = anna.post("/bildspel/spara", {**self.form, **written})
        assert notice is not None
        assert notice.is_good, notice.text
        return slide

    @property
    def form(self) -> dict[str, str]:
        return form_of(parsed(self.page), "/bildspel/spara")

    @property
    def page(self) -> str:
        return deck_html(Visit("/bildspel", {"omrade": SCHOOL}, figures(), person(self.access, "anna")))

    def staged(self, deed: str, login: str | None = "anna", **other: str) -> tuple[int, dict[str, Any]]:
        asked = {"omrade": SCHOOL, "bild": self.slide, "fraga": QUESTION, "flera": "", "svar": "\n".join(ANSWERS)}
        form = {"bildspel": SCHOOL, "scen": "wall", "gor": deed, **asked, **other}
        cookie = Visitor(self.browser, self.access, login).cookie
        answer = self.browser.post("/presentation/fraga", urlencode(form).encode(), cookie=cookie or None)
        return answer.status, json.loads(answer.text)

    def path(self) -> str:
        """Where the letters lead, typed as they are shown."""
        _, told = self.staged("visa")
        answer = self.browser.post("/svara/bokstaver", urlencode({"bokstaver": told["bokstaver"]}).encode())
        return answer.headers["location"]

    def phone(self, path: str) -> str:
        kept = SimpleCookie(self.client.get(path).headers["set-cookie"])["nyckeltal-svar"]
        assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/fraga", True, "lax")
        return f"nyckeltal-svar={kept.value}"

    def sent(self, path: str, cookie: str, *places: int, round_id: str, **headers: str) -> Answer:
        body = urlencode({"omgang": round_id, "svar": places}, doseq=True).encode()
        return self.browser.post(f"{path}/svar", body, cookie=cookie or None, **headers)


@pytest.fixture
def hall(access: Access) -> Iterator[Hall]:
    with looping() as loop:
        app = Starlette(routes=[*deck_form_routes(), *presentation_routes(), *answer_routes()])
        yield Hall(Client(app, loop), Browser(loop, app), access)


def test_a_hall_answers_a_deck_and_everybody_sees_it_later(hall: Hall) -> None:
    path = hall.path()
    _, told = hall.staged("visa")
    assert (told["antal"], told["svar"], told["stangd"]) == (0, None, False)
    phones = [hall.phone(path) for _ in range(5)]
    for n, cookie in enumerate(phones):
        answer = hall.sent(path, cookie, n % 2, round_id=told["omgang"])
        assert (answer.status, answer.headers["location"]) == (303, path)
    seen = hall.client.get(path, cookie=phones[1]).text
    assert "Vad &lt;först&gt;?" in seen
    assert 'value="1" checked' in seen
    state = json.loads(hall.client.get(f"{path}/lage").text)
    assert state == {"omgang": told["omgang"], "stangd": False}
    count = json.loads(hall.client.get(f"/presentation/fraga/lage?omgang={told['omgang']}").text)
    assert count == {"antal": 5}
    _, bars = hall.staged("staplar")
    assert (bars["stangd"], bars["antal"], bars["svar"]) == (True, 5, [3, 2, 0])
    late = hall.sent(path, phones[0], 2, round_id=told["omgang"], accept="application/json")
    assert (late.status, "hann inte fram" in json.loads(late.text)["fel"]) == (409, True)
    assert "Svaren visas på skärmen" in hall.client.get(path, cookie=phones[0]).text
    shown = hall.client.get(f"/presentation/{SCHOOL}").text
    assert "5 svar" in shown
    assert "60\N{NO-BREAK SPACE}%" in shown
    assert "Flest valde ”Lärare”, 60\N{NO-BREAK SPACE}%" in hall.page


def test_files_have_the_question_and_what_was_answered_as_a_chart_with_words(hall: Hall) -> None:
    path = hall.path()
    _, told = hall.staged("visa")
    for n in range(6):
        hall.sent(path, hall.phone(path), n % 3, round_id=told["omgang"])

    def slide() -> Any:
        file = Presentation(BytesIO(hall.client.get(f"/presentation/{SCHOOL}.pptx").content))
        return next(one for one in file.slides if one.shapes.title.text == QUESTION)

    assert not any(shape.has_chart for shape in slide().shapes), "nobody has seen the bars yet"
    hall.staged("staplar")
    [chart] = [shape for shape in slide().shapes if shape.has_chart]
    assert [round(one, 2) for one in chart.chart.plots[0].series[0].values] == [0.33, 0.33, 0.33]
    described = chart._element.nvGraphicFramePr.cNvPr.get("descr")
    assert "6 svar. Flest valde ”Lärare”, ”Lokaler & trygghet” och ”Läsning”, 33\N{NO-BREAK SPACE}%." in described
    pages = PdfDocument(hall.client.get(f"/presentation/{SCHOOL}.pdf").content)
    text = next(one for one in (page.get_textpage().get_text_bounded() for page in pages) if QUESTION in one)
    assert "6 svar" in text
    assert "33 %" in text


@pytest.mark.parametrize("login", [None, "cilla"])
@pytest.mark.parametrize("deed", ["visa", "staplar", "om"])
def test_nobody_else_asks_a_hall_anything(hall: Hall, login: str | None, deed: str) -> None:
    status, told = hall.staged(deed, login)
    assert status == 403
    assert "rätt" in told["fel"] or "inloggad" in told["fel"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"fraga": " "},
        {"svar": "Ett"},
        {"svar": "\n".join(map(str, range(9)))},
        {"bildspel": "rymdfart"},
        {"scen": ""},
        {"gor": "gissa"},
    ],
)
def test_what_is_no_question_of_a_deck_is_refused_in_words(hall: Hall, wrong: dict[str, str]) -> None:
    deed = wrong.pop("gor", "visa")
    status, told = hall.staged(deed, **wrong)
    assert status == 409
    assert told["fel"]


def test_a_phone_without_a_cookie_or_an_answer_is_told_what_to_do(hall: Hall) -> None:
    path = hall.path()
    _, told = hall.staged("visa")
    without = hall.sent(path, "", 0, round_id=told["omgang"])
    assert (without.status, "Tillåt dem" in without.text) == (409, True)
    empty = hall.sent(path, hall.phone(path), round_id=told["omgang"])
    assert (empty.status, "Inget svar är valt" in empty.text) == (409, True)
    gone = hall.client.get("/fraga/finns-inte")
    assert (gone.status, "Frågan hittas inte" in gone.text) == (404, True)


def test_a_result_that_everybody_may_see_is_a_slide_and_a_frozen_deck_keeps_it_when_it_is_taken_back(
    hall: Hall,
) -> None:
    engine = opened_state(Settings.from_environment().database_url).engine
    leading = Leading(engine, HUDDINGE, at_the_terminal("x"), datetime.now(UTC))
    typed = {"exercise": "roda-traden-tjansteman", "title": "Röda tråden", "way": "i rummet"}
    run = leading.start(new_run(), typed, (), {})
    for n in range(5):
        Answering(engine, HUDDINGE).put(run.id, f"phone {n}", ["vision"], {"vision": "ja"})
    leading.close(run.id)
    offered = f"resultat:{HUDDINGE}:{run.id}/vision"
    anna = Visitor(hall.browser, hall.access, "anna")
    anna.post("/bildspel/spara", {**hall.form, "gor": "tina"})
    assert offered not in hall.page
    leading.show_all(run.id, "Utvecklingschef", is_sure=True)
    assert offered in hall.page
    anna.post("/bildspel/spara", {**hall.form, "ny": offered})
    anna.post("/bildspel/spara", {**hall.form, "gor": "frys"})
    shown = f"/presentation/{SCHOOL}"
    assert "100\N{NO-BREAK SPACE}% svarar" in hall.client.get(shown).text
    file = Presentation(BytesIO(hall.client.get(f"{shown}.pptx").content))
    charts = [shape for slide in file.slides for shape in slide.shapes if shape.has_chart]
    [chart] = [shape for shape in charts if "vision" in slide_words(shape)]
    assert "100\N{NO-BREAK SPACE}% svarar ”ja”" in slide_words(chart)
    leading.show_nobody(run.id)
    assert "100\N{NO-BREAK SPACE}% svarar" in hall.client.get(shown).text
    anna.post("/bildspel/spara", {**hall.form, "gor": "tina"})
    assert "övningens resultat visas inte längre för alla" in hall.page
    draft = hall.client.get(f"/presentation/utkast-{SCHOOL}", cookie=anna.cookie)
    assert draft.status == 200
    assert "100\N{NO-BREAK SPACE}% svarar" not in draft.text


def slide_words(shape: Any) -> str:
    """What SHAPE says to whoever does not see it."""
    return shape._element.nvGraphicFramePr.cNvPr.get("descr") or ""
