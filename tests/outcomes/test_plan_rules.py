"""The twelve kinds of finding: for each a plan with one fault, and one that is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest

from core.catalogue.models import Category, Influence
from core.goals.models import Assignment, Body, BodyKind, Goal, GoalIndicator, Level, Plan, Volume
from core.outcomes.aims import Aim
from core.outcomes.plan_facts import IndicatorFacts, PlanFacts
from core.outcomes.plan_rules import Rule, review, sentences_in
from core.signals import TargetKind

YEAR = 2027
AREA = Goal("lara", Level.AREA, "Lära och växa")
OTHER_AREA = Goal("omsorg", Level.AREA, "Omsorg hela livet")
ABOVE = Goal("kunskap", Level.COUNCIL, "Barn och elever når kunskapsmålen", parent="lara")
BODY = Body("gn", BodyKind.COMMITTEE, "Grundskolenämnden", ("grundskola",))
COMPANY = replace(BODY, kind=BodyKind.COMPANY)

WOMEN, MEN, MERITS = GoalIndicator("N1", "K"), GoalIndicator("N1", "M"), GoalIndicator("N2")
WAY = (
    Aim(2027, TargetKind.AT_LEAST, "", 88.0, is_final=False),
    Aim(2028, TargetKind.AT_LEAST, "", 90.0, is_final=True),
)
GIRLS = IndicatorFacts(
    *("N1", "K", "Behöriga", 1, Category.RESULT_OBJECTIVE, Influence.SOME, 200),
    is_divided=True,
    value=86.4,
    year=2025,
    aims=WAY,
)
BOYS = replace(GIRLS, gender="M", value=84.0)
POINTS = replace(GIRLS, kpi="N2", gender="T", name="Meritvärde", is_divided=False)
GOAL = Goal(
    "behoriga",
    Level.COMMITTEE,
    "Fler elever blir behöriga till gymnasiet",
    "Varje elev lämnar grundskolan med betyg som räcker till ett nationellt program.",
    parent="kunskap",
    indicators=(WOMEN, MEN, MERITS),
)
TASK = Assignment("u1", YEAR, "gn", ("fn",), "Ta fram en plan för läsning.", date(YEAR, 6, 1), "behoriga")
PLAN = Plan(
    "gn",
    YEAR,
    "Verksamhetsplan 2027",
    (GOAL,),
    net_budget=990.0,
    frame=1000.0,
    volumes=(Volume("Elever", 11_200, 990.0),),
)
RIGHT = PlanFacts(
    BODY,
    PLAN,
    {one.id: one for one in (AREA, ABOVE)},
    frozenset({"lara"}),
    (TASK,),
    {WOMEN: GIRLS, MEN: BOYS, MERITS: POINTS},
)


@dataclass(frozen=True)
class Wrong:
    """One fault: PLAN has it, the rule finds COUNT of it and says SAID, about GOAL."""

    rule: Rule
    plan: PlanFacts
    said: str
    goal: str = "behoriga"
    count: int = 1


def with_goal(**changes: object) -> PlanFacts:
    return with_plan(goals=(replace(GOAL, **changes),))  # type: ignore[arg-type]


def with_plan(**changes: object) -> PlanFacts:
    return replace(RIGHT, plan=replace(PLAN, **changes))  # type: ignore[arg-type]


def with_points(**changes: object) -> PlanFacts:
    return replace(RIGHT, known={**RIGHT.known, MERITS: replace(POINTS, **changes)})  # type: ignore[arg-type]


def with_task(**changes: object) -> PlanFacts:
    return replace(RIGHT, assignments=(replace(TASK, **changes),))  # type: ignore[arg-type]


def way(*levels: tuple[int, float], kind: TargetKind = TargetKind.AT_LEAST) -> tuple[Aim, ...]:
    return tuple(Aim(year, kind, "", level, is_final=year == levels[-1][0]) for year, level in levels)


MORE = tuple(GoalIndicator(f"N{n}") for n in range(3, 7))
LONG = "Ta fram en plan. Visa den för nämnden. Räkna på den. Rapportera i maj."
EFFORT = {one: replace(facts, category=Category.RESOURCE) for one, facts in RIGHT.known.items()}
WRONG: Mapping[str, Wrong] = {
    "a goal area without a goal": Wrong(
        Rule.GOAL_AREAS,
        replace(RIGHT, above={**RIGHT.above, "omsorg": OTHER_AREA}),
        "inget mål under ”Omsorg hela livet”",
        "omsorg",
    ),
    "eleven goals": Wrong(
        Rule.FEW_GOALS, with_plan(goals=tuple(replace(GOAL, id=f"m{n}") for n in range(11))), "11 mål", ""
    ),
    "six indicators": Wrong(
        Rule.FEW_GOALS,
        replace(with_goal(indicators=(*GOAL.indicators, *MORE)), known={**RIGHT.known, **dict.fromkeys(MORE, POINTS)}),
        "6 indikatorer",
    ),
    "the council's words": Wrong(Rule.OWN_WORDS, with_goal(title="Barn och elever når KUNSKAPSMÅLEN."), "lika med"),
    "nearly the council's words": Wrong(
        Rule.OWN_WORDS, with_goal(title="Barn och elever når kunskapsmål"), "nästan lika med"
    ),
    "no goal text": Wrong(Rule.SAYS_WHAT, with_goal(text=" "), "saknar måltext"),
    "a short goal text": Wrong(Rule.SAYS_WHAT, with_goal(text="Läsning och skrivning i fokus."), "30 tecken"),
    "a text that says how": Wrong(
        Rule.SAYS_WHAT, with_goal(text="Verksamheten ska stärka tryggheten genom att öka vuxennärvaron."), "hur målet"
    ),
    "no indicator": Wrong(Rule.MEASURABLE, with_goal(indicators=()), "ingen indikator"),
    "indicators that are no more": Wrong(
        Rule.MEASURABLE, with_goal(indicators=(GoalIndicator("N9"),)), "indikatorer finns inte längre"
    ),
    "nine others": Wrong(Rule.COMPARABLE, with_points(others=9), "Bara 9 andra kommuner"),
    "only effort": Wrong(Rule.RESULT, replace(RIGHT, known=EFFORT), "bara insats"),
    "information, which no target can be set for": Wrong(
        Rule.RESULT, with_points(category=Category.INFORMATION, aims=()), "informationsmått"
    ),
    "little influence": Wrong(Rule.RESULT, with_points(influence=Influence.SMALL), "påverka Meritvärde lite"),
    "nobody by gender": Wrong(
        Rule.BY_GENDER,
        replace(with_goal(indicators=(MERITS,)), known={MERITS: replace(POINTS, is_divided=True)}),
        "kvinnor och män, fast det finns för Meritvärde",
    ),
    "no milestone next year": Wrong(Rule.AIMED, with_points(aims=way((2028, 90.0))), "etappmål för 2027 saknas"),
    "no final target": Wrong(Rule.AIMED, with_points(aims=(replace(WAY[0]),)), "slutmål saknas"),
    "worse than today": Wrong(
        Rule.AIMED, with_points(aims=way((2027, 86.3), (2028, 90.0))), "86,3, är sämre än utfallet 2025, 86,4"
    ),
    "worse than today, downwards": Wrong(
        Rule.AIMED,
        with_points(aims=way((2027, 87.0), (2028, 80.0), kind=TargetKind.AT_MOST)),
        "87,0, är sämre än utfallet",
    ),
    "a way that turns": Wrong(Rule.AIMED, with_points(aims=way((2027, 90.0), (2028, 89.0))), "vänder"),
    "an assignment without a goal": Wrong(Rule.ASSIGNMENTS, with_task(goal=None), "Hör inte till något mål", ""),
    "without a receiver": Wrong(Rule.ASSIGNMENTS, with_task(receivers=()), "Mottagare saknas"),
    "without a date": Wrong(Rule.ASSIGNMENTS, with_task(deadline=None), "Datum saknas"),
    "after the year": Wrong(Rule.ASSIGNMENTS, with_task(deadline=date(2028, 1, 1)), "2028-01-01, efter planens år"),
    "four sentences": Wrong(Rule.ASSIGNMENTS, with_task(text=LONG), "4 meningar"),
    "no volumes": Wrong(Rule.VOLUMES, with_plan(volumes=()), "inga volymer", ""),
    "volumes without cost": Wrong(
        Rule.VOLUMES,
        with_plan(volumes=(Volume("Elever", 1.0), Volume("Lärare", 2.0))),
        "Elever och Lärare saknar",
        "",
    ),
    "over the frame": Wrong(Rule.BUDGET, with_plan(net_budget=1012.0), "12 tkr över ramen", ""),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_found_by_its_rule_and_no_other(case: str) -> None:
    wrong = WRONG[case]
    found = {rule: checked.findings for rule, checked in review(wrong.plan).items() if checked.findings}
    assert list(found) == [wrong.rule]
    assert len(found[wrong.rule]) == wrong.count
    [finding] = found[wrong.rule]
    assert wrong.said in finding.what
    assert finding.goal == wrong.goal


@pytest.mark.parametrize("rule", Rule)
def test_what_is_right_is_judged_and_nothing_is_found(rule: Rule) -> None:
    checked = review(RIGHT)[rule]
    assert (checked.is_judged, checked.findings) == (True, ())


def test_every_rule_has_a_plan_that_breaks_it() -> None:
    assert {wrong.rule for wrong in WRONG.values()} == set(Rule)


JUST_RIGHT = {
    "ten goals": with_plan(goals=tuple(replace(GOAL, id=f"m{n}") for n in range(10))),
    "five indicators, of which one for women and for men": replace(
        with_goal(indicators=(*GOAL.indicators, *MORE[:3])), known={**RIGHT.known, **dict.fromkeys(MORE, POINTS)}
    ),
    "forty letters": with_goal(text="a" * 40),
    "ten others": with_points(others=10),
    "a balance of nothing": with_plan(net_budget=1000.0),
    "a milestone that is today's outcome": with_points(aims=way((2027, 86.4), (2028, 86.4))),
    "the last day of the year": with_task(deadline=date(YEAR, 12, 31)),
    "three sentences": with_task(text="Räkna på kl. 8.30 och 3.5 procent. Visa den. Rapportera."),
    "a rank has no level": with_points(aims=(*WAY[:1], Aim(2028, TargetKind.RANK, "", None, is_final=True))),
    "an earlier target that has fallen due": with_points(
        aims=(Aim(2025, TargetKind.AT_LEAST, "", 60.0, is_final=False), *WAY)
    ),
    "no outcome yet": with_points(value=None, year=None),
}


@pytest.mark.parametrize("case", JUST_RIGHT)
def test_what_is_just_within_a_rule_is_right(case: str) -> None:
    assert [found for checked in review(JUST_RIGHT[case]).values() for found in checked.findings] == []


OF_INDICATORS = {Rule.COMPARABLE, Rule.RESULT, Rule.BY_GENDER, Rule.AIMED}
OF_GOALS = {Rule.FEW_GOALS, Rule.OWN_WORDS, Rule.SAYS_WHAT, Rule.MEASURABLE}
NOT_JUDGED = {
    "the council has no plan": (replace(RIGHT, above={}), {Rule.GOAL_AREAS, Rule.OWN_WORDS}),
    "there are no goals": (with_plan(goals=()), OF_GOALS | OF_INDICATORS),
    "a company has neither goal areas nor volumes": (replace(RIGHT, body=COMPANY), {Rule.GOAL_AREAS, Rule.VOLUMES}),
    "no budget is typed": (with_plan(frame=None), {Rule.BUDGET}),
    "no assignment is given": (replace(RIGHT, assignments=()), {Rule.ASSIGNMENTS}),
    "only information, which no target can be set for": (
        replace(with_goal(indicators=(MERITS,)), known={MERITS: replace(POINTS, category=Category.INFORMATION)}),
        {Rule.BY_GENDER, Rule.AIMED},
    ),
    "nothing is published by gender": (with_goal(indicators=(MERITS,)), {Rule.BY_GENDER}),
}


@pytest.mark.parametrize("case", NOT_JUDGED)
def test_what_there_is_nothing_to_judge_of_is_not_judged(case: str) -> None:
    plan, rules = NOT_JUDGED[case]
    assert {rule for rule, checked in review(plan).items() if not checked.is_judged} == rules


def test_the_words_that_say_how_are_marked() -> None:
    text = "Verksamheten ska stärka tryggheten genom att öka vuxennärvaron."
    [finding] = review(with_goal(text=text))[Rule.SAYS_WHAT].findings
    assert [finding.quote[start:end] for start, end in finding.marked] == ["Verksamheten ska", "genom att"]


def test_a_finding_keeps_its_key_while_it_is_about_the_same() -> None:
    one, other = (review(with_points(others=n))[Rule.COMPARABLE].findings[0] for n in (3, 4))
    assert one.what != other.what
    assert one.key == other.key == "jämförbara/behoriga/N2"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Utan punkt", 1),
        ("En.", 1),
        ("Visa t.ex. antalet bl.a. i maj.", 1),
        ("Klart 2027. Visa den!", 2),
        ("Vad? När? Hur?", 3),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert sentences_in(text) == count
