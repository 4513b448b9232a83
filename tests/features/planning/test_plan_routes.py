"""The page Arbeta med planer and its forms: goals moved and withdrawn, plans decided, bodies, budgets, files."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.access.rights import NotAllowedError
from core.access.service import Access
from core.features.planning.plan_view import UNDO_FIELD
from core.goals.book import GoalBooks
from core.goals.models import BodyKind
from tests.features.planning.plan_site import HERE, Come, access, come, form_of, goal, levels, page, person, plan, state
from tests.goals.chains import CALM, COUNCIL, KNOWLEDGE, PASSING, SCHOOL_BOARD
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, LAST

__all__ = ["access", "come"]

pytestmark = pytest.mark.usefixtures("source")


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
