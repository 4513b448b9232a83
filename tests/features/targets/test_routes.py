"""The forms of Mål: what is saved and undone, what stays when it is not, and that strangers change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.applications import Starlette

from core.access.details import Details
from core.access.form import COOKIE
from core.access.people import Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access, SignedIn, current_access, opened_state
from core.features.own_indicators.store import current_own
from core.features.targets.form import field_name, lines_in
from core.features.targets.page import UNDO_FIELD, targets_html
from core.features.targets.routes import target_routes
from core.settings import Settings
from core.state import State
from core.targets.store import held_targets
from core.web.drafts import WorkKind
from core.web.notices import NOTICE_PARAM, Notice, unsealed
from core.web.visit import Visit
from tests.shared import COST, GRADES, WAIT
from tests.site.asgi import Answer, Browser, Client, looping
from tests.site.visitors import session_over
from tests.web.html import Element, parsed

pytestmark = pytest.mark.usefixtures("source")


WORDS = "en bra mening med å"
PEOPLE = {
    "anna": Details("Anna Admin", Role.ADMINISTRATOR),
    "eva": Details("Eva Chef", Role.MANAGER, "0126"),
    "bo": Details("Bo Chef", Role.MANAGER, "0126", ("grundskola",)),
    "cia": Details("Cia Chef", Role.MANAGER, "0127"),
    "dan": Details("Dan", Role.CONVENOR, areas=("grundskola",)),
}
STRANGERS = [None, "cia", "dan"]
HERE = {"kommunkod": "0126", "omrade": "grundskola"}


@pytest.fixture
def access(remembered: Path) -> Iterator[Access]:
    opened_state.cache_clear()
    made = current_access()
    for login, details in PEOPLE.items():
        made.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=datetime.now(UTC), is_own=True)
    yield made
    opened_state.cache_clear()


@pytest.fixture
def state(access: Access) -> State:
    return opened_state(Settings.from_environment().database_url)


class Visitor:
    """Somebody with a browser, signed in or not."""

    def __init__(self, browser: Browser, client: Client, access: Access, login: str | None) -> None:
        self._browser, self._client, self._cookie = browser, client, ""
        self.person: Person | None = None
        if login:
            done = access.sign_in(login, WORDS, "127.0.0.1", datetime.now(UTC))
            assert isinstance(done, SignedIn)
            self._cookie = f"{COOKIE}={done.token}"
            self.person = access.person_of(done.token, datetime.now(UTC))

    def post(self, path: str, form: Mapping[str, Any], **headers: str) -> Answer:
        return self._browser.post(path, urlencode(form).encode(), cookie=self._cookie or None, **headers)

    def told(self, path: str, form: Mapping[str, Any]) -> tuple[Notice, dict[str, str]]:
        """The notice that a form is answered with, and the rest of the address that it leads to."""
        return told(self.post(path, form))

    def send(self, content: bytes, name: str = "mål.csv", **fields: str) -> Answer:
        return self._browser.post(
            "/malnivaer/fil", multipart(content, name, HERE | fields), **MULTIPART, cookie=self._cookie
        )

    def get(self, path: str) -> Answer:
        return self._client.get(path, cookie=self._cookie)

    def page(self, **params: str) -> Element:
        """What the page shows her."""
        assert self.person is not None
        asked = Visit("/malnivaer", {"kommun": "0126", "omrade": "grundskola"} | params, figures(), self.person)
        return parsed(targets_html(asked))


MULTIPART = {"content_type": "multipart/form-data; boundary=xyz"}


def multipart(content: bytes, name: str, fields: Mapping[str, str]) -> bytes:
    parts = [f'--xyz\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{t}\r\n'.encode() for n, t in fields.items()]
    head = f'--xyz\r\nContent-Disposition: form-data; name="fil"; filename="{name}"\r\n\r\n'.encode()
    return b"".join(parts) + head + content + b"\r\n--xyz--\r\n"


def told(answer: Answer) -> tuple[Notice, dict[str, str]]:
    assert answer.status == 303, answer.text
    target = urlsplit(answer.headers["location"])
    assert target.path in ("/malnivaer", "/logga-in")
    params = {name: texts[0] for name, texts in parse_qs(target.query).items()}
    notice = unsealed(params.pop(NOTICE_PARAM, ""))
    return notice or Notice("", is_good=True), params


def figures() -> Any:
    from core.site.figures import figure_source  # noqa: PLC0415 - the process's own, as the test set it

    return figure_source().get()


def catalogue() -> Any:
    return figures().catalogue


Come = Callable[[str | None], Visitor]


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    with looping() as loop:
        app = Starlette(routes=target_routes())
        browser, client = Browser(loop, app), Client(app, loop)
        yield lambda login: Visitor(browser, client, access, login)


def typed(number: int = 1, kpi: str = GRADES, seen: int = 0, **texts: str) -> dict[str, str]:
    """A line as a form sends it."""
    fields = {"kpi": kpi, "sedd": str(seen), "kind": "at_least", "year": "2026", "gender": ""} | texts
    return {field_name(number, name): text for name, text in fields.items()}


def sent(page: Element) -> dict[str, str]:
    """The fields of the table's form as a browser would send them, with nothing changed."""
    form = next(f for f in page.all("form") if f.attributes["action"] == "/malnivaer/spara")
    fields = [f for f in form.all() if f.tag in ("input", "select") and "name" in f.attributes]
    return {
        f.attributes["name"]: f.attributes.get("data-value", f.attributes.get("value", ""))
        for f in fields
        if f.attributes.get("type") != "checkbox" or "data-checked" in f.attributes
    }


