"""Uppföljning: what was said last time first, no old value as a new one, what is said now, and its report."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from starlette.applications import Starlette

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.access.service import Access
from core.cycle.checking_in import AskedPeriod, Followed
from core.cycle.plans import CheckIn, Expected, FigureThen, InterimPeriod, Subject
from core.features.undertakings.follow_page import follow_html
from core.features.undertakings.follow_routes import follow_routes
from core.features.undertakings.follow_view import figure_view, title_words
from core.outcomes.figures import figure_source
from core.outcomes.periods import FigureNow, FollowedNow, FollowUpNow
from core.signals import Attainment
from core.web.visit import Visit
from tests.features.undertakings.test_plan_page import access, book, person  # noqa: F401 - a fixture too
from tests.goals.chains import CALM, PASSING
from tests.shared import GRADES, HUDDINGE, LAST, WAIT
from tests.site.asgi import Browser, Client, looping
from tests.site.visitors import Visitor

pytestmark = pytest.mark.usefixtures("source")
FIRST = {"kommun": HUDDINGE, "plan": str(LAST), "organ": "gn", "period": "1"}
SECOND = FIRST | {"period": "2"}
SAID = {"gora": "avstam", "nyckel": PASSING.id, "expected": "nås delvis", "text": "Det går <framåt>.", "sedd": "0"}
FIGURE = FigureNow("N1", "K", "Behöriga", "%", 1, None, (2025, 86.4), Attainment.NEARLY, (date(2027, 4, 1), 2026), ())
NEW, COMES = "86,4\N{NO-BREAK SPACE}% (2025)", "Värdet för 2026 kommer 2027-04"
THEN = FigureThen("N1", "K", 2024, 84.5)

Come = tuple[Callable[[str], Visitor], Client]


@pytest.fixture
def come(access: Access) -> Iterator[Come]:  # noqa: F811 - the fixture
    with looping() as loop:
        app = Starlette(routes=follow_routes())
        browser = Browser(loop, app)
        yield lambda login: Visitor(browser, access, login), Client(app, loop)


def page(who: Person, params: Mapping[str, str] = FIRST) -> str:
    return follow_html(Visit("/uppfoljning", params, figure_source().get(), who))


@pytest.mark.parametrize(
    ("figure", "change", "face", "note"),
    [
        (FIGURE, NEW, "nästan", COMES),
        (replace(FIGURE, then=THEN), f"84,5 (2024) → {NEW}", "nästan", COMES),
        (
            replace(FIGURE, then=replace(THEN, year=2025), face=None, is_new=False),
            NEW,
            "",
            f"Inget nytt värde sedan sist. {COMES}",
        ),
        (replace(FIGURE, now=None, face=None, comes=None, is_new=False), "inget värde", "", ""),
        (replace(FIGURE, comes=None, parts=(("T1", 85.0), ("T2", 85.5))), NEW, "nästan", "T1 85,0, T2 85,5"),
        (replace(FIGURE, comes=None, parts=(("M09", 85.0), ("M10", 85.5))), NEW, "nästan", "Oktober 85,5"),
    ],
)
def test_an_old_value_is_never_shown_as_new_and_what_is_awaited_is_told(
    figure: FigureNow, change: str, face: str, note: str
) -> None:
    view = figure_view(figure)
    assert (view.name, view.change, view.face, view.note) == ("Behöriga, kvinnor", change, face, note)


def now(*expected: Expected | None) -> FollowUpNow:
    day, period = date(2026, 5, 1), InterimPeriod.FIRST
    said = [CheckIn(Subject.GOAL, "x", "gn", LAST, period, one, "", day, "chef") if one else None for one in expected]
    made = tuple(FollowedNow(Followed(Subject.GOAL, CALM, one, None), (), None, "") for one in said)
    return FollowUpNow((), made, ())


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ((), "inget att följa upp"),
        ((None, None), "noll av två är avstämda"),
        ((Expected.REACHED, None), "ett av två är avstämda, alla väntas nås"),
        ((Expected.PARTLY, None), "ett av två är avstämda, inget väntas missas"),
        ((Expected.NOT_REACHED, Expected.REACHED), "två av två är avstämda, ett väntas inte nås"),
    ],
)
def test_the_title_says_how_many_are_checked_in_and_what_is_missed(
    expected: tuple[Expected | None, ...], words: str
) -> None:
    asked = AskedPeriod("gn", LAST, InterimPeriod.FIRST)
    assert title_words("Nämnden", asked, now(*expected)) == f"Nämnden, tertial 1 {LAST}: {words}"


def test_what_was_said_last_time_stands_first_and_must_be_answered(come: Come, access: Access) -> None:  # noqa: F811
    visit, _ = come
    sara = visit("sara")
    _, _, notice = sara.post("/uppfoljning", FIRST | SAID)
    assert notice is not None
    assert notice.is_good
    (said,) = book().check_ins.values()
    assert (said.expected, [one.kpi for one in said.figures]) == (Expected.PARTLY, [GRADES, WAIT])
    who = person(access, "sara")
    html = page(who, SECOND)
    assert f"Sedan sist, tertial 1 {LAST}" in html
    assert html.index("Sedan sist") < html.index("Det som inte följdes upp då")
    assert "Det går &lt;framåt&gt;." in html
    assert "Inget nytt värde sedan sist" in html
    assert "saknar svar" in html
    assert f'href="/mina-ataganden?kommun={HUDDINGE}"' in html
    _, _, notice = sara.post("/uppfoljning", SECOND | {"gora": "stang"})
    assert notice is not None
    assert f"saknar svar: ”{PASSING.title}”" in notice.text
    sara.post("/uppfoljning", SECOND | SAID)
    _, _, notice = sara.post("/uppfoljning", SECOND | {"gora": "stang"})
    assert notice is not None
    assert "Öppna uppföljningen igen" in page(who, SECOND)
    sara.post("/uppfoljning", SECOND | {"gora": "angra", **notice.fields})
    assert not book().periods


def test_two_who_say_something_of_the_same_see_both(come: Come, access: Access) -> None:  # noqa: F811 - the fixture
    visit, _ = come
    sara = visit("sara")
    sara.post("/uppfoljning", FIRST | SAID)
    _, _, notice = sara.post("/uppfoljning", FIRST | SAID | {"text": "Annat.", "sedd": "0"})
    assert notice is not None
    assert not notice.is_good
    html = page(person(access, "sara"), sara.params)
    assert "Sparat under tiden:" in html
    assert 'data-value="Annat."' in html


def test_only_those_of_the_municipality_read_it_and_who_may_not_says_nothing(come: Come, access: Access) -> None:  # noqa: F811
    visit, client = come
    with pytest.raises(NotAllowedError):
        page(READER)
    visit("olle").post("/uppfoljning", FIRST | SAID)
    assert not book().check_ins
    assert "Stäm av" not in page(person(access, "olle"))
    address = f"/uppfoljning/rapport.pdf?kommun={HUDDINGE}&plan={LAST}&organ=gn&period=1"
    assert client.get(address).status == 403


def test_the_report_says_what_was_said_of_each(come: Come) -> None:
    visit, client = come
    sara = visit("sara")
    sara.post("/uppfoljning", FIRST | SAID)
    address = f"/uppfoljning/rapport.pdf?kommun={HUDDINGE}&plan={LAST}&organ=gn&period=1"
    answer = client.get(address, cookie=sara.cookie)
    assert answer.status == 200
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "ett av två är avstämda" in " ".join(text.split())
    assert "Det går <framåt>." in text
    assert client.get(address.replace(".pdf", ".docx"), cookie=sara.cookie).content[:2] == b"PK"
    assert client.get(address.replace("organ=gn", "organ=x"), cookie=sara.cookie).status == 404
