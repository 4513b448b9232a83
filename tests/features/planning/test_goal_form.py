"""A goal's form, with its levels: nothing typed is lost, and nobody's is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from core.access.rights import NotAllowedError
from core.access.service import Access
from core.features.planning.desk import Desk
from core.features.planning.paths import paths_of_form
from core.features.planning.plan_view import UNDO_FIELD
from core.goals.models import Body, BodyKind, GoalIndicator
from core.signals import TargetKind
from core.targets.models import Target
from core.targets.store import replace_targets
from core.targets.versions import current_versions
from core.web.notices import NOTICE_PARAM, sealed
from core.web.visit import Visit
from tests.features.planning.plan_site import (
    FINAL,
    HERE,
    Come,
    access,
    come,
    figures,
    form_of,
    goal,
    levels,
    page,
    person,
    plan,
    state,
)
from tests.goals.chains import CALM, KNOWLEDGE, PASSING, SCHOOLS_PLAN, put_chain
from tests.shared import GRADES, HUDDINGE, LAST, SAFE, WAIT
from tests.site.visitors import session_over

__all__ = ["access", "come"]

pytestmark = pytest.mark.usefixtures("source")


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


@pytest.mark.parametrize(
    ("level", "told"), [("70", ""), ("minst 70", ""), ("75", "Töm cellen: nivån följer med indikatorn")]
)
def test_a_new_indicator_brings_the_levels_that_it_has(come: Come, access: Access, level: str, told: str) -> None:
    eva, visitor = person(access, "eva"), come("eva")
    visitor.post("/plan/mal", form_of(page(eva, mal=PASSING.id)) | {f"rad-1-{LAST}": "70"})
    linked = {"rad-2-kpi": GRADES, f"rad-2-{LAST}": level, "rad-2-slut": "90", "rad-2-slutar": str(FINAL)}
    _, _, notice = visitor.post("/plan/mal", form_of(page(eva, mal=CALM.id)) | linked)
    assert notice
    assert (notice.is_good, told in str(notice.faults)) == (not told, True)
    assert levels() == {(GRADES, LAST): (70, False)} | ({} if told else {(GRADES, FINAL): (90, True)})


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


def test_a_target_that_is_no_level_stands_in_words_and_stays(come: Come, access: Access) -> None:
    between = Target(HUDDINGE, GRADES, None, LAST, TargetKind.WITHIN, 60, 80)
    replace_targets(state().engine, [between], by="x")
    eva, visitor = person(access, "eva"), come("eva")
    drawn = form_of(page(eva, mal=PASSING.id))
    assert drawn[f"rad-1-{LAST}"] == "mellan 60,0 och 80,0"
    visitor.post("/plan/mal", drawn | {"title": "Nytt namn"})
    assert [one.target for one in current_versions(state().engine, HUDDINGE)] == [between]