def seen_of(page: Element) -> int:
    """The version that the page shows of the grades' target."""
    return next(line.seen for line in lines_in(sent(page)) if line.kpi == GRADES)


def test_targets_are_set_for_several_indicators_in_one_save(state: State, come: Come) -> None:
    common = {"beslut-decided_by": "Kommunfullmäktige", "beslut-decision": "§ 12"}
    form = HERE | common | typed(1, value="80,5") | typed(2, COST, kind="at_most", value="100 000", is_final="ja")
    notice, params = come("eva").told("/malnivaer/spara", form)
    assert (notice.text, notice.is_good) == ("Sparat: 2 nya.", True)
    assert params == {"kommun": "0126", "omrade": "grundskola"}
    rows = held_targets(state.engine).to_dict("records")
    assert [(r["kpi"], r["value"], r["is_final"], r["decision"]) for r in rows] == [
        (COST, 100_000.0, True, "§ 12"),
        (GRADES, 80.5, False, "§ 12"),
    ]


def test_a_save_is_undone_from_its_notice(state: State, come: Come) -> None:
    eva = come("eva")
    notice, _ = eva.told("/malnivaer/spara", HERE | typed(value="80"))
    undo = HERE | {"nar": notice.fields[UNDO_FIELD]}
    assert eva.told("/malnivaer/angra", undo)[0].text == "Ångrat: det som gällde förut gäller igen."
    assert held_targets(state.engine).empty
    again, _ = eva.told("/malnivaer/angra", undo)
    assert not again.is_good


BEYOND = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59")


@pytest.mark.parametrize("moment", ["", "i går", "2026-11-22", "2026-11-22T10:00:00+00:00", *BEYOND])
def test_there_is_nothing_to_undo_at_a_moment_that_is_none(come: Come, moment: str) -> None:
    assert come("eva").told("/malnivaer/angra", HERE | {"nar": moment})[0].text == "Det finns inget att ångra."


def test_an_undo_over_somebody_elses_change_is_refused_with_who(state: State, come: Come) -> None:
    eva, bo = come("eva"), come("bo")
    notice, _ = eva.told("/malnivaer/spara", HERE | typed(value="80"))
    seen = seen_of(bo.page())
    bo.told("/malnivaer/spara", HERE | typed(seen=seen, value="90"))
    refused, _ = eva.told("/malnivaer/angra", HERE | {"nar": notice.fields[UNDO_FIELD]})
    assert "Bo Chef ändrade målet för 2026" in refused.text
    assert held_targets(state.engine)["value"].tolist() == [90.0]


def test_with_one_fault_nothing_is_saved_and_everything_typed_stands_there_still(state: State, come: Come) -> None:
    eva = come("eva")
    good, bad = typed(1, value="80", link="https://x.se/1"), typed(2, COST, kind="at_most", value="nittio <b>")
    notice, params = eva.told("/malnivaer/spara", HERE | good | bad | {"beslut-decision": "§ 12"})
    assert "Inget är sparat" in notice.text
    assert held_targets(state.engine).empty
    fields = sent(eva.page(**params))
    lines = {line.kpi: line for line in lines_in(fields) if line.texts["year"]}
    assert (lines[GRADES].texts["value"], lines[GRADES].texts["link"]) == ("80", "https://x.se/1")
    assert (lines[COST].texts["value"], fields["beslut-decision"]) == ("nittio <b>", "§ 12")
    [fault] = [f.text for f in eva.page(**params).all("span", "nk-fault") if f.text]
    assert fault == "Cellen är inte ett tal. Skriv ett tal utan enhet, till exempel 12,5."
    mended = fields | {field_name(lines[COST].number, "value"): "90 000"}
    assert eva.told("/malnivaer/spara", mended)[0].text == "Sparat: 2 nya."
    assert current_own().pending.mine(WorkKind.TARGETS, by=eva.person) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("login", ["eva", "cia"])
