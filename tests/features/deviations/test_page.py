"""Avvikelser and one analysis as each sees them, and their forms: what is kept of what was typed, and two who write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.service import Access, opened_state
from core.cycle.book import CycleBook, CycleBooks
from core.cycle.proposing import Proposing
from core.cycle.reasoning import Reasoning
from core.features.deviations.analysis_page import analysis_html
from core.features.deviations.page import list_html
from core.features.deviations.routes import deviation_routes
from core.outcomes.figures import figure_source
from core.settings import Settings
from core.web.visit import Visit
from tests.cycle.loops import FROZEN, TAKEN
from tests.shared import GRADES, HUDDINGE, WAIT, small_catalogue
from tests.site.visitors import Visitor, session_over, visits, with_accounts
from tests.web.html import parsed

pytestmark = pytest.mark.usefixtures("source")

SOON = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
CAUSE = {"gora": "orsak", "orsak": "ny", "text": "Frånvaron <växer>.", "heading": "brukare", "influence": "stor"}
Come = Callable[[str | None], Visitor]


@pytest.fixture
def access(remembered: Path) -> Access:
    people = {
        "sara": Details("Sara", Role.MANAGER, HUDDINGE, ("grundskola",)),
        "dina": Details("Dina", Role.MANAGER, HUDDINGE),
        "olle": Details("Olle", Role.MANAGER, HUDDINGE, ("aldreomsorg",)),
    }
    return with_accounts(people)


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    yield from visits(access, deviation_routes())


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def reasoning(access: Access, login: str = "sara") -> Reasoning:
    state = opened_state(Settings.from_environment().database_url)
    return Reasoning(state.engine, HUDDINGE, person(access, login), datetime.now(UTC), small_catalogue())


def book(*, drafts: bool = True) -> CycleBook:
    return CycleBooks(opened_state(Settings.from_environment().database_url).engine).book(HUDDINGE, drafts=drafts)


@pytest.fixture
def key(access: Access) -> str:
    return reasoning(access).take_up(GRADES, "T", FROZEN, {**TAKEN, "conclude_by": SOON, "owner": "<rektor>"})[0]


def visit(who: Person, path: str = "/avvikelse", **params: str) -> Visit:
    return Visit(path, {"kommun": HUDDINGE, **params}, figure_source().get(), who)


def shown_to(access: Access, sara: Visitor) -> str:
    """The page that Sara's last form led to."""
    return analysis_html(Visit("/avvikelse", sara.params, figure_source().get(), person(access, "sara")))


def form(key: str, **fields: str) -> dict[str, str]:
    return {"kommun": HUDDINGE, "avvikelse": key, "nyckeltal": GRADES, **fields}


def test_the_list_says_what_each_may_do_next(access: Access, key: str) -> None:
    shown = {login: list_html(visit(person(access, login), "/avvikelser")) for login in ("sara", "olle")}
    assert "Öppna analysen" in shown["sara"]
    assert "&lt;rektor&gt;" in shown["sara"]
    read = list_html(visit(READER, "/avvikelser"))
    assert "rektor" not in read
    assert not any(words in read for words in ("Ta upp", "Lägg åt sidan", "utan ägare"))


def test_every_row_says_why_as_the_overviews_do(access: Access, key: str) -> None:
    for shown in ("", "bra"):
        page = parsed(list_html(visit(READER, "/avvikelser", visa=shown)))
        rows = [li for li in page.one("ul", "nk-dev-list").all("li") if "is-gone" not in li.classes]
        assert rows
        for row in rows:
            assert row.one("button", "nk-why-asked").text.startswith("varför? ")
            assert [one.attributes["title"] for one in (*row.all("span", "nk-dev-face"), *row.all("p", "nk-dev-arrow"))]


@pytest.mark.parametrize(
    ("login", "has", "lacks"),
    [
        ("sara", ["Ändra ägare", "Lägg till en orsak", "Kontrollera siffran", "Gör till orsak"], []),
        ("olle", ["Det här vet programmet", "Bara inloggade"], ["Ändra ägare", "Lägg till en orsak", "Gör till orsak"]),
    ],
)
def test_each_of_the_municipality_reads_it_and_whose_area_it_is_writes(
    access: Access, key: str, login: str, has: list[str], lacks: list[str]
) -> None:
    html = analysis_html(visit(person(access, login), avvikelse=key))
    assert all(words in html for words in has)
    assert not any(words in html for words in lacks)
    assert "&lt;rektor&gt;" in html


