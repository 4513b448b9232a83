"""The page Mål and the page of a goal: what readers see of the goal chain, and who sees drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from core.access.people import READER, Person, Role
from core.features.goals.table import goals_table
from core.goals.book import GoalBook
from core.goals.models import Assignment, AssignmentState, Overruling
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.kept import Lasting
from core.signals import Attainment, TargetKind
from core.site.site import SITE
from core.web.choices import ASSIGNMENTS, GOAL, GOALS, Choices
from core.web.visit import Visit
from tests.goals.chains import (
    BERIT,
    CALM,
    COUNCIL,
    COUNCILS_PLAN,
    KNOWLEDGE,
    PASSING,
    SCHOOL_BOARD,
    SCHOOLS_PLAN,
    BooksInMemory,
    goal_book,
)
from tests.shared import BOTKYRKA, GRADES, HUDDINGE, LAST, SAFE, WAIT, figures_of, target, target_frame
from tests.web.html import Element, parsed

NOW = datetime(2024, 6, 1, 22, 30, tzinfo=UTC)
TODAY = date(2024, 6, 2)  # In Sweden it is past midnight.
TARGETS = (
    target(GRADES, LAST, TargetKind.AT_LEAST, value=0.0),
    target(GRADES, LAST + 3, TargetKind.AT_LEAST, value=99.0, is_final=True),
    target(WAIT, LAST, TargetKind.AT_MOST, value=0.0, tolerance=0.1),
)
MANAGER = Person(1, "m", "M", Role.MANAGER, HUDDINGE)
DRAFT = replace(SCHOOLS_PLAN, goals=(replace(PASSING, title="Alla elever blir behöriga"), CALM), decision=None)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("goals")) as figures:
        yield figures


def with_goals(plain: Figures, public: GoalBook, drafts: GoalBook | None = None) -> Figures:
    entered = Entered(lambda: target_frame(*TARGETS), lambda _: (), BooksInMemory(public, drafts))
    return replace(plain, entered=entered, lasting=Lasting())


def shown(
    figures: Figures,
    path: str = GOALS,
    params: Mapping[str, str] = MappingProxyType({}),
    *,
    who: Person = READER,
    now: datetime = NOW,
) -> Element:
    return parsed(SITE[path].show(Visit(path, {"kommun": HUDDINGE, **params}, figures, who, now=now)))


def goals_in(root: Element) -> list[str]:
    return [one.all("b")[0].text for one in root.all("details", "nk-chain-goal")]


def test_the_page_says_in_its_title_how_many_goals_are_reached_and_shows_the_chain(plain: Figures) -> None:
    root = shown(with_goals(plain, goal_book()))
    assert root.one("h1").text == "Fullmäktigemålet nås nästan"
    assert [band.one("h2").text for band in root.all("section", "nk-band")] == ["Lära och växa"]
    assert goals_in(root) == [PASSING.title, CALM.title]
    first = root.all("details", "nk-chain-goal")[0]
    assert "Grundskolenämnden" in first.text
    assert "1 av 2 indikatorer nås" in first.text
    assert PASSING.text in first.text
    assert f"Kommunfullmäktige {LAST - 1}-11-17 § 142" in root.text


def test_an_indicator_stands_with_its_target_its_way_and_its_pace(plain: Figures) -> None:
    [grades, wait] = shown(with_goals(plain, goal_book())).all("table", "nk-aims")[0].one("tbody").all("tr")
    assert "Behöriga till gymnasiet" in grades.text
    assert "minst 0,0" in grades.text
    assert ["minst 99,0" in row.text for row in (grades, wait)] == [True, False]
    assert len(grades.one("svg", "nk-aim-path").all("path", "final")) == 1
    assert "inget slutmål" in wait.text


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({"organ": "gn"}, [PASSING.title, CALM.title]),
        ({"organ": "kf"}, []),
        ({"ansikte": "nastan"}, [PASSING.title]),
        ({"ansikte": "bedoms-inte"}, [CALM.title]),
        ({"ansikte": "nas"}, []),
        ({"omrade": "aldreomsorg"}, [PASSING.title]),
        ({"omrade": "fastighet"}, []),
    ],
)
def test_a_filter_shows_the_goals_that_it_names(plain: Figures, params: dict[str, str], titles: list[str]) -> None:
    root = shown(with_goals(plain, goal_book()), GOALS, params)
    assert goals_in(root) == titles
    if not titles and "organ" not in params:
        assert "Visa alla mål" in root.text


def given(deadline: date, **changes: object) -> Assignment:
    return replace(Assignment("u", LAST, "kf", ("gn",), "Ta fram en plan", deadline, PASSING.id), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("deadline", "late"), [(TODAY, False), (TODAY - timedelta(1), True)])
def test_an_assignment_is_late_from_the_day_after_its_deadline_by_the_visits_own_day(
    plain: Figures, deadline: date, late: bool
) -> None:
    book = replace(
        goal_book(),
        assignments={"u": given(deadline), "v": given(deadline, id="v", state=AssignmentState.CLOSED)}
        | {"w": given(deadline, id="w", state=AssignmentState.DONE)},
    )
    root = shown(with_goals(plain, book))
    assert ("1 uppdrag är försenat" in root.text) == late
    assert "Uppdrag: 1 öppet, 1 klart väntar på beslut" in root.text
    assert [a for a in root.all("a") if a.attributes["href"].startswith(f"{ASSIGNMENTS}?")]


def test_a_kept_page_is_made_anew_when_the_day_is_another(plain: Figures) -> None:
    figures = with_goals(plain, replace(goal_book(), assignments={"u": given(TODAY)}))
    assert "försenat" not in shown(figures).text
    assert "1 uppdrag är försenat" in shown(figures, now=NOW + timedelta(1)).text


def test_an_assignment_of_last_years_goal_stands_by_the_goal_that_was_made_from_it(plain: Figures) -> None:
    before = replace(SCHOOLS_PLAN, year=LAST - 1, goals=(replace(PASSING, id="förra", parent=None),))
    now = replace(SCHOOLS_PLAN, goals=(replace(PASSING, origin="förra"), CALM))
    book = replace(goal_book(COUNCILS_PLAN, now, before), assignments={"u": given(TODAY, goal="förra")})
    figures = with_goals(plain, book)
    assert "Ta fram en plan" in shown(figures).all("details", "nk-chain-goal")[0].text
    page = shown(figures, GOAL, {"mal": PASSING.id})
    assert "Ta fram en plan" in page.text
    assert f"{LAST - 1} · " in page.text
    assert f"{LAST} · " in shown(figures, GOAL, {"mal": "förra"}).text


def test_a_draft_is_drawn_and_marked_for_those_of_the_municipality_and_for_nobody_else(plain: Figures) -> None:
    figures = with_goals(plain, goal_book(), goal_book(COUNCILS_PLAN, DRAFT))
    hers = shown(figures, who=MANAGER)
    assert "Alla elever blir behöriga" in hers.text
    assert "Utkast, bara inloggade i Huddinge ser det." in hers.text
    assert [tag.text for tag in hers.all("span", "nk-tag")] == ["utkast", "utkast"]
    for other in (READER, replace(MANAGER, municipality=BOTKYRKA)):
        root = shown(figures, who=other)
        assert "Utkast" not in root.text
        assert goals_in(root) == [PASSING.title, CALM.title]
        assert "Alla elever" not in shown(figures, GOAL, {"mal": PASSING.id}, who=other).text
    assert "Alla elever" in shown(figures, GOAL, {"mal": PASSING.id}, who=MANAGER).text


def test_only_those_who_may_change_a_plan_are_led_to_it(plain: Figures) -> None:
    figures = with_goals(plain, goal_book())
    leads = [
        "Arbeta med planerna" in shown(figures, who=who).text
        for who in (MANAGER, BERIT, replace(MANAGER, municipality=BOTKYRKA), READER)
    ]
    assert leads == [True, True, False, False]


def test_an_owners_face_stands_with_her_reason_and_the_computed_one_beside(plain: Figures) -> None:
    own = Overruling(Attainment.NOT_REACHED, "Gäller bara en skola.", "grundskolechef", date(LAST, 3, 1))
    figures = with_goals(plain, replace(goal_book(), overrulings={PASSING.id: own}))
    for root in (shown(figures), shown(figures, GOAL, {"mal": PASSING.id})):
        said = root.one("p", "nk-overruled").text
        assert "Nås inte enligt den som ansvarar (grundskolechef, 2023-03-01): Gäller bara en skola." in said
        assert "nästan" in said


def test_what_supports_another_goal_is_told_there_and_counted_under_its_own(plain: Figures) -> None:
    other = replace(KNOWLEDGE, id="trygghet", title="Barn är trygga")
    council = replace(COUNCILS_PLAN, goals=(*COUNCILS_PLAN.goals, other))
    schools = replace(SCHOOLS_PLAN, goals=(PASSING, replace(CALM, supports=("trygghet",))))
    root = shown(with_goals(plain, goal_book(council, schools)))
    assert goals_in(root) == [PASSING.title, CALM.title]
    [support] = root.all("p", "nk-support")
    assert support.text.strip().startswith(
        f"Stöds också av {CALM.title}, Grundskolenämnden. Räknas under {KNOWLEDGE.title}"
    )
    assert support.one("a").attributes["href"] == "#mal-kunskap"


def test_a_withdrawn_goal_is_left_out_of_the_chain_and_its_link_tells_why(plain: Figures) -> None:
    gone = replace(CALM, withdrawn="Det går inte att mäta.")
    figures = with_goals(plain, goal_book(COUNCILS_PLAN, replace(SCHOOLS_PLAN, goals=(PASSING, gone))))
    assert goals_in(shown(figures)) == [PASSING.title]
    page = shown(figures, GOAL, {"mal": CALM.id})
    assert page.one("h1").text == CALM.title
    assert "Målet är tillbakadraget och räknas inte. Det går inte att mäta." in page.text
    assert "Elever som känner sig trygga" in page.text


def test_a_goals_page_leads_up_and_down(plain: Figures) -> None:
    figures = with_goals(plain, goal_book())
    led = {key: {a.text for a in shown(figures, GOAL, {"mal": key}).all("a")} for key in (PASSING.id, KNOWLEDGE.id)}
    assert {f"Mål {LAST}", "Lära och växa", KNOWLEDGE.title} <= led[PASSING.id]
    assert {"Lära och växa", PASSING.title, CALM.title} <= led[KNOWLEDGE.id]


def test_without_goals_one_is_told_what_a_chain_is_and_of_a_year_without_plan_which_there_are(plain: Figures) -> None:
    nothing = shown(with_goals(plain, GoalBook(HUDDINGE)))
    assert nothing.one("h1").text == "Huddinge har inte lagt in några mål än"
    assert "Vad en målkedja är" in nothing.text
    other = shown(with_goals(plain, goal_book()), GOALS, {"plan": str(LAST + 1)})
    assert other.one("h1").text == f"Huddinge har inga mål för {LAST + 1}"
    assert f"Det finns mål för {LAST}." in other.text


def test_the_file_has_a_row_for_each_indicator_of_a_goal(plain: Figures) -> None:
    table = goals_table(with_goals(plain, goal_book()), Choices(HUDDINGE))
    assert list(table["mål"]) == ["Lära och växa", KNOWLEDGE.title, PASSING.title, PASSING.title, CALM.title]
    grades = table.iloc[2]
    wanted: dict[str, Any] = {
        "målområde": "Lära och växa",
        "fullmäktigemål": KNOWLEDGE.title,
        "organ": SCHOOL_BOARD.name,
    }
    wanted |= {"nyckeltal": GRADES, "kön": "totalt", "målnivå": "minst 0,0", "slutmål": "minst 99,0"}
    wanted |= {f"mål {LAST}": "minst 0,0", f"mål {LAST + 3}": "minst 99,0", "målets ansikte": "nästan", "delar": 2}
    assert {key: grades[key] for key in wanted} == wanted
    assert list(table["nyckeltal"][:2].isna()) == [True, True]
    assert list(table["nyckeltal"][3:]) == [WAIT, SAFE]
    assert COUNCIL.name in set(table["organ"])