def test_what_was_typed_when_the_session_was_over_stands_there_for_who_may_set_it(
    state: State, come: Come, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva, later = come("eva"), come(login)
    blank = sent(eva.page())
    typing = next(n for n, text in blank.items() if n.endswith("-kpi") and text == GRADES).removesuffix("kpi")
    form = blank | {f"{typing}year": "2026", f"{typing}value": "80 <b>", "beslut-decision": "§ 12"}
    with monkeypatch.context() as over:
        session_over(over)
        answer = eva.post("/malnivaer/spara", form)
    target = urlsplit(answer.headers["location"])
    assert target.path == "/logga-in"
    page = urlsplit(parse_qs(target.query)["till"][0])
    assert page.path == "/malnivaer"
    params = {name: texts[0] for name, texts in parse_qs(page.query).items()}
    assert (params["kommun"], params["omrade"]) == ("0126", "grundskola")
    assert held_targets(state.engine).empty
    if later.person != eva.person:
        with pytest.raises(NotAllowedError):
            later.page(**params)
        return
    shown = later.page(**params)
    [line] = [line for line in lines_in(sent(shown)) if line.texts["year"]]
    assert (line.kpi, line.texts["value"], sent(shown)["beslut-decision"]) == (GRADES, "80 <b>", "§ 12")
    assert [d.attributes["id"] for d in shown.all("details") if "open" in d.attributes] == [f"mal-{GRADES}"]


def test_begun_work_is_found_by_its_number_alone(come: Come) -> None:
    eva = come("eva")
    _, params = eva.told("/malnivaer/spara", HERE | {"omrade": "aldreomsorg"} | typed(kpi=WAIT, value="x"))
    page = eva.page(kommun="", omrade="", arbete=params["arbete"])
    assert page.one("h1").text == "Målnivåer för Huddinge"
    assert [line.texts["value"] for line in lines_in(sent(page)) if line.texts["year"]] == ["x"]


def test_what_was_typed_can_be_thrown_away(come: Come) -> None:
    eva = come("eva")
    _, params = eva.told("/malnivaer/spara", HERE | typed(value="x"))
    assert eva.page().one("ul", "nk-begun").text.startswith("Påbörjat")
    eva.told("/malnivaer/kasta", HERE | {"arbete": params["arbete"]})
    assert eva.page().all("ul", "nk-begun") == []


def test_two_managers_do_not_overwrite_each_other(state: State, come: Come) -> None:
    eva, bo = come("eva"), come("bo")
    eva.told("/malnivaer/spara", HERE | typed(value="80"))
    seen = seen_of(eva.page())
    bo.told("/malnivaer/spara", HERE | typed(seen=seen, value="85"))
    notice, params = eva.told("/malnivaer/spara", HERE | typed(seen=seen, value="90"))
    assert "Bo Chef ändrade målet till minst 85" in notice.text
    assert held_targets(state.engine)["value"].tolist() == [85.0]
    page = eva.page(**params)
    assert "Bo Chef ändrade" in page.one("p", "nk-overtaken").text
    assert eva.told("/malnivaer/spara", sent(page))[0].text == "Sparat: 1 ändrat."
    assert held_targets(state.engine)["value"].tolist() == [90.0]


def test_a_target_is_removed(state: State, come: Come) -> None:
    eva = come("eva")
    eva.told("/malnivaer/spara", HERE | typed(value="80"))
    seen = seen_of(eva.page())
    notice, _ = eva.told("/malnivaer/spara", HERE | typed(seen=seen, value="80", bort="ja"))
    assert notice.text == "Sparat: 1 borttaget."
    assert held_targets(state.engine).empty


def test_a_form_that_changes_nothing_saves_nothing(state: State, come: Come) -> None:
    eva = come("eva")
    eva.told("/malnivaer/spara", HERE | typed(value="80", tolerance="1"))
    before = state.revision()
    assert "Inget var ändrat" in eva.told("/malnivaer/spara", sent(eva.page()))[0].text
    assert state.revision() == before


@pytest.mark.parametrize("login", STRANGERS)
def test_a_stranger_changes_nothing_by_posting(state: State, come: Come, login: str | None) -> None:
    eva, stranger = come("eva"), come(login)
    notice, _ = eva.told("/malnivaer/spara", HERE | typed(value="80"))
    _, work = told(eva.send(b"municipality;kpi;year;kind\n"))
    before, revision = held_targets(state.engine), state.revision()
    deeds = {
        "/malnivaer/spara": typed(1, value="1", year="2027"),
        "/malnivaer/angra": {"nar": notice.fields[UNDO_FIELD]},
        "/malnivaer/fil/spara": {"arbete": work["arbete"]},
        "/malnivaer/kasta": {"arbete": work["arbete"]},
    }
    if login is None:
        gone = stranger.post("/malnivaer/spara", HERE | deeds.pop("/malnivaer/spara"))
        assert (gone.status, "2027" in gone.text) == (401, True)
    for path, form in deeds.items():
        refused, _ = stranger.told(path, HERE | form)
        assert refused.text, path
        assert not refused.is_good or path == "/malnivaer/kasta", path
    refused_file = stranger.send(b"x")
    assert refused_file.status == 401 if login is None else not told(refused_file)[0].is_good
    assert stranger.post("/malnivaer/forhandsvisa", HERE | typed(value="1") | {"rad": "1"}).status == 403
    assert stranger.get("/ladda-ner/malnivaer.csv?kommun=0126").status == 403
    assert held_targets(state.engine).equals(before)
    assert state.revision() == revision
    assert len(current_own().pending.mine(WorkKind.TARGETS, by=eva.person)) == 1  # type: ignore[arg-type]


def test_a_manager_of_one_area_sets_nothing_in_another(state: State, come: Come) -> None:
    bo = come("bo")
    notice, _ = bo.told("/malnivaer/spara", HERE | typed(1, value="80") | typed(2, WAIT, kind="at_most", value="1"))
    assert not notice.is_good
    assert held_targets(state.engine).empty


def test_a_municipality_that_does_not_exist_is_refused_for_everybody(state: State, come: Come) -> None:
    for login in ("anna", "eva"):
        notice, _ = come(login).told("/malnivaer/spara", HERE | typed(value="80") | {"kommunkod": "9999"})
        assert not notice.is_good
    assert held_targets(state.engine).empty


def test_a_form_on_another_site_does_nothing(state: State, come: Come) -> None:
    eva = come("eva")
    for path in ("/malnivaer/spara", "/malnivaer/forhandsvisa", "/malnivaer/angra"):
        assert eva.post(path, HERE | typed(value="80"), origin="https://ond.plats").status == 403
    assert held_targets(state.engine).empty


def test_an_impossible_level_is_asked_about_and_saved_when_it_is_confirmed(state: State, come: Come) -> None:
    eva = come("eva")
    notice, params = eva.told(
        "/malnivaer/spara", HERE | typed(1, value="885") | typed(2, COST, kind="at_most", value="90000")
    )
    assert "En ovanlig nivå att bekräfta eller rätta." in notice.text
    assert held_targets(state.engine).empty
    page = eva.page(**params)
    [doubt] = [p.text for p in page.all("p", "nk-doubt") if p.text]
    assert doubt == (
        "885\N{NO-BREAK SPACE}% är högre än 100, som brukar vara det högsta möjliga. "
        "Rätta nivån, eller bekräfta att den stämmer."
    )
    assert eva.told("/malnivaer/spara", sent(page))[0].text == notice.text
    shown = [label for label in page.all("label", "nk-sure") if "hidden" not in label.attributes]
    tick = shown[0].one("input").attributes
    assert len(shown) == 1
    assert tick["aria-describedby"] in [p.attributes["id"] for p in page.all("p", "nk-doubt") if p.text]
    confirmed = sent(page) | {tick["name"]: tick["value"]}
    assert (
        "ovanlig" in eva.told("/malnivaer/spara", confirmed | {tick["name"].replace("saker", "value"): "886"})[0].text
    )
    wrong, params = eva.told("/malnivaer/spara", confirmed | {"rad-99-kpi": GRADES, "rad-99-year": "x"})
    assert "ovanlig" not in wrong.text
    assert sent(eva.page(**params))[tick["name"]] == tick["value"]
    assert eva.told("/malnivaer/spara", confirmed)[0].text == "Sparat: 2 nya."
    assert sorted(held_targets(state.engine)["value"]) == [885.0, 90_000.0]
    again = HERE | typed(seen=seen_of(eva.page()), value="885", decision="§ 1")
    assert eva.told("/malnivaer/spara", again)[0].text == "Sparat: 1 ändrat."