def test_a_reader_sees_only_what_is_published(access: Access, key: str) -> None:
    assert "Avvikelsen hittas inte" in analysis_html(visit(READER, avvikelse=key))
    assert "Ta upp avvikelsen" not in analysis_html(visit(READER, nyckeltal=GRADES))
    hers = reasoning(access)
    hers.claim(key, {**CAUSE, "text": "Hemligt."})
    hers.check(key, {"comment": "Hemligt."}, 0)
    hers.conclude(key, {"text": "Mentorer saknas."}, 0)
    hers.publish(key, 1)
    html = analysis_html(visit(READER, avvikelse=key))
    assert "Mentorer saknas." in html
    assert "Hemligt" not in html
    assert "<form" not in html


@pytest.mark.parametrize("onward", [{}, {"forslag": "ny"}])
def test_taking_up_freezes_the_figure_and_leads_to_the_analysis_or_to_the_proposal_that_one_came_for(
    access: Access, come: Come, onward: dict[str, str]
) -> None:
    html = analysis_html(visit(person(access, "dina"), nyckeltal=GRADES, **onward))
    assert ("Ta upp och skriv förslaget" in html) is bool(onward)
    taken = {"gora": "ta-upp", "owner": "rektor", "conclude_by": SOON, "mine": "ja", **onward}
    dina = come("dina")
    dina.post("/avvikelse", form("", **taken))
    assert ("Spara förslaget" in shown_to(access, dina)) is bool(onward)
    [made] = book().deviations.values()
    assert (made.kpi, made.owner, made.frozen.value > 0, made.account is not None) == (GRADES, "rektor", True, True)
    assert dina.params["avvikelse"] == made.id


def test_what_was_typed_stands_there_again_with_its_faults(access: Access, come: Come, key: str) -> None:
    sara = come("sara")
    sara.post("/avvikelse", form(key, **CAUSE, found="x" * 5000, answer_by="i går"))
    again = shown_to(access, sara)
    assert "Texten har 5000 tecken" in again
    assert "Frånvaron &lt;växer&gt;." in again
    assert not book().claims


def test_the_check_of_a_figure_shows_five_fields_and_opens_the_one_that_is_wrong(
    access: Access, come: Come, key: str
) -> None:
    sara, asked = come("sara"), form(key, gora="kontroll", q0="ja", w0="Läst mot <definitionen>.")

    def fields(html: str) -> tuple[int, str]:
        """How many are seen in the open form, and what is folded in it."""
        start = html.index('name="gora" value="kontroll"')
        written = html[start : html.index("Spara kontrollen", start)]
        seen = re.sub(r"<details.*?</details>", "", written, flags=re.DOTALL)
        return len(re.findall(r'<textarea|<input type="(?:text|checkbox)"', seen)), written

    assert fields(analysis_html(visit(person(access, "sara"), avvikelse=key)))[0] == 5
    sara.post("/avvikelse", {**asked, "w1": "x" * 5000})
    _, written = fields(shown_to(access, sara))
    assert written.count('<details class="nk-an-fold" open') == 1
    assert "Ändra: Läst mot &lt;definitionen&gt;." in written
    sara.post("/avvikelse", asked)
    assert [words for _, words in book().checks[key].words] == ["Läst mot <definitionen>."]


