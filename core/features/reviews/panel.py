"""What opens under a body in the matrix: its findings with their answers, and what people judge and recommend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from core.access.rights import Action, may
from core.features.reviews.asked import Asked, Only
from core.features.reviews.reviewing import typed_of
from core.features.reviews.words import HEADS, found_words, things_words
from core.goals.judged import QUESTIONS, Answer, Judgement, Recommendation, ReviewBook
from core.goals.models import plan_key
from core.goals.rights import may_of_body
from core.outcomes.plan_review import Reviewed
from core.outcomes.plan_rules import Finding, Rule
from core.state.entries import Entry
from core.state.merging import theirs_in
from core.web.choices import ASSIGNMENTS, GOAL, PLAN, RESOURCES, Choices, link
from core.web.typed import SEEN, work_in
from core.web.visit import Visit
from core.words.formats import first_upper, listed
from core.words.numbers import number_in

# In a form: what it is about, and that it is about something new.
ABOUT, NEW = "om", "ny"


@dataclass(frozen=True)
class FormView:
    """A form: what it is ``about``, what stands in it, the version it was drawn from, and what begins its ids."""

    about: str
    typed: Mapping[str, str]
    seen: int
    is_open: bool = False
    work: str = ""
    theirs: Mapping[str, str] = field(default_factory=dict)

    @property
    def begins(self) -> str:
        """Of its fields' ids."""
        return ids_of(self.about)


@dataclass(frozen=True)
class FindingView:
    """A finding: about what, the quote in parts (text, whether it is marked), what is wrong, the rule, and where."""

    title: str
    quote: tuple[tuple[str, bool], ...]
    what: str
    rule: str
    where: tuple[tuple[str, str], ...]
    answer: Answer | None
    said_then: str
    form: FormView


@dataclass(frozen=True)
class GoalView:
    """A goal with what people judge of it: (field, question, step) each."""

    title: str
    text: str
    address: str
    questions: tuple[tuple[str, str, str], ...]
    judgement: Judgement | None
    form: FormView


@dataclass(frozen=True)
class RecommendationView:
    """A recommendation with the form that changes it."""

    said: Recommendation | None
    form: FormView


@dataclass(frozen=True)
class Panel:
    """``groups`` are findings under a heading ('' where there is one rule); ``gone`` answers to what is mended.

    ``functions`` are those that an answer may be signed by without being written.
    """

    title: str
    sub: str
    groups: tuple[tuple[str, tuple[FindingView, ...]], ...]
    not_judged: str
    gone: tuple[Answer, ...]
    goals: tuple[GoalView, ...]
    recommendations: tuple[RecommendationView, ...]
    new: FormView
    functions: tuple[str, ...]
    can_answer: bool
    can_review: bool
    whole: str
    close: str


def ids_of(about: str) -> str:
    """What the ids of the fields of a form ABOUT something begin with."""
    return f"{sha256(about.encode()).hexdigest()[:8]}-"


def panel_of(visit: Visit, asked: Asked, plan: Reviewed, said: ReviewBook, typed: Mapping[str, str]) -> Panel:
    """What is open of PLAN, with what was TYPED and not saved in its form."""
    maker = _Maker(visit, asked, plan, said, typed)
    return maker.panel()


