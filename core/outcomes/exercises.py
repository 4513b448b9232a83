"""What an exercise asks in a municipality, page by page, and what its answers come to when it is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from core.catalogue import Catalogue
from core.catalogue.exercises import Exercise, Kind, Per, Question, Section, Source
from core.cycle.exercises import Item, Run, Way
from core.goals.models import Level
from core.outcomes.chain import AskedChain, chain_of, served_goals, standing_year
from core.outcomes.figures import Figures
from core.signals.shown_groups import FEWEST, shown_groups, shown_parts

# Indicators that stand on a page together: each has one question.
_ON_A_PAGE = 8
_SUPPRESSIONS_KEPT = 4000
UNSAID = "Ej angivet"

# What one person has answered, by field.
Given = Mapping[str, Any]


@dataclass(frozen=True)
class AskedField:
    """A question as it is asked once: ``name`` is its field, ``about`` the goal or indicator ('' for none)."""

    name: str
    question: Question
    options: Mapping[str, str]
    about: str = ""


@dataclass(frozen=True)
class AskedPage:
    """What stands on one page: under each heading its fields."""

    title: str
    parts: tuple[tuple[str, tuple[AskedField, ...]], ...]

    @property
    def fields(self) -> tuple[AskedField, ...]:
        """All of them, in order."""
        return tuple(one for _, fields in self.parts for one in fields)


@dataclass(frozen=True)
class Bar:
    """How COUNT persons have answered: ``counts`` by option. ``name`` is their group, '' for all."""

    name: str
    count: int
    counts: tuple[int, ...]
    key: str = ""

    def share(self, options: Sequence[int]) -> float:
        """The share (0-1) of the answers that are OPTIONS, by place."""
        given = sum(self.counts)
        return sum(self.counts[n] for n in options) / given if given else 0.0

    def part(self, option: int, question: Question) -> float:
        """The share (0-1) that is OPTION, by place: of all answers to QUESTION, or of those who may choose several."""
        whole = self.count if question.kind is Kind.SEVERAL else sum(self.counts)
        return self.counts[option] / whole if whole else 0.0


@dataclass(frozen=True)
class Groups:
    """The bars of the groups that may be shown, the choice (an id) that they are ``by``, and the others' names."""

    by: str
    bars: tuple[Bar, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class Earlier:
    """A share in per cent, of yes and of no, from ``when``: published, or of the last time."""

    when: str
    high: float
    low: float | None = None


@dataclass(frozen=True)
class Answered:
    """A question's answers: of all, and by each choice that the exercise compares.

    ``about`` are the same by goal or indicator, of all, without ``unseen`` ones that may not be shown. Without ``bars``
    there are too few to be shown. ``last`` is how all answered the last time, ``earlier`` what was published, by the
    group's key ('' for all) and option.
    """

    question: Question
    options: Mapping[str, str]
    bars: tuple[Bar, ...]
    groups: tuple[Groups, ...] = ()
    about: tuple[Bar, ...] = ()
    texts: tuple[str, ...] = ()
    last: Bar | None = None
    earlier: Mapping[tuple[str, str], Earlier] | None = None
    unseen: int = 0

    @property
    def high(self) -> tuple[int, ...]:
        """The places of the answers that count as yes; the last of an ordered set that names none."""
        return self._places(self.question.high)

    @property
    def low(self) -> tuple[int, ...]:
        """The places of those that count as no."""
        return self._places(self.question.low)

    def _places(self, named: Sequence[str]) -> tuple[int, ...]:
        return tuple(n for n, one in enumerate(self.options) if one in named)


@dataclass(frozen=True)
class Results:
    """What a closed run comes to: how many answered, and each section's questions."""

    run: Run
    exercise: Exercise
    count: int
    sections: tuple[tuple[str, tuple[Answered, ...]], ...]
    last: Run | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether too few have answered for anything to be shown."""
        return self.count < fewest_of(self.run)

    def answered(self, key: str) -> Answered | None:
        """The question KEY; None for one that it does not have."""
        return next((one for _, some in self.sections for one in some if one.question.id == key), None)


def is_secret(run: Run) -> bool:
    """Whether nobody may know who has answered RUN: one who answers for the municipality is no secret."""
    return run.way is not Way.ALONE


def fewest_of(run: Run) -> int:
    """How many have to have answered for RUN's answers to be shown."""
    return FEWEST if is_secret(run) else 1


def items_of(figures: Figures, municipality: str, exercise: Exercise) -> tuple[Item, ...]:
    """What EXERCISE is about in MUNICIPALITY now: council goals of the decided plan, or indicators; () for neither."""
    if exercise.per is Per.GOAL:
        year = standing_year(figures, figures.goals_of(municipality))
        goals = chain_of(figures, AskedChain(municipality, year)).goals.values() if year else ()
        return tuple(Item(one.goal.id, one.goal.title) for one in goals if one.goal.level is Level.COUNCIL)
    if exercise.per is Per.INDICATOR:
        served = served_goals(figures, municipality)
        return tuple(
            Item(one.kpi, one.name)
            for one in figures.catalogue.indicators
            if (one.kkik if exercise.indicators == "kkik" else one.kpi in served)
        )
    return ()


def asked_pages(exercise: Exercise, items: Sequence[Item], catalogue: Catalogue) -> tuple[AskedPage, ...]:
    """What EXERCISE asks about ITEMS, in the order that it is asked."""
    return tuple(_pages(exercise, items, catalogue))


def _pages(exercise: Exercise, items: Sequence[Item], catalogue: Catalogue) -> Iterator[AskedPage]:
    for per, sections in groupby(exercise.sections, key=lambda one: one.per):
        if per is Per.PERSON:
            for one in sections:
                yield AskedPage(one.title, (("", _fields(one, None, catalogue)),))
        elif per is Per.GOAL:
            together = list(sections)
            for item in items:
                yield AskedPage(item.name, tuple((one.title, _fields(one, item, catalogue)) for one in together))
        else:
            for section in sections:
                for n in range(0, len(items), _ON_A_PAGE):
                    some = items[n : n + _ON_A_PAGE]
                    yield AskedPage(section.title, tuple((one.name, _fields(section, one, catalogue)) for one in some))


def _fields(section: Section, item: Item | None, catalogue: Catalogue) -> tuple[AskedField, ...]:
    return tuple(
        AskedField(field_of(one, item), one, options_of(one, catalogue), item.name if item else "")
        for one in section.questions
    )


def field_of(question: Question, item: Item | None) -> str:
    """What QUESTION about ITEM is kept by."""
    return f"{question.id}.{item.id}" if item else question.id


def options_of(question: Question, catalogue: Catalogue) -> Mapping[str, str]:
    """QUESTION's answers by id."""
    if question.from_ is Source.PARTICIPANTS:
        return {one.id: one.name for one in catalogue.participants}
    if question.from_ is Source.AREAS:
        return {one.id: one.name for one in catalogue.areas}
    return question.options


def results_of(
    run: Run,
    exercise: Exercise,
    given: Sequence[Given],
    catalogue: Catalogue,
    before: tuple[Run, Sequence[Given]] | None = None,
) -> Results:
    """What GIVEN, all answers to RUN of EXERCISE, comes to; BEFORE is the last time with its answers.

    Whatever is shown has ``fewest_of`` persons behind it, and so has each difference (``shown_groups``).
    """
    earlier = tuple(with_filled(before[0], one) for one in before[1]) if before else ()
    last = before[0] if before else None
    counting = _Counting(run, exercise, tuple(with_filled(run, one) for one in given), catalogue, last, earlier)
    sections = []
    for section in exercise.sections:
        of = run.items if section.per is not Per.PERSON else ()
        if found := tuple(counting.answered(one, of) for one in section.questions if one.id not in exercise.groups):
            sections.append((section.title, found))
    return Results(run, exercise, len(given), tuple(sections), last)


def with_filled(run: Run, given: Given) -> Given:
    """GIVEN with what the program has filled in where nothing else was answered."""
    filled = {name: list(one) if len(one) > 1 else one[0] for name, one in (run.filled or {}).items() if one}
    return {**filled, **given}


@dataclass(frozen=True, eq=False)
class _Counting:
    """What the answers to a question depend on: all that were GIVEN to RUN, and EARLIER to the LAST one."""

    run: Run
    exercise: Exercise
    given: Sequence[Given]
    catalogue: Catalogue
    last: Run | None
    earlier: Sequence[Given]

    def answered(self, question: Question, items: Sequence[Item]) -> Answered:
        """QUESTION's answers, about each of ITEMS where there are any."""
        options, fields = options_of(question, self.catalogue), _fields_of(question, items)
        who = [one for one in self.given if any(field in one for field in fields)]
        fewest = fewest_of(self.run)
        if len(who) < fewest:
            return Answered(question, options, ())
        if question.kind is Kind.TEXT:
            # In an order of their own, so that two texts of one person do not stand at the same place.
            texts = sorted(str(one[field]) for one in who for field in fields if field in one)
            return Answered(question, options, (Bar("", len(who), ()),), texts=tuple(texts))
        groups = self._groups(question, options, who) if not items else ()
        about = [_bar(options, who, [field_of(question, one)], one.name, one.id) for one in items]
        seen = shown_parts(
            {one.id: [n for n, given in enumerate(who) if field_of(question, one) in given] for one in items}, fewest
        )
        return Answered(
            question,
            options,
            (_bar(options, who, fields, "Alla"),),
            groups,
            tuple(one for one in about if one.key in seen),
            last=self._last(question, options, is_about=bool(items)),
            earlier=_published(self.exercise, question),
            unseen=sum(one.count > 0 and one.key not in seen for one in about),
        )

    def _last(self, question: Question, options: Mapping[str, str], *, is_about: bool) -> Bar | None:
        """How all answered QUESTION the last time; None where that was not shown then."""
        if self.last is None:
            return None
        fields = _fields_of(question, self.last.items if is_about else ())
        who = [one for one in self.earlier if any(field in one for field in fields)]
        if len(who) < fewest_of(self.last):
            return None
        return _bar(options, who, fields, f"Förra gången, {self.last.closed_on}")

    def _groups(self, question: Question, options: Mapping[str, str], who: Sequence[Given]) -> tuple[Groups, ...]:
        """How each group of WHO has answered QUESTION."""
        if fewest_of(self.run) == 1:
            return ()
        told = {group: tuple(str(one.get(group, "")) for one in who) for group in self.exercise.groups}
        # Where all are of one group it is the total again.
        told = {group: members for group, members in told.items() if len(set(members)) > 1}
        shown, found = _shown(tuple(told.items())), []
        for group, members in told.items():
            names = {**options_of(self.exercise.question(group), self.catalogue), "": UNSAID}
            of = {key: [one for one, mine in zip(who, members, strict=True) if mine == key] for key in names}
            some = shown[group]
            bars = [_bar(options, of[key], [question.id], names[key], key or UNSAID) for key in names if key in some]
            hidden = tuple(name for key, name in names.items() if of[key] and key not in some)
            found.append(Groups(group, tuple(bars), hidden))
        return tuple(found)


def _fields_of(question: Question, items: Sequence[Item]) -> list[str]:
    return [field_of(question, one) for one in items] or [question.id]


@lru_cache(maxsize=_SUPPRESSIONS_KEPT)
def _shown(told: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, frozenset[str]]:
    return shown_groups(dict(told))


def _bar(options: Mapping[str, str], who: Sequence[Given], fields: Sequence[str], name: str, key: str = "") -> Bar:
    given = [one[field] for one in who for field in fields if field in one]
    counts = tuple(
        sum(option in one if isinstance(one, list) else option == one for one in given) for option in options
    )
    return Bar(name, sum(any(field in one for field in fields) for one in who), counts, key)


def _published(exercise: Exercise, question: Question) -> dict[tuple[str, str], Earlier] | None:
    if exercise.published is None:
        return None
    return {
        (row.of, row.option): Earlier(exercise.published.name, row.high, row.low)
        for row in exercise.published.rows
        if row.question == question.id
    }
