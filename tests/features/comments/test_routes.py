"""The page Kommentera and its form: what is said of an outcome, by those who may, and never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access
from core.features.comments.page import comment_html
from core.features.comments.routes import comment_routes
from core.features.comments.store import LONGEST_COMMENT
from core.outcomes.figures import Figures
from core.site.figures import figure_source
from core.site.site import SITE
from core.web.choices import INDICATOR, OVERVIEW
from core.web.notices import Notice
from core.web.visit import Visit
from tests.shared import BOTKYRKA, COST, GRADES, HUDDINGE, LAST
from tests.site.visitors import Visitor, session_over, visits, with_accounts
from tests.web.html import Element, parsed

pytestmark = pytest.mark.usefixtures("source")

PLACE = {"kommun": HUDDINGE, "nyckeltal": GRADES, "artal": str(LAST)}
SAID = PLACE | {"varfor": "Ny <b>rektor</b>.\n\n  Andra raden.", "gors": "Stöd i matematik.", "sedd": "0"}
CHIEF = Details("Chefen", Role.MANAGER, HUDDINGE)
CONVENOR = Details("Sammankallande", Role.CONVENOR, areas=("miljo",))


@pytest.fixture
def access(remembered: Path) -> Access:
    return with_accounts({"cilla": CHIEF, "bo": CONVENOR})


Come = Callable[[str | None], Visitor]


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    yield from visits(access, comment_routes())


def figures() -> Figures:
    found = figure_source().get()
    assert found is not None
    return found


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def form_page(who: Person, **params: str) -> Element:
    found = figures()
    return parsed(comment_html(Visit("/kommentar", PLACE | params, found, who)))


def filled(root: Element) -> tuple[str, str]:
    why, actions = root.all("textarea")
    return why.attributes["data-value"], actions.attributes["data-value"]


def page(path: str, who: Person = READER, municipality: str = HUDDINGE) -> Element:
    params = {"kommun": municipality, "nyckeltal": GRADES} if path == INDICATOR else {"kommun": municipality}
    return parsed(SITE[path].show(Visit(path, params, figures(), who)))


def test_what_a_manager_says_is_seen_by_everybody(come: Come) -> None:
    assert page(OVERVIEW).all("small", "nk-said") == []
    status, path, notice = come("cilla").post("/kommentar", SAID)
    assert (status, path, notice) == (
        303,
        "/kommentar",
        Notice("Kommentaren är sparad och syns för alla.", is_good=True),
    )
    assert page(OVERVIEW).one("small", "nk-said").text == "”Ny <b>rektor</b>. Andra raden.”"
    comment = page(INDICATOR).one("section", "nk-comment")
    assert comment.one("h2").text == f"Huddinge om {LAST}"
    paragraphs = [p.text for p in comment.all("p")]
    assert paragraphs[:4] == ["Ny <b>rektor</b>.", "Andra raden.", "Det här görs", "Stöd i matematik."]
    assert "Chefen" not in comment.text


def test_it_stands_at_its_own_municipality_and_year_only(come: Come) -> None:
    come("cilla").post("/kommentar", SAID | {"artal": str(LAST - 1)})
    assert page(OVERVIEW).all("small", "nk-said") == []
    assert page(INDICATOR).one("section", "nk-comment").one("h2").text == f"Huddinge om {LAST - 1}"
    assert page(INDICATOR, municipality=BOTKYRKA).all("section", "nk-comment") == []


def test_only_who_may_comment_there_meets_the_way_to_it(access: Access) -> None:
    chief = person(access, "cilla")
    [way] = page(INDICATOR, chief).all("a", "nk-edit")
    assert way.attributes["href"] == f"/kommentar?kommun={HUDDINGE}&nyckeltal={GRADES}"
    for who, municipality in ((READER, HUDDINGE), (chief, BOTKYRKA), (person(access, "bo"), HUDDINGE)):
        assert page(INDICATOR, who, municipality).all("a", "nk-edit") == []


def test_nobody_else_comes_to_the_form_or_gets_anything_saved(access: Access, come: Come) -> None:
    for who in (READER, person(access, "bo"), replace(person(access, "cilla"), municipality=BOTKYRKA)):
        with pytest.raises(NotAllowedError):
            form_page(who)
    for login in (None, "bo"):  # nobody is sent to sign in
        status, _, notice = come(login).post("/kommentar", SAID)
        assert status == 401 if notice is None else not notice.is_good
    assert figures().comments_on(HUDDINGE, GRADES) == ()


def test_the_form_shows_what_holds_and_every_version(access: Access, come: Come) -> None:
    chief = person(access, "cilla")
    assert filled(form_page(chief)) == ("", "")
    come("cilla").post("/kommentar", SAID)
    come("cilla").post("/kommentar", SAID | {"varfor": "Något annat.", "sedd": "1"})
    root = form_page(chief)
    assert filled(root) == ("Något annat.", "Stöd i matematik.")
    versions = root.one("ol", "nk-versions").all("li")
    assert [("Chefen" in one.text, "(gäller)" in one.text) for one in versions] == [(True, True), (True, False)]


def test_an_older_version_can_hold_again(access: Access, come: Come) -> None:
    come("cilla").post("/kommentar", SAID)
    come("cilla").post("/kommentar", SAID | {"varfor": "", "gors": "", "sedd": "1"})
    assert figures().comments_on(HUDDINGE, GRADES) == ()
    come("cilla").post("/kommentar", PLACE | {"sedd": "2", "version": "1"})
    [comment] = figures().comments_on(HUDDINGE, GRADES)
    assert (comment.why, comment.number) == (SAID["varfor"], 3)
    _, _, notice = come("cilla").post("/kommentar", PLACE | {"sedd": "3", "version": "77"})
    assert notice is not None
    assert not notice.is_good


@pytest.mark.parametrize(
    "wrong",
    [{"varfor": "x" * (LONGEST_COMMENT + 1)}, {"sedd": "0", "varfor": "Min text."}],
    ids=["too long", "overtaken"],
)
def test_what_could_not_be_saved_is_still_in_the_form(access: Access, come: Come, wrong: dict[str, str]) -> None:
    come("cilla").post("/kommentar", SAID)
    visitor = come("cilla")
    _, _, notice = visitor.post("/kommentar", SAID | {"sedd": "1"} | wrong)
    assert notice is not None
    assert not notice.is_good
    work = visitor.params["arbete"]
    assert filled(form_page(person(access, "cilla"), arbete=work))[0] == wrong["varfor"]
    assert figures().comments_on(HUDDINGE, GRADES)[0].why == SAID["varfor"]
    visitor.post("/kommentar", SAID | {"sedd": "1", "varfor": "Rättad.", "arbete": work})
    assert figures().comments_on(HUDDINGE, GRADES)[0].why == "Rättad."
    assert filled(form_page(person(access, "cilla"), arbete=work))[0] == "Rättad.", "what was kept is gone"


def test_why_and_what_is_done_that_two_have_changed_are_both_kept(access: Access, come: Come) -> None:
    come("cilla").post("/kommentar", SAID)
    come("cilla").post("/kommentar", SAID | {"sedd": "1", "varfor": "Nyare."})
    _, _, notice = come("cilla").post("/kommentar", SAID | {"sedd": "1", "gors": "Mer stöd."})
    assert notice is not None
    assert "Chefen hade redan ändrat kommentaren" in notice.text
    assert filled(form_page(person(access, "cilla"))) == ("Nyare.", "Mer stöd.")
    late = come("cilla")
    late.post("/kommentar", SAID | {"sedd": "1", "varfor": "Mitt.", "gors": SAID["gors"]})
    root = form_page(person(access, "cilla"), arbete=late.params["arbete"])
    assert filled(root) == ("Mitt.", "Mer stöd.")
    assert root.one("p", "nk-theirs").text == "Sparat under tiden: Nyare."


def test_what_was_kept_is_put_together_with_what_came_since_it_was_written_however_late_it_is_sent_again(
    access: Access, come: Come
) -> None:
    """The form is drawn when the other has saved: it must not say that hers was seen."""
    come("cilla").post("/kommentar", SAID)
    late = come("cilla")
    late.post("/kommentar", SAID | {"sedd": "1", "varfor": "x" * 2001, "gors": "Mitt."})
    come("cilla").post("/kommentar", SAID | {"sedd": "1", "gors": "Den andras."})
    for version in ("2", "3"):
        root = form_page(person(access, "cilla"), **late.params)
        seen = next(one for one in root.all("input") if one.attributes["name"] == "sedd").attributes["value"]
        assert seen == str(int(version) - 1)
        _, _, notice = late.post("/kommentar", SAID | {"sedd": seen, "gors": "Mitt.", "arbete": late.params["arbete"]})
        assert notice is not None
        assert not notice.is_good
        come("cilla").post("/kommentar", SAID | {"sedd": version, "gors": f"Den andras, {version}."})


def test_whoever_asked_for_an_older_version_too_late_sees_the_one_that_holds(access: Access, come: Come) -> None:
    come("cilla").post("/kommentar", SAID)
    come("cilla").post("/kommentar", SAID | {"varfor": "Nyare.", "sedd": "1"})
    late = come("cilla")
    _, _, notice = late.post("/kommentar", PLACE | {"sedd": "1", "version": "1"})
    assert notice is not None
    assert not notice.is_good
    assert filled(form_page(person(access, "cilla"), **late.params))[0] == "Nyare."


def test_what_was_typed_when_the_session_had_ended_is_there_after_the_next_sign_in(
    access: Access, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    cilla = come("cilla")
    with monkeypatch.context() as over:
        session_over(over)
        _, path, notice = cilla.post("/kommentar", SAID)
    assert path == "/logga-in"
    assert notice is not None
    assert "finns kvar" in notice.text
    back = urlsplit(cilla.params["till"])
    params = {name: texts[0] for name, texts in parse_qs(back.query).items()}
    assert back.path == "/kommentar"
    assert filled(form_page(person(access, "cilla"), **params)) == (SAID["varfor"], SAID["gors"])
    assert figures().comments_on(HUDDINGE, GRADES) == ()
    with pytest.raises(NotAllowedError):
        form_page(person(access, "bo"), **params)


def test_a_year_without_any_outcome_is_not_commented(come: Come) -> None:
    _, _, notice = come("cilla").post("/kommentar", SAID | {"artal": str(LAST + 3)})
    assert notice is not None
    assert "inga utfall" in notice.text
    assert figures().comments_on(HUDDINGE, GRADES) == ()


def test_without_a_year_the_outcomes_is_meant_and_others_can_be_chosen(access: Access) -> None:
    root = form_page(person(access, "cilla"), artal="")
    years = [a.text for a in root.one("p", "nk-years").all("a")]
    assert years == [str(year) for year in range(LAST, LAST - 5, -1)]
    assert [a.text for a in root.all("a") if "aria-current" in a.attributes] == [str(LAST)]


@pytest.mark.parametrize("params", [{"kommun": "9999"}, {"nyckeltal": "N99999"}, {"kommun": "<b>"}, {"kommun": "2062"}])
def test_an_address_that_leads_nowhere_says_so(access: Access, params: dict[str, str]) -> None:
    assert form_page(person(access, "cilla"), **params).one("h1").text == "Välj vad du vill kommentera"


def test_the_form_sends_what_it_needs(access: Access) -> None:
    root = form_page(person(access, "cilla"), nyckeltal=COST)
    [form] = root.all("form")
    hidden = {f.attributes["name"]: f.attributes["value"] for f in form.all("input")}
    assert hidden == {**PLACE, "nyckeltal": COST, "sedd": "0", "arbete": ""}
    assert (form.attributes["action"], form.attributes["method"]) == ("/kommentar", "post")