@dataclass(frozen=True)
class _Maker:
    visit: Visit
    asked: Asked
    plan: Reviewed
    said: ReviewBook
    typed: Mapping[str, str]

    def panel(self) -> Panel:
        facts, rule = self.plan.facts, self.asked.rule
        answers = self.said.of_plan(facts.body.id, facts.year)
        groups = tuple(self._groups(answers))
        count = sum(len(found) for _, found in groups)
        goals = {one.goal for one in self._shown(answers)} if rule else {goal.id for goal in facts.goals}
        own, recommended = self._own_function, self.said.recommended(facts.body.id, facts.year)
        return Panel(
            title=self._title(count),
            sub=f"{facts.body.name}, {HEADS[rule]}" if rule else f"{facts.body.name}, {facts.plan.title}",
            groups=groups,
            not_judged="" if rule else self._not_judged(),
            gone=tuple(
                one.value
                for key, one in answers.items()
                if key not in self.plan.findings and one.value and (not rule or key.startswith(f"{rule.value}"))
            ),
            goals=tuple(self._goal(goal) for goal in (one.id for one in facts.goals) if goal in goals),
            recommendations=tuple(
                RecommendationView(one.value, self._form(one.key, self._as_written(one, own), one.number))
                for one in recommended
            ),
            new=self._form(NEW, {"text": "", "funktion": own}, 0),
            functions=tuple(dict.fromkeys(filter(None, [facts.body.owner, own]))),
            can_answer=may_of_body(self.visit.person, Action.CHANGE_PLAN, self.asked.municipality, facts.body),
            can_review=self._can_review,
            whole=self.asked.address(open=facts.body.id) if rule else "",
            close=self.asked.address(),
        )

    def _title(self, count: int) -> str:
        if self.asked.rule:
            return found_words(self.asked.rule, count) if count else "Inget att se över"
        return things_words(count)

    def _shown(self, answers: Mapping[str, Entry[Answer]]) -> Iterator[Finding]:
        for key, finding in self.plan.findings.items():
            is_left = self.asked.only is not Only.UNANSWERED or key not in answers
            if is_left and self.asked.rule in (None, finding.rule):
                yield finding

    def _groups(self, answers: Mapping[str, Entry[Answer]]) -> Iterator[tuple[str, tuple[FindingView, ...]]]:
        shown = list(self._shown(answers))
        for rule in Rule:
            if mine := [self._finding(one, answers.get(one.key)) for one in shown if one.rule is rule]:
                yield "" if self.asked.rule else HEADS[rule], tuple(mine)

    def _not_judged(self) -> str:
        left = [HEADS[rule].lower() for rule, check in self.plan.checks.items() if not check.is_judged]
        return f"Bedöms inte, för att det inte finns något att bedöma: {listed(left)}." if left else ""

    def _finding(self, finding: Finding, answered: Entry[Answer] | None) -> FindingView:
        answer = answered.value if answered else None
        what, _, rule = finding.what.partition(" Regel: ")
        function = self._own_function if self._can_review else self.plan.facts.body.owner
        return FindingView(
            title=self.plan.goal_title(finding.goal) or self.plan.facts.plan.title,
            quote=tuple(_parts(finding)),
            what=what,
            rule=first_upper(rule),
            where=tuple(self._where(finding)),
            answer=answer,
            said_then=answer.about if answer and answer.about != finding.what else "",
            form=self._form(finding.key, self._as_written(answered, function), answered.number if answered else 0),
        )

    def _where(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """Where the finding is: (words, address)."""
        facts, here = self.plan.facts, Choices(self.asked.municipality, plan_year=self.asked.year)
        mine = {goal.id for goal in facts.goals}
        if finding.assignment:
            yield "Till uppdragen", link(ASSIGNMENTS, here, body=facts.body.id)
        elif finding.goal in mine:
            yield "Till målets sida", link(GOAL, here, goal=finding.goal)
        volume = self.visit.catalogue.first_volume(facts.body.areas) if finding.rule is Rule.VOLUMES else None
        if volume:
            yield "Se volym och kostnad", link(RESOURCES, here, volume=volume.id, area=volume.area)
        if may_of_body(self.visit.person, Action.CHANGE_PLAN, self.asked.municipality, facts.body):
            goal = finding.goal if finding.goal in mine else None
            yield "Ändra i planen", link(PLAN, here, body=facts.body.id, goal=goal)

    def _goal(self, goal: str) -> GoalView:
        facts = self.plan.facts
        key = f"{plan_key(facts.body.id, facts.year)}/{goal}"
        entry = self.said.judgements.get(key)
        found = next(one for one in facts.goals if one.id == goal)
        form = self._form(goal, self._as_written(entry, self._own_function), entry.number if entry else 0)
        return GoalView(
            title=found.title,
            text=found.text,
            address=link(GOAL, Choices(self.asked.municipality, plan_year=self.asked.year), goal=goal),
            questions=tuple((name, words, form.typed.get(name, "")) for name, words in QUESTIONS.items()),
            judgement=entry.value if entry else None,
            form=form,
        )

    def _form(self, about: str, usual: Mapping[str, str], seen: int) -> FormView:
        if self.typed.get(ABOUT) != about:
            return FormView(about, usual, seen)
        seen = number_in(self.typed[SEEN]) if SEEN in self.typed else seen
        work = work_in(self.visit)
        return FormView(about, self.typed, seen, is_open=True, work=work, theirs=theirs_in(self.typed))

    def _as_written(self, entry: Entry[Any] | None, function: str) -> Mapping[str, str]:
        """ENTRY as its form has it; what another has written is hers, signed by FUNCTION, when she saves it."""
        is_hers = entry is not None and entry.created_by == self.visit.person.name
        found = typed_of(entry.value if entry else None)
        return found if is_hers else {**found, "funktion": function}

    @cached_property
    def _can_review(self) -> bool:
        return may(self.visit.person, Action.DECIDE_PLAN, municipality=self.asked.municipality)

    @cached_property
    def _own_function(self) -> str:
        """What she who asks has signed by last: most often the same again; '' where she has said nothing yet."""
        of = (self.said.answers, self.said.judgements, self.said.recommendations)
        said: list[Entry[Any]] = [one for entries in of for one in entries.values()]
        hers = (one for one in said if one.value and one.created_by == self.visit.person.name)
        newest = max(hers, key=lambda entry: entry.created_at, default=None)
        return str(newest.value.function) if newest and newest.value else ""


def _parts(finding: Finding) -> Iterator[tuple[str, bool]]:
    """The quote of FINDING in parts: (text, whether it is marked)."""
    at = 0
    for start, end in finding.marked:
        yield finding.quote[at:start], False
        yield finding.quote[start:end], True
        at = end
    yield finding.quote[at:], False
