"""The page Arbeta med planer and its forms: goals with levels, moved, withdrawn, decided; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from core.access.details import Details
from core.access.people import Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.access.service import Access, current_access
from core.features.planning.desk import Desk
from core.features.planning.page import planning_html
from core.features.planning.paths import paths_of_form
from core.features.planning.plan_view import UNDO_FIELD
from core.features.planning.routes import plan_routes
from core.goals.book import GoalBooks
from core.goals.models import Body, BodyKind, Goal, GoalIndicator, Plan
from core.outcomes.figures import Figures
from core.signals import TargetKind
from core.site.figures import figure_source
from core.state import State
from core.targets.models import Target
from core.targets.store import replace_targets
from core.targets.versions import current_versions
from core.web.notices import NOTICE_PARAM, sealed
from core.web.visit import Visit
from tests.goals.chains import CALM, COUNCIL, KNOWLEDGE, PASSING, SCHOOL_BOARD, SCHOOLS_PLAN, put_chain
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, LAST, SAFE, WAIT
from tests.site.asgi import Browser, looping
from tests.site.visitors import WORDS, Visitor, session_over
from tests.web.html import Element, parsed

pytestmark = pytest.mark.usefixtures("source")

PEOPLE = {
    "cilla": Details("Cilla", Role.MANAGER, HUDDINGE, ("grundskola",)),
    "eva": Details("Eva", Role.MANAGER, HUDDINGE),
    "gun": Details("Gun", Role.MANAGER, BOTKYRKA),
}
HERE = {"kommun": HUDDINGE, "plan": str(LAST), "organ": SCHOOL_BOARD.id}
COUNCILS = HERE | {"organ": COUNCIL.id}
FINAL = LAST + 5

Come = Callable[[str | None], Visitor]


@pytest.fixture
def access(remembered: Path) -> Access:
    made, now = current_access(), datetime.now(UTC)
    for login, details in PEOPLE.items():
        made.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=now, is_own=True)
    put_chain(state().engine)
    return made


@pytest.fixture
def come(access: Access) -> Iterator[Come]:
    with looping() as loop:
        browser = Browser(loop, Starlette(routes=plan_routes()))
        yield lambda login: Visitor(browser, access, login)


def figures() -> Figures:
    found = figure_source().get()
    assert found is not None
    return found


def state() -> State:
    return figure_source()._state


def person(access: Access, login: str) -> Person:
    return access.accounts.person(login, by=at_the_terminal("x"))


def page(who: Person, **params: str) -> Element:
    return parsed(planning_html(Visit("/plan", HERE | params, figures(), who)))


def plan(body: str = SCHOOL_BOARD.id, year: int = LAST) -> Plan:
    entry = GoalBooks(state().engine).book(HUDDINGE, drafts=True).plans[f"{body}/{year}"]
    assert entry.value
    return entry.value


def goal(wanted: str = CALM.id) -> Goal:
    return next(one for one in plan().goals if one.id == wanted)


def levels() -> dict[tuple[str, int], tuple[float | None, bool]]:
    held = [one.target for one in current_versions(state().engine, HUDDINGE)]
    return {(one.kpi, one.year): (one.value, one.is_final) for one in held}


def form_of(root: Element, action: str = "/plan/mal") -> dict[str, str]:
    """The form of ROOT that goes to ACTION, as a browser sends it when nothing is touched."""
    form = next(one for one in root.all("form") if one.attributes.get("action") == action)
    sent: dict[str, str] = {}
    for field in (one for tag in ("input", "textarea", "select") for one in form.all(tag)):
        name, attributes = field.attributes.get("name", ""), field.attributes
        if attributes.get("type") == "checkbox" and "data-checked" not in attributes:
            continue
        sent[name] = attributes.get("data-value", attributes.get("value", ""))
    return sent


def test_a_goal_is_put_in_with_an_indicator_and_its_way_to_the_final_target_and_undone(
    come: Come, access: Access
) -> None:
    cilla, visitor = person(access, "cilla"), come("cilla")
    form = form_of(page(cilla, nytt="committee", under=KNOWLEDGE.id)) | {
        "title": "Fler läser",
        "text": "Alla läser.",
        "rad-1-kpi": f"Behöriga ({GRADES})",
        f"rad-1-{LAST}": "70",
        f"rad-1-{LAST + 1}": "minst 75,5",
        "rad-1-slut": "90",
        "rad-1-slutar": str(FINAL),
    }
    _, path, notice = visitor.post("/plan/mal", form)
    assert (path, notice and notice.text) == (
        "/plan",
        "Sparat: Fler läser. Planen är nu ett utkast tills den beslutas.",
    )
    new = plan().goals[-1]
    assert (new.title, new.parent, new.indicators) == ("Fler läser", KNOWLEDGE.id, (GoalIndicator(GRADES),))
    assert levels() == {(GRADES, LAST): (70, False), (GRADES, LAST + 1): (75.5, False), (GRADES, FINAL): (90, True)}
    assert notice
    _, _, told = visitor.post("/plan/angra", HERE | {"nar": notice.fields[UNDO_FIELD]})
    assert told
    assert told.is_good
    assert ([one.id for one in plan().goals], levels()) == ([PASSING.id, CALM.id], {})


def test_levels_are_changed_moved_and_taken_away_in_the_goals_form(come: Come, access: Access) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    first = form_of(page(eva, mal=PASSING.id))
    visitor.post("/plan/mal", first | {f"rad-1-{LAST}": "70", "rad-1-slut": "90", "rad-1-slutar": str(FINAL)})
    shown = form_of(page(eva, mal=PASSING.id))
    assert (shown[f"rad-1-{LAST}"], shown["rad-1-slut"], shown["rad-1-slutar"]) == ("70", "90", str(FINAL))
    _, _, same = visitor.post("/plan/mal", shown)
    assert same
    assert same.text.startswith("Inget var ändrat")
    visitor.post("/plan/mal", shown | {f"rad-1-{LAST}": "", "rad-1-slutar": str(FINAL + 1), f"rad-2-{LAST}": "25"})
    assert levels() == {(GRADES, FINAL + 1): (90, True), (WAIT, LAST): (25, False)}
    visitor.post("/plan/mal", form_of(page(eva, mal=PASSING.id)) | {"rad-1-bort": "ja"})
    assert goal(PASSING.id).indicators == (GoalIndicator(WAIT),)
    assert (GRADES, FINAL + 1) in levels()
    visitor.post("/plan/mal", form_of(page(eva, mal=PASSING.id)) | {"rad-1-slut": "15", "rad-1-slutar": str(FINAL)})
    visitor.post("/plan/mal", form_of(page(eva, mal=PASSING.id)) | {"rad-1-slut": "", "rad-1-slutar": ""})
    assert levels() == {(GRADES, FINAL + 1): (90, True), (WAIT, LAST): (25, False)}


FAULTY: Mapping[str, tuple[dict[str, str], str, str]] = {
    "no title": ({"title": " "}, "falt-title", "Saknas"),
    "a long text": ({"text": "x" * 5000}, "falt-text", "5000 tecken"),
    "no number": ({f"rad-1-{LAST}": "bra"}, f"falt-rad-1-{LAST}", "inte ett tal"),
    "another unit": ({f"rad-1-{LAST}": "9 dagar"}, f"falt-rad-1-{LAST}", "en annan än nyckeltalets"),
    "no final year": ({"rad-1-slut": "90"}, "falt-rad-1-slut", "Slutmålets år"),
    "no such indicator": ({"rad-2-kpi": "Trivsel"}, "falt-rad-2-kpi", "finns inte i katalogen"),
    "one there is": ({"rad-2-kpi": SAFE, "rad-2-gender": "K"}, "falt-rad-2-kpi", "redan med"),
    "two levels for one year": (
        {f"rad-1-{LAST + 1}": "85", "rad-1-slut": "90", "rad-1-slutar": str(LAST + 1)},
        "falt-rad-1-slut",
        f"Etappmålet för {LAST + 1} är 85",
    ),
}


@pytest.mark.parametrize("case", FAULTY)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stands_there(
    come: Come, access: Access, case: str
) -> None:
    typed, place, said = FAULTY[case]
    cilla, visitor = person(access, "cilla"), come("cilla")
    _, _, notice = visitor.post("/plan/mal", form_of(page(cilla, mal=CALM.id)) | {"owner": "rektor"} | typed)
    assert notice
    assert not notice.is_good
    assert [(at, said in what) for at, _, what in notice.faults] == [(place, True)]
    again = page(cilla, **{**visitor.params, NOTICE_PARAM: sealed(notice)})
    shown = form_of(again)
    assert {name: shown[name].rstrip(".") for name in typed} == {
        n: t.strip() if "rad" in n else t for n, t in typed.items()
    }
    assert shown["owner"] == "rektor"
    assert [one.attributes["id"] for one in again.all() if one.attributes.get("aria-invalid") == "true"] == [place]
    assert (goal(), levels()) == (CALM, {})


def test_a_level_that_may_be_a_slip_of_the_hand_is_asked_about_and_saved_the_next_time(
    come: Come, access: Access
) -> None:
    cilla, visitor = person(access, "cilla"), come("cilla")
    form = form_of(page(cilla, mal=PASSING.id)) | {f"rad-1-{LAST}": "0,7"}
    _, _, notice = visitor.post("/plan/mal", form)
    assert notice
    assert "kan vara 70" in notice.text
    visitor.post("/plan/mal", form_of(page(cilla, **visitor.params)))
    assert levels() == {(GRADES, LAST): (0.7, False)}


def test_a_level_that_is_worse_than_the_outcome_is_told_before_it_is_saved(come: Come, access: Access) -> None:
    cilla, visitor = person(access, "cilla"), come("cilla")
    _, _, notice = visitor.post("/plan/mal", form_of(page(cilla, mal=PASSING.id)) | {f"rad-1-{LAST + 1}": "50"})
    assert notice
    assert f"50\N{NO-BREAK SPACE}% för {LAST + 1} är sämre än utfallet {LAST}, som är 62,5" in notice.text
    assert levels() == {}
    visitor.post("/plan/mal", form_of(page(cilla, **visitor.params)))
    assert levels() == {(GRADES, LAST + 1): (50, False)}


def test_all_that_is_wrong_with_a_goal_is_told_at_once_texts_first(come: Come, access: Access) -> None:
    cilla = person(access, "cilla")
    typed = {"title": "", "text": "x" * 2001, f"rad-1-{LAST}": "nittio", "rad-2-kpi": "Trivsel"}
    _, _, notice = come("cilla").post("/plan/mal", form_of(page(cilla, mal=CALM.id)) | typed)
    assert notice
    assert [at for at, _, _ in notice.faults] == [f"falt-{n}" for n in ("title", "text", "rad-2-kpi", f"rad-1-{LAST}")]


def test_a_milestone_becomes_the_final_target_of_its_year(come: Come, access: Access) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    first = {f"rad-1-{LAST}": "70", f"rad-1-{LAST + 1}": "80", "rad-1-slut": "90", "rad-1-slutar": str(FINAL)}
    visitor.post("/plan/mal", form_of(page(eva, mal=PASSING.id)) | first)
    moved = {"rad-1-slut": "80", "rad-1-slutar": str(LAST + 1)}
    visitor.post("/plan/mal", form_of(page(eva, mal=PASSING.id)) | moved)
    assert levels() == {(GRADES, LAST): (70, False), (GRADES, LAST + 1): (80, True)}


def test_the_way_is_drawn_of_what_is_typed_and_as_it_will_stand_when_it_is_saved(come: Come, access: Access) -> None:
    cilla, visitor = person(access, "cilla"), come("cilla")
    typed = {f"rad-1-{LAST + 1}": "80", "rad-1-slut": "90", "rad-1-slutar": str(FINAL), f"rad-2-{LAST}": "snart"}
    form = form_of(page(cilla, mal=PASSING.id)) | typed | {"rad-3-kpi": "Trivsel"}

    def drawn(**more: str) -> dict[str, str]:
        return paths_of_form(Desk(Visit("/plan", {}, figures(), cilla), HERE), form | more)

    ways = drawn()
    assert sorted(ways) == ["1", "2"], "an unknown indicator is drawn when it is one"
    assert (ways["1"].count('class="ring"'), ways["1"].count('class="final"')) == (1, 1)
    assert 'class="way"' not in ways["2"], "what is no level yet is left out"
    assert drawn(**{f"rad-2-{LAST}": "", "rad-3-kpi": SAFE}).keys() == {"1", "2", "3"}
    visitor.post("/plan/mal", {**form, f"rad-2-{LAST}": "", "rad-3-kpi": ""})
    cell = next(one for one in page(cilla, mal=PASSING.id).all("td") if one.attributes.get("data-path") == "1")
    saved = [one.attributes.get("d") for one in cell.all("path")]
    assert saved
    assert all(f'd="{path}"' in ways["1"] for path in saved)
    with pytest.raises(NotAllowedError):
        paths_of_form(Desk(Visit("/plan", {}, figures(), person(access, "gun")), HERE), form)


def test_two_who_change_one_goal_both_have_their_way_but_in_the_same_field(come: Come, access: Access) -> None:
    eva, cilla = come("eva"), come("cilla")
    drawn = form_of(page(person(access, "eva"), mal=CALM.id))
    cilla.post("/plan/mal", drawn | {"title": "Elever trivs"})
    eva.post("/plan/mal", drawn | {"owner": "rektor"})
    assert (goal().title, goal().owner) == ("Elever trivs", "rektor")
    _, _, notice = eva.post("/plan/mal", drawn | {"title": "Lugna elever"})
    assert notice
    assert "det står bredvid ditt" in notice.text
    again = page(person(access, "eva"), **eva.params)
    assert "Sparat under tiden: Elever trivs" in again.text
    assert form_of(again)["title"] == "Lugna elever"
    eva.post("/plan/mal", form_of(again))
    assert goal().title == "Lugna elever"


def test_a_level_that_somebody_else_has_changed_is_not_overwritten(come: Come, access: Access) -> None:
    eva, cilla = come("eva"), come("cilla")
    eva.post("/plan/mal", form_of(page(person(access, "eva"), mal=PASSING.id)) | {f"rad-1-{LAST}": "70"})
    drawn = form_of(page(person(access, "eva"), mal=PASSING.id))
    cilla.post("/plan/mal", drawn | {f"rad-1-{LAST}": "71"})
    _, _, notice = eva.post("/plan/mal", drawn | {f"rad-1-{LAST}": "72"})
    assert notice
    assert "Cilla ändrade nivån till minst 71 under tiden" in notice.faults[0][2]
    assert levels() == {(GRADES, LAST): (71, False)}


UNTAKEN: Mapping[str, tuple[dict[str, str], str, str]] = {
    "in a cell that was empty": ({f"rad-1-{LAST}": "95"}, f"falt-rad-1-{LAST}", f"för {LAST}: minst 70 (Cilla, "),
    "in the year of the final target": ({f"rad-1-{LAST + 1}": "80"}, f"falt-rad-1-{LAST + 1}", "minst 90 (Cilla, "),
    "in a year that is none": ({"rad-1-9999": "80"}, "falt-rad-1-9999", "mellan 1990 och 2100"),
    "of an indicator that is gone": ({f"rad-2-{LAST}": "80"}, f"falt-rad-2-{LAST}", "finns inte längre"),
}


@pytest.mark.parametrize("case", UNTAKEN)
def test_no_level_takes_anothers_place_or_is_one_of_nothing(come: Come, access: Access, case: str) -> None:
    typed, place, said = UNTAKEN[case]
    passing = replace(PASSING, indicators=(GoalIndicator(GRADES), GoalIndicator("N99999")))
    put_chain(state().engine, replace(SCHOOLS_PLAN, goals=(passing, CALM)))
    drawn = form_of(page(person(access, "eva"), mal=PASSING.id))
    others = {f"rad-1-{LAST}": "70", "rad-1-slut": "90", "rad-1-slutar": str(LAST + 1)}
    come("cilla").post("/plan/mal", drawn | others)
    before = levels()
    _, _, notice = come("eva").post("/plan/mal", drawn | typed)
    assert notice
    assert [(at, said in what) for at, _, what in notice.faults] == [(place, True)]
    assert levels() == before == {(GRADES, LAST): (70, False), (GRADES, LAST + 1): (90, True)}


def test_a_level_of_an_indicator_that_somebody_took_away_is_told_and_what_was_drawn_is_not(
    come: Come, access: Access
) -> None:
    eva, other = come("eva"), come("cilla")
    other.post("/plan/mal", form_of(page(person(access, "eva"), mal=PASSING.id)) | {f"rad-1-{LAST}": "70"})
    drawn = form_of(page(person(access, "eva"), mal=PASSING.id))
    other.post("/plan/mal", drawn | {"rad-1-bort": "ja"})
    _, _, notice = eva.post("/plan/mal", drawn | {f"rad-1-{LAST}": "95"})
    assert notice
    assert [(at, "Du skrev 95: " in what) for at, _, what in notice.faults] == [("falt-indicators", True)]
    eva.post("/plan/mal", drawn | {"owner": "rektor"})
    assert goal(PASSING.id) == replace(PASSING, indicators=(GoalIndicator(WAIT),), owner="rektor")
    assert levels() == {(GRADES, LAST): (70, False)}


def test_a_body_that_has_ended_shares_a_goal_until_somebody_says_otherwise(come: Come, access: Access) -> None:
    ended = Body("ab", BodyKind.COMPANY, "Vatten AB", last=LAST - 1)
    shared = replace(CALM, bodies=(ended.id,))
    put_chain(state().engine, replace(SCHOOLS_PLAN, goals=(PASSING, shared)), bodies=(ended,))
    drawn = form_of(page(person(access, "eva"), mal=CALM.id))
    come("eva").post("/plan/mal", drawn | {"owner": "rektor"})
    assert goal() == replace(shared, owner="rektor")


def test_what_changes_nothing_is_not_undone_and_a_goal_that_is_not_there_is_told(come: Come, access: Access) -> None:
    visitor = come("eva")
    budget = form_of(page(person(access, "eva"), **{"del": "budget"}), "/plan/budget")
    _, _, notice = visitor.post("/plan/budget", budget)
    assert notice
    assert (notice.text, notice.fields) == ("Inget var ändrat, så inget behövde sparas.", {})
    for path, more in (("/plan/stryk", {"skal": "Nått."}), ("/plan/flytta", {"at": "upp"})):
        _, _, told = visitor.post(path, HERE | {"mal": "borta", "sedd": "1"} | more)
        assert told
        assert (told.is_good, "Målet finns inte." in told.text) == (False, True)
    assert plan() == SCHOOLS_PLAN


def test_what_was_typed_when_the_session_was_over_is_there_again(
    come: Come, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    cilla, visitor = person(access, "cilla"), come("cilla")
    form = form_of(page(cilla, mal=CALM.id)) | {"title": "Elever trivs", f"rad-1-{LAST}": "80"}
    with monkeypatch.context() as patch:
        session_over(patch)
        _, path, _ = visitor.post("/plan/mal", form)
    assert path == "/logga-in"
    number = visitor.params["till"].split("arbete=")[1].split("&")[0]
    shown = form_of(page(cilla, mal=CALM.id, arbete=number))
    assert (shown["title"], shown[f"rad-1-{LAST}"]) == ("Elever trivs", "80")


def test_goals_are_moved_withdrawn_with_a_reason_and_taken_back(come: Come, access: Access) -> None:
    visitor = come("cilla")
    deed = HERE | {"mal": CALM.id, "sedd": "1"}
    visitor.post("/plan/flytta", deed | {"at": "upp"})
    assert [one.id for one in plan().goals] == [CALM.id, PASSING.id]
    _, _, notice = visitor.post("/plan/stryk", deed | {"skal": " "})
    assert notice
    assert notice.faults[0][0] == "falt-skal"
    visitor.post("/plan/stryk", deed | {"skal": "Nått i maj."})
    assert goal().withdrawn == "Nått i maj."
    assert "Struket: Nått i maj." in page(person(access, "cilla")).text
    visitor.post("/plan/stryk", deed | {"at": "tillbaka", "sedd": "3"})
    assert goal() == CALM


def test_a_plan_is_copied_to_the_next_year_and_tells_what_is_new(come: Come, access: Access) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    year = {"plan": str(LAST + 1)}
    assert "Gör planen från" in page(eva, **year).text
    for body in (COUNCIL, SCHOOL_BOARD):
        _, _, notice = visitor.post("/plan/kopiera", HERE | year | {"organ": body.id})
        assert notice
        assert notice.is_good
    council, school = plan(COUNCIL.id, LAST + 1), plan(SCHOOL_BOARD.id, LAST + 1)
    assert [one.parent for one in school.goals] == [council.goals[1].id] * 2
    visitor.post("/plan/mal", form_of(page(eva, **year, mal=school.goals[1].id)) | {"title": "Elever trivs"})
    since = page(eva, **year, **{"del": "vad-ar-nytt"})
    assert [one.text for one in since.one("ul").all("li")] == ["Ändrat: Elever trivs (hette ”Elever är trygga”)"]
    _, _, again = visitor.post("/plan/kopiera", HERE | year)
    assert again
    assert "har redan en plan" in again.text


def test_a_decision_makes_the_plan_seen_by_all_and_faults_come_first(come: Come, access: Access) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    visitor.post("/plan/mal", form_of(page(eva, mal=CALM.id)) | {"parent": ""})
    assert "ligger inte under något fullmäktigemål" in page(eva, **{"del": "beslut"}).text
    visitor.post("/plan/mal", form_of(page(eva, mal=CALM.id)) | {"parent": KNOWLEDGE.id, "title": "Elever trivs"})
    form = form_of(page(eva, **{"del": "beslut"}), "/plan/beslut")
    _, _, notice = visitor.post("/plan/beslut", form | {"on": "i maj", "link": "x"})
    assert notice
    assert [at for at, _, _ in notice.faults] == ["falt-paragraph", "falt-on", "falt-link"]
    visitor.post("/plan/beslut", form | {"on": "2024-01-15", "paragraph": "§ 81"})
    shown = GoalBooks(state().engine).book(HUDDINGE, drafts=False).plans[plan().key].value
    assert shown
    assert shown.decision
    assert (shown.goals[1].title, shown.decision.paragraph) == ("Elever trivs", "81")
    history = page(eva, **{"del": "historik"})
    assert "Version 4 (gäller) · Eva" in history.text
    assert "Beslutad: Grundskolenämnden 2024-01-15, § 81" in history.text


def test_budget_and_volumes_are_put_in_and_faults_are_told_by_field(come: Come, access: Access) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    form = form_of(page(eva, **{"del": "budget"}), "/plan/budget")
    _, _, notice = visitor.post("/plan/budget", form | {"net_budget": "mycket", "volym-1-antal": "12"})
    assert notice
    assert [at for at, _, _ in notice.faults] == ["falt-net_budget", "falt-volym-1-namn"]
    visitor.post(
        "/plan/budget",
        form | {"net_budget": "1 250 000", "frame": "1251000,5", "volym-1-namn": "Elever", "volym-1-antal": "14 200"},
    )
    assert (plan().net_budget, plan().frame, plan().volumes[0].number) == (1250000, 1251000.5, 14200)
    assert "nettobudget 1 250 000 tkr, ram 1 251 000,5 tkr, 1 volym" in page(eva).text.replace("\xa0", " ")


def test_bodies_are_added_and_ended_by_who_has_all_areas(come: Come, access: Access) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    form = form_of(page(eva, organ="", **{"del": "organ-uppgifter"}), "/plan/organ")
    visitor.post("/plan/organ", form | {"name": "Vatten AB", "kind": "bolag", "first": str(LAST)})
    ended = form_of(page(eva, **{"del": "organ-uppgifter"}), "/plan/organ")
    assert ended["name"] == SCHOOL_BOARD.name
    visitor.post("/plan/organ", ended | {"areas": "grundskola", "last": str(LAST)})
    _, _, notice = visitor.post("/plan/organ", form | {"name": "X", "last": "snart"})
    assert notice
    assert notice.faults[0][0] == "falt-last"
    bodies = list(GoalBooks(state().engine).book(HUDDINGE, drafts=True).bodies.values())
    assert [(one.name, one.kind, one.first, one.last) for one in bodies[1:]] == [
        (SCHOOL_BOARD.name, BodyKind.COMMITTEE, None, LAST),
        ("Vatten AB", BodyKind.COMPANY, LAST, None),
    ]


OVERTAKEN: Mapping[str, tuple[str, dict[str, str], dict[str, str], dict[str, str], str]] = {
    "a body": ("organ", {"del": "organ-uppgifter"}, {"name": "Skolan"}, {"name": "Skolnämnden"}, "Skolan"),
    "a budget": ("budget", {"del": "budget"}, {"frame": "10"}, {"frame": "20"}, "10"),
    "a decision": (
        "beslut",
        {"del": "beslut"},
        {"on": "2024-01-15", "paragraph": "81"},
        {"on": "2024-01-16", "paragraph": "82"},
        "2024-01-15, § 81",
    ),
    "a withdrawal": ("stryk", {"mal": CALM.id}, {"skal": "Nått."}, {"skal": "Dubbelt."}, "Nått."),
    "a face": (
        "ansikte",
        {"mal": CALM.id},
        {"face": "reached", "reason": "Nått.", "function": "rektor"},
        {"face": "nearly", "reason": "Snart.", "function": "chef"},
        "Nått.",
    ),
}


@pytest.mark.parametrize("case", OVERTAKEN)
def test_who_was_overtaken_sees_the_others_beside_what_she_typed_and_the_next_press_saves_it(
    come: Come, access: Access, case: str
) -> None:
    path, at, first, second, shown = OVERTAKEN[case]
    action = f"/plan/{path}"
    eva, visitor = person(access, "eva"), come("eva")
    drawn = form_of(page(eva, **at), action)
    visitor.post(action, drawn | first)
    _, _, notice = visitor.post(action, drawn | second)
    assert notice
    assert "Eva hade redan sparat version" in notice.text
    again = page(eva, **visitor.params)
    assert shown in again.text
    if path == "stryk":
        assert goal().withdrawn == "Nått."
        return
    kept = form_of(again, action)
    assert {name: kept[name] for name in second} == second
    _, _, saved = visitor.post(action, kept)
    assert saved
    assert saved.is_good
    now = form_of(page(eva, **at), action)
    assert case == "a decision" or {name: now[name] for name in second} == second
    assert case != "a decision" or "2024-01-16, § 82" in page(eva, **at).text


def test_what_two_changed_in_different_fields_of_a_body_is_put_together(come: Come, access: Access) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    drawn = form_of(page(eva, **{"del": "organ-uppgifter"}), "/plan/organ")
    visitor.post("/plan/organ", drawn | {"name": "Skolnämnden"})
    visitor.post("/plan/organ", drawn | {"body_owner": "skolchef"})
    body = GoalBooks(state().engine).book(HUDDINGE, drafts=True).bodies[SCHOOL_BOARD.id]
    assert (body.name, body.owner) == ("Skolnämnden", "skolchef")


@pytest.mark.parametrize("place", [{"kommun": "0000"}, {"kommun": ""}, {"plan": "20x7"}, {"plan": ""}])
def test_a_form_of_an_unknown_municipality_or_year_is_refused_and_not_put_elsewhere(
    come: Come, access: Access, place: dict[str, str]
) -> None:
    drawn = form_of(page(person(access, "eva"), mal=CALM.id))
    _, _, notice = come("eva").post("/plan/mal", drawn | {"title": "Elever trivs"} | place)
    assert notice
    assert "en kommun eller ett år som inte finns" in notice.text
    assert goal() == CALM
    _, _, notice = come("eva").post("/plan/klistra", HERE | place | {"tabell": "Målområde\tFullmäktigemål\nLära\tMål"})
    assert notice
    assert "en kommun eller ett år som inte finns" in notice.text


REFUSED: Mapping[str, dict[str, str]] = {
    "/plan/stryk": {"skal": "x" * 501},
    "/plan/ansikte": {"face": "reached", "reason": "Nått i maj.", "function": ""},
}


@pytest.mark.parametrize("action", REFUSED)
def test_a_reason_that_was_not_saved_stands_in_its_own_form_and_in_no_other(
    come: Come, access: Access, action: str
) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    drawn = page(eva, mal=CALM.id)
    _, _, notice = visitor.post(action, form_of(drawn, action) | REFUSED[action])
    assert notice
    assert not notice.is_good
    again = page(eva, **visitor.params)
    kept = form_of(again, action)
    assert {name: kept[name] for name in REFUSED[action]} == REFUSED[action]
    assert kept["arbete"]
    assert form_of(again) == form_of(drawn)


def test_a_face_is_overruled_with_a_reason_and_the_computed_one_taken_again(come: Come, access: Access) -> None:
    visitor = come("cilla")
    cilla = person(access, "cilla")
    own = {"face": "reached", "reason": "Nått i maj.", "function": "rektor"}
    visitor.post("/plan/ansikte", form_of(page(cilla, mal=CALM.id), "/plan/ansikte") | own)
    book = GoalBooks(state().engine).book(HUDDINGE, drafts=True)
    assert book.overrulings[CALM.id].reason == "Nått i maj."
    assert "Nu gäller: målet nås, rektor" in page(person(access, "cilla"), mal=CALM.id).text
    visitor.post("/plan/ansikte", form_of(page(cilla, mal=CALM.id), "/plan/ansikte") | {"face": ""})
    assert GoalBooks(state().engine).book(HUDDINGE, drafts=True).overrulings == {}


def test_a_pasted_table_is_seen_before_it_is_saved_and_undone_as_one(come: Come, access: Access) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    head = f"Fullmäktigemål\tOrgan\tNämndmål\tIndikator\tEtappmål {LAST}\r\n"
    wrong = f"{head}{KNOWLEDGE.title}\tGrundskolenämnden\tFler läser\tN99999\tbra\r\n"
    visitor.post("/plan/klistra", HERE | {"tabell": wrong})
    drawn = page(eva, **visitor.params)
    assert drawn.one("h1").text == "Filen har 1 fel att rätta"
    assert [cell.text for cell in drawn.one("tbody").all("td")][:3] == ["2", "Indikator", "”N99999”"]
    visitor.post("/plan/klistra", HERE | {"tabell": wrong.replace("N99999", GRADES).replace("bra", "70")})
    form = form_of(page(eva, **visitor.params), "/plan/fil/spara")
    _, _, old = visitor.post("/plan/fil/spara", form | {"sigill": "annat"})
    assert old
    assert "har ändrats sedan" in old.text
    _, _, notice = visitor.post("/plan/fil/spara", form)
    assert notice
    assert notice.text == "Sparat: 1 nytt mål, 1 ny nivå."
    assert (plan().goals[-1].title, levels()) == ("Fler läser", {(GRADES, LAST): (70, False)})
    visitor.post("/plan/angra", HERE | {"nar": notice.fields[UNDO_FIELD]})
    assert (len(plan().goals), levels()) == (2, {})


def test_a_chain_begins_with_a_file_whose_bodies_are_new(come: Come, access: Access) -> None:
    gun, visitor, here = person(access, "gun"), come("gun"), {"kommun": BOTKYRKA, "plan": str(LAST), "organ": ""}
    lines = (
        "Målområde\tFullmäktigemål\tOrgan\tNämndmål",
        "Bo\tAlla har ett hem",
        "Bo\tAlla har ett hem\tBygg AB\tFler hem",
    )
    visitor.post("/plan/klistra", here | {"tabell": "\r\n".join(lines)})
    drawn = page(gun, **visitor.params)
    form = form_of(drawn, "/plan/fil/spara") | {"saker": drawn.one("fieldset").one("input").attributes["value"]}
    _, _, notice = visitor.post("/plan/fil/spara", form)
    assert notice
    assert notice.is_good, notice.text
    book = GoalBooks(state().engine).book(BOTKYRKA, drafts=True)
    assert [body.name for body in book.bodies.values()] == ["Kommunfullmäktige", "Bygg AB"]
    assert [goal.title for _, goal in book.goals.values()] == ["Bo", "Alla har ett hem", "Fler hem"]


def test_a_municipality_without_goals_is_told_what_a_chain_is_and_how_one_begins(access: Access) -> None:
    root = page(person(access, "gun"), kommun=BOTKYRKA, organ="")
    assert root.one("h1").text == "Botkyrka har inga mål inlagda än"
    assert [one.text for one in root.all("h3")] == ["Börja med fil", "Börja för hand"]


def test_who_may_not_change_a_plan_reads_it_without_forms_and_strangers_see_nothing(access: Access) -> None:
    cilla = person(access, "cilla")
    assert [one.attributes["action"] for one in page(cilla, organ=COUNCIL.id).all("form")] == []
    assert [one.attributes["action"] for one in page(cilla).all("form")] == ["/plan/flytta"] * 2
    with pytest.raises(NotAllowedError):
        page(person(access, "gun"))


def test_what_a_stranger_wrote_is_text(come: Come, access: Access) -> None:
    payload = '"><img src=x onerror=alert(1)></textarea><script>x</script>'
    eva, visitor = person(access, "eva"), come("eva")
    visitor.post("/plan/mal", form_of(page(eva, mal=CALM.id)) | {"title": payload, "text": payload, "owner": payload})
    for params in ({}, {"mal": CALM.id}, {"del": "historik"}):
        root = page(eva, **params)
        assert "onerror=alert(1)" in root.text
        assert not [one for one in root.all() if one.tag in ("img", "script")]


def test_a_target_that_is_no_level_stands_in_words_and_stays(come: Come, access: Access) -> None:
    between = Target(HUDDINGE, GRADES, None, LAST, TargetKind.WITHIN, 60, 80)
    replace_targets(state().engine, [between], by="x")
    eva, visitor = person(access, "eva"), come("eva")
    drawn = form_of(page(eva, mal=PASSING.id))
    assert drawn[f"rad-1-{LAST}"] == "mellan 60,0 och 80,0"
    visitor.post("/plan/mal", drawn | {"title": "Nytt namn"})
    assert [one.target for one in current_versions(state().engine, HUDDINGE)] == [between]
