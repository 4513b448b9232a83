"""The page Avstämning and its forms: the matrix, what opens under it, and what people say, seen by those who may."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from starlette.applications import Starlette

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access, opened_state
from core.features.reviews.page import Cell, RowView, review_html
from core.features.reviews.reviewing import LONGEST_TEXT
from core.features.reviews.routes import review_routes
from core.features.reviews.words import GROUPS, RULE_BY_SLUG, RULE_TEXTS, title_of
from core.goals.judged import Answer as Answered
from core.goals.judged import Reply, ReviewBook
from core.goals.models import Body, BodyKind, Plan
from core.outcomes.figures import figure_source
from core.outcomes.plan_review import reviewed
from core.outcomes.plan_rules import MOST_GOALS, SHORTEST_TEXT
from core.settings import Settings
from core.state.entries import Entry
from core.web.notices import Notice
from core.web.visit import Visit
from core.words.formats import count_word, first_upper
from tests.goals.chains import CALM, COUNCIL, COUNCILS_PLAN, KNOWLEDGE, PASSING, SCHOOL_BOARD, put_chain
from tests.shared import BOTKYRKA, HUDDINGE, LAST
from tests.site.asgi import Answer, Client, looping
from tests.site.visitors import Visitor, session_over, visits, with_accounts
from tests.web.html import Element, parsed

pytestmark = pytest.mark.usefixtures("source")

HOW = replace(PASSING, text="Verksamheten ska höja <b>betygen</b> genom att läsa mer.")
PLAN = Plan("gn", LAST, f"Verksamhetsplan {LAST}", (HOW, CALM), net_budget=1012.0, frame=1000.0)
WATER = Body("va", BodyKind.COMPANY, "Vattenbolaget")
CARE = Body("an", BodyKind.COMMITTEE, "Äldreomsorgsnämnden", ("aldreomsorg",))
PLACE = {"kommun": HUDDINGE, "plan": str(LAST), "oppen": "gn", "ruta": "sager-vad"}
FINDING = "säger vad/behoriga"
ANSWER = PLACE | {
    "om": FINDING,
    "svar": "avsiktligt",
    "text": "Nämnden vill ha det så.",
    "funktion": "chef",
    "sedd": "0",
}
ADVICE = PLACE | {"om": "ny", "text": "Skriv vad eleverna ska ha.", "funktion": "controller", "sedd": "0"}


@pytest.fixture
def access(remembered: Path) -> Access:
    put_chain(
        opened_state(Settings.from_environment().database_url).engine,
        *(COUNCILS_PLAN, PLAN, Plan("va", LAST, "Affärsplan", ())),
        bodies=(COUNCIL, SCHOOL_BOARD, WATER, CARE),
    )
    people = {
        "eva": Details("Eva", Role.MANAGER, HUDDINGE),
        "cilla": Details("Cilla", Role.MANAGER, HUDDINGE, ("grundskola",)),
        "dan": Details("Dan", Role.MANAGER, HUDDINGE, ("aldreomsorg",)),
        "freda": Details("Freda", Role.MANAGER, BOTKYRKA),
    }
    return with_accounts(people)


Come = Callable[[str | None], Visitor]


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    yield from visits(access, review_routes())


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def page(who: Person, **params: str) -> Element:
    asked = {"kommun": HUDDINGE, "plan": str(LAST)} | params
    return parsed(review_html(Visit("/avstamning", asked, figure_source().get(), who)))


def values(form: Element) -> list[str]:
    return [field.attributes.get("value", "") for field in form.all("input")]


def bodies(root: Element) -> list[str]:
    return [row.text.strip() for row in root.all("th") if row.attributes.get("scope") == "row"]


def test_the_matrix_tells_what_is_to_look_at_most_first_and_who_has_no_plan(access: Access) -> None:
    root = page(person(access, "eva"))
    title = root.one("h1").text
    assert "saker att se över i två planer, oftast" in title
    assert bodies(root) == ["Grundskolenämnden", "Vattenbolaget"]
    sums = [cell.text for cell in root.all("td", "nk-sum")]
    assert sums[1] == "bedöms inte", "a company without goals and budget"
    assert sums[0].split()[0] == str(sum(int(cell.text.split()[0]) for cell in root.all("td", "nk-found")))
    assert f"Ingen plan för {LAST} än: Äldreomsorgsnämnden." in root.text
    assert "Bara inloggade i Huddinge" in root.text
    labels = [link.attributes["aria-label"] for cell in root.all("td", "nk-found") for link in cell.all("a")]
    assert "Grundskolenämnden, Säger vad, inte hur: 2 att se över" in labels


def test_a_cell_opens_its_findings_with_marked_words_the_rule_and_the_place(access: Access) -> None:
    root = page(person(access, "cilla"), oppen="gn", ruta="sager-vad")
    panel = root.one("div", "nk-opened")
    assert panel.all("h2")[0].text == "Två måltexter säger inte vad som ska nås"
    assert [mark.text for mark in panel.all("mark")] == ["Verksamheten ska", "genom att"]
    assert "<b>betygen</b>" in panel.all("p", "nk-quote")[0].text
    assert "Regel: En måltext säger vad som ska nås." in panel.text
    places = [link.attributes["href"] for link in panel.all("p", "nk-remark-at")[0].all("a")]
    assert [place.partition("?")[0] for place in places] == ["/malsida", "/plan"]
    assert all("mal=behoriga" in place for place in places)
    [cell] = root.all("td", "nk-here")
    assert "oppen" not in cell.one("a").attributes["href"], "pressed again it closes"


def test_a_plan_without_volumes_is_led_to_what_its_area_has(access: Access) -> None:
    root = page(person(access, "cilla"), oppen="gn", ruta="volym-och-kostnad")
    [places] = root.one("div", "nk-opened").all("p", "nk-remark-at")
    assert "/resurser?kommun=0126&omrade=grundskola&volym=grundskola" in [
        link.attributes["href"] for link in places.all("a")
    ]


def test_all_of_a_plan_opens_by_its_body_and_filters_leave_out_what_is_not_asked_for(
    access: Access, come: Come
) -> None:
    eva = person(access, "eva")
    whole = page(eva, oppen="gn").one("div", "nk-opened")
    assert len(whole.all("li", "nk-remark")) == int(page(eva).all("td", "nk-sum")[0].text.split()[0])
    assert [goal.one("summary").one("b").text for goal in whole.all("details", "nk-judging")] == [HOW.title, CALM.title]
    assert len(bodies(page(eva, urval="att-se-over"))) == 1
    come("cilla").post("/avstamning/svar", ANSWER)
    left = page(eva, urval="utan-svar", oppen="gn", ruta="sager-vad").one("div", "nk-opened")
    assert [one.one("h3").text for one in left.all("li", "nk-remark")] == [CALM.title]
    assert bodies(page(eva, organ="va")) == ["Vattenbolaget utkast"]


def test_what_is_not_judged_or_all_answered_is_not_said_to_be_in_order() -> None:
    def said(*cells: Cell) -> str:
        return RowView("Nämnden", "", 0, 0, False, (cells,), None).sum_words

    fine, unjudged = Cell("Regel", 0, "", False, False), Cell("Regel", None, "", False, False)
    answered = replace(fine, is_answered=True)
    assert said(unjudged, unjudged) == "bedöms inte"
    assert said(unjudged, fine) == "i ordning"
    assert said(fine, answered) == "alla besvarade"


def test_what_is_saved_again_as_it_was_has_nothing_to_undo(come: Come) -> None:
    cilla = come("cilla")
    cilla.post("/avstamning/svar", ANSWER)
    _, _, notice = cilla.post("/avstamning/svar", ANSWER | {"sedd": "1"})
    assert notice == Notice("Inget var ändrat, så inget behövde sparas.", is_good=True)


def test_a_cell_whose_findings_are_answered_says_so_where_only_the_rest_is_asked_for(
    access: Access, come: Come
) -> None:
    visitor = come("cilla")
    for finding in (FINDING, "säger vad/trygga"):
        visitor.post("/avstamning/svar", ANSWER | {"om": finding})
    root = page(person(access, "eva"), urval="utan-svar", oppen="gn", ruta="sager-vad")
    [cell] = root.all("td", "nk-here")
    assert cell.text == "besvarat"
    assert root.one("h1").text.endswith(". Två är besvarade")


@pytest.mark.usefixtures("access")
def test_the_title_counts_what_has_no_answer_and_tells_how_many_have() -> None:
    figures = figure_source().get()
    assert figures is not None
    plans = reviewed(figures, HUDDINGE, LAST)
    keys = [f"{plan.facts.plan.key}/{key}" for plan in plans for key in plan.findings]
    answer = Answered(Reply.INTENDED, "Vi vill.", "chef", date(LAST, 1, 1), "", "")

    def title(*answered: str) -> str:
        of = Entry("", 1, answer, is_public=False, batch="", created_by="", created_at=datetime.now(UTC))
        return title_of(plans, ReviewBook(dict.fromkeys(answered, of), {}, {}), LAST)

    assert (
        title() == f"{first_upper(count_word(len(keys)))} saker att se över i två planer, oftast etappmål och slutmål"
    )
    assert title(keys[0]).startswith(f"{first_upper(count_word(len(keys) - 1))} saker kvar att se över i två planer")
    assert title(keys[0]).endswith(". En är besvarad")
    assert title(*keys[1:]) == (
        f"En sak kvar att se över i två planer. {first_upper(count_word(len(keys) - 1))} är besvarade"
    )
    assert title(*keys) == f"Alla {count_word(len(keys))} saker är besvarade i två planer"
    assert title_of(plans[:0], ReviewBook({}, {}, {}), LAST) == f"Inga planer för {LAST} att stämma av än"


def test_the_committee_answers_and_everybody_who_reads_plans_sees_it_by_function(access: Access, come: Come) -> None:
    status, path, notice = come("cilla").post("/avstamning/svar", ANSWER)
    assert (status, path, notice and notice.text) == (303, "/avstamning", "Svaret är sparat.")
    panel = page(person(access, "dan"), oppen="gn", ruta="sager-vad").one("div", "nk-opened")
    assert "Avsiktligt. Nämnden vill ha det så. chef" in " ".join(panel.one("p", "nk-replied").text.split())
    assert panel.all("form") == [], "another committee's manager answers nothing here"
    assert "Cilla" not in panel.text


def test_an_answer_is_signed_by_the_body_or_by_what_the_controller_has_called_herself(
    access: Access, come: Come
) -> None:
    def signed(login: str) -> list[str]:
        forms = page(person(access, login), oppen="gn", ruta="sager-vad").all("form", "nk-answer")
        fields = [field.attributes for form in forms for field in form.all("input")]
        return [one["data-value"] for one in fields if one["name"] == "funktion"]

    assert set(signed("cilla")) == {SCHOOL_BOARD.owner}
    assert set(signed("eva")) == {""}, "nothing is said in another's name"
    come("eva").post("/avstamning/rekommendation", ADVICE)
    come("cilla").post("/avstamning/svar", ANSWER)
    assert signed("cilla") == ["chef", SCHOOL_BOARD.owner]
    assert set(signed("eva")) == {"controller"}
    opened = page(person(access, "eva"), oppen="gn", ruta="sager-vad")
    assert [one.attributes["value"] for one in opened.one("datalist").all("option")] == [
        SCHOOL_BOARD.owner,
        "controller",
    ]
    [reasons] = [one for one in opened.all("details") if one.text.startswith("Avsiktligt, ange skäl")]
    assert [one.text for one in reasons.all("button")] == ["Spara skälet"]


def test_a_plan_that_somebody_mends_leaves_its_answers_told(access: Access, come: Come) -> None:
    come("cilla").post("/avstamning/svar", ANSWER)
    mended = replace(PLAN, goals=(PASSING, CALM))
    put_chain(opened_state(Settings.from_environment().database_url).engine, mended, bodies=())
    panel = page(person(access, "eva"), oppen="gn").one("div", "nk-opened")
    assert "Besvarat som inte längre hittas" in panel.text
    assert "Orden pekar på hur målet ska nås." in panel.text
    _, _, notice = come("cilla").post("/avstamning/svar", ANSWER | {"sedd": "1"})
    assert notice is not None
    assert "Fyndet finns inte längre" in notice.text


def test_reviewers_judge_goals_and_recommend_and_next_year_begins_with_it(access: Access, come: Come) -> None:
    eva, judged = (
        come("eva"),
        PLACE | {"om": "trygga", "text": "delvis", "indicators": "ja", "kommentar": "Bra början."},
    )
    eva.post("/avstamning/bedomning", judged | {"funktion": "controller", "sedd": "0"})
    eva.post("/avstamning/rekommendation", ADVICE)
    panel = page(person(access, "dan"), oppen="gn").one("div", "nk-opened")
    assert "delvis · ja · –" in panel.text
    assert "Bra början." in panel.text
    assert "Skriv vad eleverna ska ha.controller" in panel.text
    following = page(person(access, "eva"), plan=str(LAST + 1))
    assert (
        following.one("details", "nk-earlier").one("summary").text == "Förra årets rekommendation är inte åtgärdad än"
    )
    form = following.one("form", "nk-outcomes")
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}
    eva.post("/avstamning/uppfoljning", fields | {"utfall": "åtgärdad"})
    _, _, late = eva.post("/avstamning/uppfoljning", fields | {"utfall": "inte åtgärdad"})
    assert late
    assert "Eva hade redan sparat version 2" in late.text
    told = page(person(access, "cilla"), plan=str(LAST + 1)).one("details", "nk-earlier")
    assert told.one("summary").text == "Förra årets rekommendation är åtgärdad"
    assert told.all("form") == []


def test_what_was_saved_is_undone_from_its_notice(access: Access, come: Come) -> None:
    cilla = come("cilla")
    _, _, notice = cilla.post("/avstamning/svar", ANSWER)
    assert notice is not None
    root = page(person(access, "cilla"), **{name: text for name, text in cilla.params.items() if name != "kommun"})
    form = root.one("form", "nk-undo")
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}
    assert come("dan").post("/avstamning/angra", fields)[2] != Notice(
        "Ångrat: det som var innan gäller igen.", is_good=True
    )
    assert cilla.post("/avstamning/angra", fields)[2] == Notice("Ångrat: det som var innan gäller igen.", is_good=True)
    after = page(person(access, "cilla"), **{name: text for name, text in cilla.params.items() if name != "kommun"})
    assert "Ångrat" in after.one("p", "nk-told").text
    assert after.all("p", "nk-replied") == after.all("form", "nk-undo") == []


@pytest.mark.parametrize("why", ["too long", "no reason", "overtaken", "session over"])
def test_typing_is_never_lost(access: Access, come: Come, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    cilla, sent = come("cilla"), dict(ANSWER)
    if why == "too long":
        sent["text"] = "x" * (LONGEST_TEXT + 1)
    elif why == "no reason":
        sent |= {"text": "", "funktion": "ny funktion"}
    elif why == "overtaken":
        come("eva").post("/avstamning/svar", ANSWER | {"text": "Evas svar."})
    else:
        session_over(monkeypatch)
    cilla.post("/avstamning/svar", sent)
    work = cilla.params.get("arbete") or cilla.params["till"].partition("arbete=")[2].partition("&")[0]
    root = page(person(access, "cilla"), oppen="gn", ruta="sager-vad", arbete=work)
    [form] = [one for one in root.all("form", "nk-answer") if FINDING in values(one)]
    assert form.one("textarea").attributes["data-value"] == sent["text"]
    assert sent["funktion"] in [field.attributes.get("data-value") for field in form.all("input")]
    assert ("Evas svar." in form.text) == (why == "overtaken")


def test_nobody_else_comes_in_or_gets_anything_saved(access: Access, come: Come) -> None:
    for who in (READER, person(access, "freda")):
        with pytest.raises(NotAllowedError):
            page(who)
    for login, path, form in (
        (None, "svar", ANSWER),
        ("dan", "svar", ANSWER),
        ("freda", "svar", ANSWER),
        ("cilla", "rekommendation", ADVICE),
        ("freda", "bedomning", PLACE | {"om": "trygga", "text": "ja", "funktion": "x"}),
    ):
        status, _, notice = come(login).post(f"/avstamning/{path}", form)
        assert status == 401 if notice is None else not notice.is_good
    panel = page(person(access, "eva"), oppen="gn").one("div", "nk-opened")
    assert panel.all("p", "nk-replied") == []
    assert "Inga än." in panel.text


def test_everybody_has_the_appendix_of_decided_plans_and_only_who_reads_plans_the_rest(
    access: Access, come: Come
) -> None:
    eva = {"cookie": come("eva").cookie}
    freda = {"cookie": come("freda").cookie}
    with looping() as loop:
        client = Client(Starlette(routes=review_routes()), loop)

        def got(address: str, **who: str) -> Answer:
            return client.get(f"/avstamning/{address}?kommun={HUDDINGE}&plan={LAST}", **who)

        def texts(answer: Answer) -> list[str]:
            return [paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs]

        public = got("bilaga.docx")
        assert KNOWLEDGE.title in texts(public)
        assert CALM.title not in texts(public), "the committee's plan is a draft"
        for address in ("avstamning.pdf", "avstamning.docx"):
            assert [got(address, **who).status for who in ({}, freda)] == [403, 403]
        whole = got("avstamning.docx", **eva)
        assert CALM.title in texts(whole)
        assert whole.headers["cache-control"] == "no-store"
        assert got("avstamning.pdf", **eva).content.startswith(b"%PDF")
        drafts = f"/avstamning/bilaga.docx?kommun={HUDDINGE}&plan={LAST}&utkast=ja"
        assert [client.get(drafts, **who).status for who in ({}, freda, eva)] == [403, 403, 200]
        assert got("bilaga.odt").status == 404
        for lacking in (
            f"?kommun={HUDDINGE}&plan={LAST + 1}",
            f"?kommun={HUDDINGE}&plan={LAST}&organ=va",
            "?plan=2026",
        ):
            assert client.get(f"/avstamning/bilaga.pdf{lacking}").status == 404


def test_without_plans_the_page_says_what_it_is_for(access: Access) -> None:
    eva = replace(person(access, "eva"), municipality=BOTKYRKA)
    assert "tolv kontroller" in page(eva, kommun=BOTKYRKA).text
    other = page(person(access, "eva"), plan=str(LAST + 3))
    assert other.one("h1").text == f"Inga planer för {LAST + 3} att stämma av än"
    assert f"Det finns planer för {LAST}." in other.text


def test_the_rules_are_told_with_the_limits_they_have(access: Access) -> None:
    rules = page(person(access, "dan")).one("details", "nk-review-rules").text
    assert f"Högst {MOST_GOALS} mål i en plan" in rules
    assert f"minst {SHORTEST_TEXT} tecken" in rules
    assert [rule for group in GROUPS.values() for rule in group] == list(RULE_TEXTS) == list(RULE_BY_SLUG.values())
