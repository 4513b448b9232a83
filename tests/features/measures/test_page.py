"""Åtgärder and its forms: who sees and does what, what is kept of what was typed, and a vote from codes to medians."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.service import Access, opened_state
from core.cycle.book import CONCLUSIONS, DEVIATIONS, MEASURES, CycleBook, CycleBooks
from core.cycle.models import Answer, Conclusion, Consequences, Deviation, Measure, MeasureDecision, Way
from core.features.measures.page import measure_html, measures_html
from core.features.measures.routes import measure_routes
from core.features.measures.vote_page import vote_html
from core.goals.models import Decision
from core.outcomes.figures import figure_source
from core.settings import Settings
from core.state.database import writing
from core.state.entries import save_of
from core.web.visit import Visit
from tests.cycle.loops import ANALYST, FROZEN, KEY, NOW, TODAY
from tests.goals.chains import put_chain
from tests.shared import GRADES, HUDDINGE, WAIT
from tests.site.visitors import Visitor, session_over, visits, with_accounts
from tests.web.html import parsed

pytestmark = pytest.mark.usefixtures("source")

YES = MeasureDecision(Answer.YES, Decision("Grundskolenämnden", date(2026, 10, 1), "96"))
MENTORS = Measure("m1", GRADES, "T", "grundskola", "Heltids<b>mentorer</b>", Way.UP, deviation="d1", decision=YES)
HELP = Measure(
    "m2", GRADES, "T", "grundskola", "Läxhjälp", Way.UP, consequences=Consequences("Två tjänster"), effort=2, effect=4
)
HOME = Measure("m3", WAIT, "T", "aldreomsorg", "Fast omsorgskontakt", Way.DOWN)


@pytest.fixture
def access(remembered: Path) -> Access:
    engine = opened_state(Settings.from_environment().database_url).engine
    put_chain(engine)
    save = save_of(ANALYST, NOW)
    with writing(engine) as session:
        deviation = Deviation("d1", *KEY, "grundskola", FROZEN, TODAY)
        DEVIATIONS.put(session, HUDDINGE, "d1", deviation, save, is_public=True)
        why = Conclusion("Vikarierna är många.", TODAY, is_assumed=True)
        CONCLUSIONS.put(session, HUDDINGE, "d1", why, save, is_public=True)
        for one in (MENTORS, HELP, HOME):
            MEASURES.put(session, HUDDINGE, one.id, one, save, is_public=one.is_decided)
    people = {
        "dina": Details("Dina", Role.MANAGER, HUDDINGE),
        "sara": Details("Sara", Role.MANAGER, HUDDINGE, ("grundskola",)),
        "kim": Details("Kim", Role.MANAGER, HUDDINGE, ("miljo",)),
    }
    return with_accounts(people)


Come = Callable[[str | None], Visitor]


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    yield from visits(access, measure_routes())


def person(access: Access, login: str | None) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x")) if login else READER


def visit(who: Person, path: str = "/atgarder", **params: str) -> Visit:
    return Visit(path, {"kommun": HUDDINGE, **params}, figure_source().get(), who)


def book() -> CycleBook:
    return CycleBooks(opened_state(Settings.from_environment().database_url).engine).book(HUDDINGE, drafts=True)


def weigh(**changed: str) -> dict[str, str]:
    drawn = {"insats-m2": "2", "effekt-m2": "4", "insats-m3": "", "effekt-m3": ""}
    return {"kommun": HUDDINGE, "gora": "bedom", **drawn, **{f"fore-{k}": v for k, v in drawn.items()}, **changed}


def decide(**changed: str) -> dict[str, str]:
    form = {"kommun": HUDDINGE, "atgard": "m2", "gora": "besluta", "sedd": "1", "svar": "ja"}
    return {**form, "av": "Grundskolenämnden", "den": "2026-11-20", "paragraf": "12", "vad": "Två <skolor>.", **changed}


@pytest.mark.parametrize(
    ("login", "has", "lacks"),
    [
        (None, ["Heltids&lt;b&gt;mentorer&lt;/b&gt;"], ["Läxhjälp", "Att prioritera", "Beslutade nej", "Förslag</a>"]),
        ("kim", ["Läxhjälp", "Att prioritera", "Två förslag väntar"], ["Spara bedömningen", "Ny omröstning"]),
        ("sara", ['name="insats-m2"', "Ny omröstning", "atgard=m2#beslut"], ['name="insats-m3"', "atgard=m3#beslut"]),
        ("dina", ['name="insats-m2"', 'name="insats-m3"'], []),
    ],
)
def test_each_sees_what_she_may(access: Access, login: str | None, has: list[str], lacks: list[str]) -> None:
    html = measures_html(visit(person(access, login)))
    assert [words for words in has if words not in html] == []
    assert [words for words in lacks if words in html] == []
    assert "<h1" in html
    assert "En åtgärd pågår, ingen är genomförd än" in html


def test_readers_do_not_find_a_proposal_by_its_address(access: Access) -> None:
    html = measure_html(visit(READER, "/atgard", atgard="m2"))
    assert "Åtgärden hittas inte" in html
    assert "Läxhjälp" not in html


def test_a_decided_measure_tells_readers_why_and_what_was_decided_and_no_more(access: Access) -> None:
    html = measure_html(visit(READER, "/atgard", atgard="m1"))
    assert "2026-10-01 § 96" in html
    assert "pågår</span>, ingen handlingsplan än" in html
    assert "Vikarierna är många." in html
    assert "antagande" in html
    assert "<form" not in html
    assert "Versioner" not in html


def test_what_is_weighed_is_saved_and_undone(come: Come, access: Access) -> None:
    dina = come("dina")
    status, path, notice = dina.post("/atgarder", weigh(**{"insats-m3": "1,5", "effekt-m3": "4"}, visar="forslag"))
    assert (status, path, dina.params["visar"]) == (303, "/atgarder", "forslag")
    assert notice is not None
    assert notice.is_good
    assert (book().measures["m3"].effort, book().measures["m3"].effect) == (1.5, 4.0)
    html = measures_html(Visit("/atgarder", dina.params, figure_source().get(), person(access, "dina")))
    assert "två förslag bedöms ge stor effekt för liten insats" in html
    dina.post("/atgarder", {"kommun": HUDDINGE, "gora": "angra", **notice.fields})
    assert book().measures["m3"] == HOME


def test_a_number_that_is_none_is_told_and_all_that_was_typed_stands_there(come: Come, access: Access) -> None:
    dina = come("dina")
    _, _, notice = dina.post("/atgarder", weigh(**{"insats-m3": "9", "effekt-m3": "2", "insats-m2": "5"}))
    assert notice is not None
    assert "”9” går inte att använda för ”Fast omsorgskontakt”. Skriv 1–5" in notice.text
    html = measures_html(Visit("/atgarder", dina.params, figure_source().get(), person(access, "dina")))
    typed = {one.attributes["name"]: one.attributes.get("data-value") for one in parsed(html).all("input")}
    assert (typed["insats-m3"], typed["insats-m2"], typed["effekt-m2"]) == ("9", "5", "4")
    assert book().measures["m2"].effort == 2


def test_a_vote_goes_from_codes_over_phones_to_medians(come: Come, access: Access) -> None:
    dina = come("dina")
    form = {"kommun": HUDDINGE, "gora": "rosta", "omrostning": "abc", "namn": "Inför <2027>", "antal": "4"}
    page = dina.page("/atgarder/koder", form | {"forslag": ["m2", "m3"]})
    codes = [code.replace(" ", "") for code in re.findall(r'nk-slips-code">([A-Z0-9 ]{7})<', page)]
    assert len(set(codes)) == 4
    assert "Inför &lt;2027&gt;" in page
    assert "/omrostning?kommun=0126&amp;omrostning=abc" in page
    # The button to print is there where a script can press it: the page needs the scripts, and has no other.
    assert ("data-print hidden>Skriv ut lapparna" in page, page.count("<script")) == (True, 1)
    voter, given = come(None), [("1", "5"), ("2", "4"), ("2", "4"), ("5", "1")]
    for code, (effort, effect) in zip(codes, given, strict=True):
        html = vote_html(visit(READER, "/omrostning", omrostning="abc"))
        assert ("Läxhjälp" in html, "Fast omsorgskontakt" in html) == (True, True)
        typed = {f"insats-{one}": effort for one in ("m2", "m3")} | {f"effekt-{one}": effect for one in ("m2", "m3")}
        _, path, notice = voter.post("/omrostning", {"kommun": HUDDINGE, "omrostning": "abc", "kod": code, **typed})
        assert path == "/omrostning"
        assert notice is not None
        assert notice.is_good
    html = measures_html(visit(person(access, "dina")))
    assert "4 av 4 har svarat" in html
    assert "ersätter medianerna den insats och den effekt" in html
    assert "Det går inte att ångra" in html
    assert "median av" not in html
    _, _, closed = dina.post("/atgarder", {"kommun": HUDDINGE, "gora": "stang", "omrostning": "abc"})
    assert closed is not None
    assert closed.is_good
    html = measures_html(visit(person(access, "dina")))
    assert "median av 4 röster" in html
    assert "ni är oense om insatsen och effekten" in html
    assert (book().measures["m3"].effort, book().measures["m3"].effect) == (2.0, 4.0)
    assert "Omröstningen är stängd" in vote_html(visit(READER, "/omrostning", omrostning="abc"))


def test_a_vote_that_could_not_be_kept_is_told_and_its_answers_stand_there(come: Come, access: Access) -> None:
    form = {"kommun": HUDDINGE, "gora": "rosta", "omrostning": "abc", "namn": "Inför", "antal": "4", "forslag": "m2"}
    come("dina").page("/atgarder/koder", form)
    voter = come(None)
    given = {"insats-m2": "2", "effekt-m2": "4"}
    _, _, notice = voter.post("/omrostning", {"kommun": HUDDINGE, "omrostning": "abc", "kod": "AAAAAA", **given})
    assert notice is not None
    assert (notice.is_good, "gäller inte här" in notice.text) == (False, True)
    html = vote_html(Visit("/omrostning", voter.params, figure_source().get(), READER))
    chosen = [one.attributes["name"] for one in parsed(html).all("input") if "data-checked" in one.attributes]
    assert chosen == ["insats-m2", "effekt-m2"]
    assert "AAAAAA" not in html
    voter.post("/omrostning", {"kommun": HUDDINGE, "omrostning": "abc", "kod": "AAAAAA", "insats-m2": "2"})
    html = vote_html(Visit("/omrostning", voter.params, figure_source().get(), READER))
    assert 'data-value="AAAAAA"' in html
    assert "Effekt, Läxhjälp" in html
    assert "Insats, Läxhjälp" not in html


def test_a_decision_is_saved_made_public_and_undone(come: Come, access: Access) -> None:
    sara = come("sara")
    _, path, notice = sara.post("/atgard", decide())
    assert path == "/atgard"
    assert notice is not None
    assert notice.is_good
    assert "Två &lt;skolor&gt;." in measure_html(visit(READER, "/atgard", atgard="m2"))
    sara.post("/atgard", {"kommun": HUDDINGE, "atgard": "m2", "gora": "angra", **notice.fields})
    assert book().measures["m2"] == HELP


def test_what_is_wrong_in_a_decision_is_told_by_its_field_and_stands_there(come: Come, access: Access) -> None:
    sara = come("sara")
    _, _, notice = sara.post("/atgard", decide(den="", vad="x" * 5000))
    assert notice is not None
    assert [fault[0] for fault in notice.faults] == ["falt-besluta-on", "falt-besluta-words"]
    html = measure_html(Visit("/atgard", sara.params, figure_source().get(), person(access, "sara")))
    assert "x" * 5000 in html


def test_a_decision_from_before_the_deviation_was_taken_up_is_asked_about_once(come: Come, access: Access) -> None:
    engine = opened_state(Settings.from_environment().database_url).engine
    with writing(engine) as session:
        early = replace(HELP, deviation="d1")
        MEASURES.put(session, HUDDINGE, "m2", early, save_of(ANALYST, NOW), is_public=False)
    sara = come("sara")
    _, _, notice = sara.post("/atgard", decide(sedd="2"))
    assert notice is not None
    assert "avvikelsen togs upp först 2026-11-29" in notice.text
    html = measure_html(Visit("/atgard", sara.params, figure_source().get(), person(access, "sara")))
    assert "Ja, spara ändå" in html
    assert 'role="alert"' not in html
    seal = {one.attributes["name"]: one.attributes.get("value", "") for one in parsed(html).all("input")}["bekraftat"]
    _, _, saved = sara.post("/atgard", decide(sedd="2", bekraftat=seal))
    assert saved is not None
    assert saved.is_good


def test_two_who_decide_see_each_others_and_the_next_press_saves(come: Come, access: Access) -> None:
    come("dina").post("/atgard", decide(vad="Dinas."))
    sara = come("sara")
    _, _, notice = sara.post("/atgard", decide())
    assert notice is not None
    assert "Dina hade redan sparat version 2" in notice.text
    html = measure_html(Visit("/atgard", sara.params, figure_source().get(), person(access, "sara")))
    assert "Två &lt;skolor&gt;." in html
    assert "Dinas." in html
    _, _, saved = sara.post("/atgard", decide(sedd="2"))
    assert saved is not None
    assert saved.is_good


def test_typing_is_kept_when_the_session_is_over(come: Come, monkeypatch: pytest.MonkeyPatch) -> None:
    sara = come("sara")
    session_over(monkeypatch)
    for path, form in (("/atgard", decide()), ("/atgarder", weigh(**{"insats-m2": "5"}))):
        _, to, _ = sara.post(path, form)
        assert to == "/logga-in"
    assert book().measures["m2"] == HELP
    monkeypatch.undo()


FORMS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "decide": ("/atgard", decide()),
    "publish": ("/atgard", {"kommun": HUDDINGE, "atgard": "m1", "gora": "exempel", "rubrik": "A", "text": "B"}),
    "withdraw": ("/atgard", {"kommun": HUDDINGE, "atgard": "m1", "gora": "dra"}),
    "undo": ("/atgard", {"kommun": HUDDINGE, "atgard": "m1", "gora": "angra", "sparning": "x"}),
    "other": ("/atgard", {"kommun": HUDDINGE, "atgard": "m1", "gora": "annat"}),
    "weigh": ("/atgarder", weigh(**{"insats-m2": "5"})),
    "vote": ("/atgarder/koder", {"kommun": HUDDINGE, "gora": "rosta", "namn": "A", "antal": "3", "forslag": "m2"}),
    "codes": ("/atgarder/koder", {"kommun": HUDDINGE, "gora": "koder", "omrostning": "x"}),
    "close": ("/atgarder", {"kommun": HUDDINGE, "gora": "stang", "omrostning": "x"}),
}


@pytest.mark.parametrize("login", [None, "kim"])
@pytest.mark.parametrize("deed", FORMS)
def test_who_may_not_changes_nothing(come: Come, login: str | None, deed: str) -> None:
    before = book()
    status, _, notice = come(login).post(*FORMS[deed])
    assert status == 401 if notice is None else not notice.is_good
    after = book()
    assert (after.measures, after.votes, after.examples) == (before.measures, before.votes, before.examples)