def test_typing_is_kept_when_the_session_is_over(
    access: Access, come: Come, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = come("sara")
    with monkeypatch.context() as later:
        session_over(later)
        status, path, _ = sara.post("/avvikelse", form(key, **CAUSE))
    assert (status, path, book().claims) == (303, "/logga-in", {})
    back = urlsplit(sara.params["till"])
    sara.params = dict(parse_qsl(back.query))
    assert "Frånvaron &lt;växer&gt;." in shown_to(access, sara)


def test_two_who_write_in_the_same_conclusion_see_both_texts(access: Access, come: Come, key: str) -> None:
    reasoning(access, "dina").conclude(key, {"text": "Dinas text."}, 0)
    sara = come("sara")
    sara.post("/avvikelse", form(key, gora="slutsats", text="Saras text.", sedd="0"))
    both = shown_to(access, sara)
    assert "Dinas text." in both
    assert "Saras text." in both
    assert book().conclusions[key].text == "Dinas text."
    sara.post("/avvikelse", form(key, gora="slutsats", text="Vår text.", sedd="1"))
    assert book().conclusions[key].text == "Vår text."


def test_what_was_saved_is_undone_by_its_button(come: Come, key: str) -> None:
    sara = come("sara")
    _, _, notice = sara.post("/avvikelse", form(key, **CAUSE))
    assert len(book().claims) == 1
    assert notice
    sara.post("/avvikelse", form(key, gora="angra", sparning=notice.fields["sparning"]))
    assert not book().claims


def test_a_deviation_that_is_not_there_and_an_indicator_without_outcome_are_told(access: Access) -> None:
    sara = person(access, "sara")
    assert "Avvikelsen hittas inte" in analysis_html(visit(sara, avvikelse="xx"))
    assert "hittas inte" not in analysis_html(visit(sara, nyckeltal=WAIT))


def test_a_conclusion_rests_at_first_on_all_that_is_not_refuted_and_publishing_tells_what_is_assumed(
    access: Access, come: Come, key: str
) -> None:
    hers = reasoning(access)
    asked = {**CAUSE, "prediction": "Fler är borta."}
    opened, _ = hers.claim(key, asked)
    refuted, _ = hers.claim(key, {**asked, "verdict": "förkastas", "found": "Nej."})
    html = analysis_html(visit(person(access, "sara"), avvikelse=key))
    ticked = [f'value="{claim}" data-checked' in html for claim in (opened, refuted)]
    assert ticked == [True, False]
    hers.conclude(key, {"text": "Mentorer saknas.", "rests_on": opened}, 0)
    _, _, notice = come("sara").post("/avvikelse", form(key, gora="publicera", sedd="1"))
    assert notice
    assert "vilar på en öppen hypotes och märks Antagande" in notice.text


def test_a_form_is_answered_in_the_step_that_it_is_in(access: Access, come: Come, key: str) -> None:
    sara = come("sara")
    for fields, words in ((CAUSE, "Orsaken är sparad"), ({**CAUSE, "text": ""}, "Ett fält behöver rättas")):
        _, _, notice = sara.post("/avvikelse", form(key, **fields))
        assert notice
        assert notice.place == "steg-2"
        html = shown_to(access, sara)
        assert html.index('id="steg-2"') < html.index(words) < html.index('id="steg-3"')


def test_an_owner_is_asked_for_as_a_function_that_everybody_sees(access: Access, key: str) -> None:
    html = analysis_html(visit(person(access, "sara"), avvikelse=key))
    assert "funktion, inte person" in html
    assert "slutsatsen och ägarens funktion" in html


def test_the_list_tells_proposals_from_what_is_decided_and_leaves_out_what_is_refused(access: Access, key: str) -> None:
    state = opened_state(Settings.from_environment().database_url)
    hers = Proposing(state.engine, HUDDINGE, person(access, "sara"), datetime.now(UTC), small_catalogue())
    for title, answer in (("Öppet", ""), ("Taget", "ja"), ("Nekat", "nej")):
        made, _ = hers.propose(GRADES, "T", {"title": title}, deviation=key)
        if answer:
            decided = {"answer": answer, "by": "nämnden", "on": hers.today.isoformat(), "paragraph": "§ 112"}
            hers.decide(made, decided, 1)
    html = list_html(visit(person(access, "sara"), "/avvikelser"))
    assert re.findall(r"<small>(Förslag|Åtgärd): <a[^>]*>(\w+)<", html) == [("Förslag", "Öppet"), ("Åtgärd", "Taget")]
    analysis = analysis_html(visit(person(access, "sara"), avvikelse=key))
    assert "nämnden" in analysis
    assert "§ §" not in analysis
    assert "Förslagen vägs" not in analysis


def test_the_day_to_conclude_by_goes_when_there_is_a_conclusion(access: Access, key: str) -> None:
    sara = person(access, "sara")
    assert f"<b>{SOON}</b>" in analysis_html(visit(sara, avvikelse=key))
    reasoning(access).conclude(key, {"text": "Mentorer saknas."}, 0)
    assert f"<b>{SOON}</b>" not in analysis_html(visit(sara, avvikelse=key))
