"""What the plan review finds in a plan: the rules of CYCLE.md, section 3, and their constants. No figures, no clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from core.catalogue.models import Category, Influence
from core.goals.alike import similarity
from core.goals.models import Assignment, BodyKind
from core.outcomes.plan_facts import IndicatorFacts, PlanFacts
from core.signals import TargetKind
from core.words.formats import listed, number

MOST_GOALS, MOST_INDICATORS = 10, 5
NEARLY_EQUAL = 0.85
SHORTEST_TEXT = 40
HOW_WORDS = ("genom att", "ska arbeta", "verksamheten ska")
FEWEST_OTHERS = 10
MOST_SENTENCES = 3

_HOW = re.compile("|".join(re.escape(words) for words in HOW_WORDS), re.IGNORECASE)
# A full stop within a number, or after a single letter, ends no sentence.
_SENTENCE_END = re.compile(r"(?<=\w\w)[.!?]+(?=\s+[A-ZÅÄÖ]|\s*$)")
_NO_RESULT = (Category.RESOURCE, Category.PRODUCTION, Category.INFORMATION)
_SIGN = {TargetKind.AT_LEAST: 1, TargetKind.AT_MOST: -1}


class Rule(StrEnum):
    """What is checked, in the order of the matrix."""

    GOAL_AREAS = "målområden"
    FEW_GOALS = "antal mål"
    OWN_WORDS = "egna ord"
    SAYS_WHAT = "säger vad"
    MEASURABLE = "mätbara"
    COMPARABLE = "jämförbara"
    RESULT = "resultat"
    BY_GENDER = "delas på kön"
    AIMED = "etapp- och slutmål"
    ASSIGNMENTS = "uppdrag"
    VOLUMES = "volym och kostnad"
    BUDGET = "budget i balans"


@dataclass(frozen=True)
class Finding:
    """Something to look at. ``goal``, ``indicator`` and ``assignment`` are ids, '' where it is about none.

    ``quote`` is the text that it is about, ``marked`` where in it (from, to). ``what`` is in Swedish sentences.
    """

    rule: Rule
    what: str
    goal: str = ""
    indicator: str = ""
    assignment: str = ""
    quote: str = ""
    marked: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> str:
        """What its answer is kept by: the same while the finding is about the same."""
        return "/".join(filter(None, (self.rule.value, self.goal, self.indicator, self.assignment)))


@dataclass(frozen=True)
class Checked:
    """What one rule says of one plan: its findings, and whether there was anything to judge."""

    rule: Rule
    findings: tuple[Finding, ...] = ()
    is_judged: bool = True


def review(plan: PlanFacts) -> Mapping[Rule, Checked]:
    """What each rule says of PLAN, in the order of the matrix."""
    return {rule: _checked(rule, plan) for rule in Rule}


def _checked(rule: Rule, plan: PlanFacts) -> Checked:
    is_judged, find = _RULES[rule]
    if not is_judged(plan):
        return Checked(rule, is_judged=False)
    return Checked(rule, tuple(find(plan)))


def _goal_areas(plan: PlanFacts) -> Iterator[Finding]:
    for area in plan.goal_areas:
        if area.id not in plan.areas_with_goals:
            yield Finding(Rule.GOAL_AREAS, f"Planen har inget mål under ”{area.title}”.", area.id)


def _few_goals(plan: PlanFacts) -> Iterator[Finding]:
    if len(plan.goals) > MOST_GOALS:
        yield Finding(Rule.FEW_GOALS, f"Planen har {len(plan.goals)} mål. Regel: högst {MOST_GOALS}.")
    for goal in plan.goals:
        # One that is followed for women and for men is one.
        count = len({one.kpi for one in goal.indicators})
        if count > MOST_INDICATORS:
            yield Finding(Rule.FEW_GOALS, f"Målet har {count} indikatorer. Regel: högst {MOST_INDICATORS}.", goal.id)


def _own_words(plan: PlanFacts) -> Iterator[Finding]:
    for goal in plan.goals:
        above = plan.above.get(goal.parent or "")
        if above is None or (alike := similarity(goal.title, above.title)) < NEARLY_EQUAL:
            continue
        how = "lika med" if alike == 1 else "nästan lika med"
        what = f"Målet är {how} fullmäktigemålet ”{above.title}”. Regel: nämnden säger med egna ord vad den ska nå."
        yield Finding(Rule.OWN_WORDS, what, goal.id, quote=goal.title)


def _says_what(plan: PlanFacts) -> Iterator[Finding]:
    for goal in plan.goals:
        text = goal.text.strip()
        marked = tuple(found.span() for found in _HOW.finditer(text))
        if not text:
            what = "Målet saknar måltext. Regel: en måltext säger vad som ska nås."
        elif marked:
            what = "Orden pekar på hur målet ska nås. Regel: en måltext säger vad som ska nås."
        elif len(text) < SHORTEST_TEXT:
            least = f"minst {SHORTEST_TEXT} tecken, så att det går att se vad som ska nås"
            what = f"Texten är {len(text)} tecken. Regel: {least}."
        else:
            continue
        yield Finding(Rule.SAYS_WHAT, what, goal.id, quote=text, marked=marked)


def _measurable(plan: PlanFacts) -> Iterator[Finding]:
    for goal in plan.goals:
        if not plan.of_goal(goal):
            has = "indikatorer finns inte längre" if goal.indicators else "ingen indikator"
            what = f"Målet{'s' if goal.indicators else ' har'} {has}. Regel: det ska gå att se om ett mål nås."
            yield Finding(Rule.MEASURABLE, what, goal.id, quote=goal.title)


def _comparable(plan: PlanFacts) -> Iterator[Finding]:
    for goal, one in plan.indicators():
        if one.others < FEWEST_OTHERS:
            count = {0: "Ingen annan kommun", 1: "Bara en annan kommun"}.get(
                one.others, f"Bara {one.others} andra kommuner"
            )
            what = f"{count} har ett värde för {one.called}. Regel: minst {FEWEST_OTHERS}, så att det går att jämföra."
            yield Finding(Rule.COMPARABLE, what, goal.id, one.key)


def _result(plan: PlanFacts) -> Iterator[Finding]:
    for goal in plan.goals:
        mine = plan.of_goal(goal)
        if mine and all(one.category in _NO_RESULT for one in mine):
            what = "Målets indikatorer mäter bara insats: resurs, produktion eller information."
            yield Finding(Rule.RESULT, f"{what} Regel: minst ett resultat.", goal.id)
        # Once, where it is followed for women and for men.
        for one in {one.kpi: one for one in mine}.values():
            if one.category is Category.INFORMATION:
                what = f"{one.name} är ett informationsmått, som inte kan nås. Regel: inga sådana på ett mål."
                yield Finding(Rule.RESULT, what, goal.id, one.kpi)
            elif one.influence is Influence.SMALL:
                what = f"Kommunen kan bara påverka {one.name} lite. Regel: mät det som går att påverka."
                yield Finding(Rule.RESULT, what, goal.id, one.kpi)


def _by_gender(plan: PlanFacts) -> Iterator[Finding]:
    for goal in plan.goals:
        mine = plan.of_goal(goal)
        divided = [one for one in mine if one.is_divided]
        if divided and not any(one.gender in "KM" for one in mine):
            names = divided[0].name if len(divided) == 1 else f"{divided[0].name} och {len(divided) - 1} till"
            what = f"Ingen indikator följs för kvinnor och män, fast det finns för {names}."
            yield Finding(Rule.BY_GENDER, f"{what} Regel: minst en delas på kön.", goal.id)


def _aimed(plan: PlanFacts) -> Iterator[Finding]:
    for goal, one in plan.indicators():
        if _can_be_aimed(one) and (faults := list(_aim_faults(one, plan.year))):
            rule = "Regel: etappmål för planens år, slutmål, och en väg dit från dagens utfall."
            yield Finding(Rule.AIMED, f"{one.called}: {', '.join(faults)}. {rule}", goal.id, one.key)


def _can_be_aimed(one: IndicatorFacts) -> bool:
    """An information indicator can have no target: another rule has found it."""
    return one.category is not Category.INFORMATION


def _aim_faults(one: IndicatorFacts, year: int) -> Iterator[str]:
    """What is wrong with the way to the final target of ONE."""
    ahead = [aim for aim in one.aims if aim.year >= year]
    if not any(aim.year == year for aim in ahead):
        yield f"etappmål för {year} saknas"
    if not any(aim.is_final for aim in ahead):
        yield "slutmål saknas"
    # The higher the better, whichever way is good.
    levels = [(aim.year, aim.level, _SIGN[aim.kind]) for aim in ahead if aim.level is not None]
    if one.value is not None:
        for due, level, sign in levels:
            if sign * (level - one.value) < 0:
                now, then = (number(value, one.decimals) for value in (one.value, level))
                yield f"nivån för {due}, {then}, är sämre än utfallet {one.year}, {now}"
                break
    if any(sign != next_sign or sign * (then - now) < 0 for (_, now, sign), (_, then, next_sign) in pairwise(levels)):
        yield "vägen mot slutmålet vänder"


def _assignments(plan: PlanFacts) -> Iterator[Finding]:
    for one in plan.assignments:
        if faults := list(_assignment_faults(one, plan.year)):
            what = f"{' '.join(faults)} Regel: ett uppdrag har mål, mottagare och datum inom året, och är kort."
            yield Finding(Rule.ASSIGNMENTS, what, one.goal or "", assignment=one.id, quote=one.text)


def _assignment_faults(one: Assignment, year: int) -> Iterator[str]:
    if not one.goal:
        yield "Hör inte till något mål."
    if not one.receivers:
        yield "Mottagare saknas."
    if one.deadline is None:
        yield "Datum saknas."
    elif one.deadline.year > year:
        yield f"Ska vara klart {one.deadline.isoformat()}, efter planens år."
    if (count := sentences_in(one.text)) > MOST_SENTENCES:
        yield f"Texten har {count} meningar, högst {MOST_SENTENCES}."


def sentences_in(text: str) -> int:
    """How many sentences TEXT has."""
    whole = text.strip()
    return len(_SENTENCE_END.findall(whole)) + (1 if re.search(r"[^.!?\s]$", whole) else 0)


def _volumes(plan: PlanFacts) -> Iterator[Finding]:
    if not plan.volumes:
        what = "Planen visar inga volymer bredvid kostnaden. Regel: det ska gå att se vad pengarna ger."
        yield Finding(Rule.VOLUMES, what)
    if names := [one.name for one in plan.volumes if one.cost is None]:
        yield Finding(Rule.VOLUMES, f"{listed(names)} saknar kostnad. Regel: volym och kostnad står bredvid varandra.")


def _budget(plan: PlanFacts) -> Iterator[Finding]:
    if plan.balance is not None and plan.balance < 0:
        what = f"Nettobudgeten är {number(-plan.balance, 0)} tkr över ramen. Regel: planen ryms inom ramen."
        yield Finding(Rule.BUDGET, what)


def _has_goals(plan: PlanFacts) -> bool:
    return bool(plan.goals)


def _is_no_company(plan: PlanFacts) -> bool:
    return plan.body.kind is not BodyKind.COMPANY


def _has_indicators(plan: PlanFacts) -> bool:
    return any(True for _ in plan.indicators())


# What there has to be for a rule to judge a plan, and what it finds.
_RULES: Mapping[Rule, tuple[Callable[[PlanFacts], bool], Callable[[PlanFacts], Iterator[Finding]]]] = {
    Rule.GOAL_AREAS: (lambda plan: _is_no_company(plan) and bool(plan.goal_areas), _goal_areas),
    Rule.FEW_GOALS: (_has_goals, _few_goals),
    Rule.OWN_WORDS: (lambda plan: any(goal.parent in plan.above for goal in plan.goals), _own_words),
    Rule.SAYS_WHAT: (_has_goals, _says_what),
    Rule.MEASURABLE: (_has_goals, _measurable),
    Rule.COMPARABLE: (_has_indicators, _comparable),
    Rule.RESULT: (_has_indicators, _result),
    Rule.BY_GENDER: (lambda plan: any(one.is_divided for _, one in plan.indicators()), _by_gender),
    Rule.AIMED: (lambda plan: any(_can_be_aimed(one) for _, one in plan.indicators()), _aimed),
    Rule.ASSIGNMENTS: (lambda plan: bool(plan.assignments), _assignments),
    Rule.VOLUMES: (_is_no_company, _volumes),
    Rule.BUDGET: (lambda plan: plan.balance is not None, _budget),
}
