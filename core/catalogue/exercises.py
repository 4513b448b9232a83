"""The exercises that can be run: what is asked, of whom, and how the answers are drawn. ``exercises.yaml`` has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from core.catalogue.entries import Entry, Slug, Text
from core.catalogue.loader import Fault, Location, read_checked

EXERCISES_FILE = Path(__file__).with_name("exercises.yaml")
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=40)]
Percent = Annotated[int, Field(ge=0, le=100)]


class Kind(StrEnum):
    """How a question is answered: one of an ordered set, one, any of several, or in words."""

    SCALE = "scale"
    CHOICE = "choice"
    SEVERAL = "several"
    TEXT = "text"


class Per(StrEnum):
    """What a section is asked about, once for each."""

    PERSON = "person"
    GOAL = "goal"
    INDICATOR = "indicator"


class Picture(StrEnum):
    """How the answers are drawn."""

    STACKED = "stacked"
    DIVERGING = "diverging"
    GROUPED = "grouped"
    TABLE = "table"
    COMPARED = "compared"
    # Written together by a room, and shown as it is written: the first section's questions are where notes stand.
    NOTES = "notes"
    FRONT_PAGE = "front_page"


class Source(StrEnum):
    """Where a choice's options come from, in place of the file."""

    PARTICIPANTS = "participants"
    AREAS = "areas"


class Fill(StrEnum):
    """What the program can answer itself: of a council goal from the chain, of an indicator from the catalogue."""

    MEASURABLE = "measurable"
    COMPARABLE = "comparable"
    AIMED = "aimed"
    INTERIM = "interim"
    TWO_YEARS = "two_years"
    INFLUENCE = "influence"
    CATEGORY = "category"
    USED = "used"


class AnswerSet(Entry):
    """Answers by id, from the least to the most. A share of yes is ``high`` among all who gave any of them."""

    options: dict[Id, Text]
    low: tuple[Id, ...] = ()
    high: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> AnswerSet:
        for one in (*self.low, *self.high):
            if one not in self.options:
                raise ValueError(f"{one} är inget av svaren")
        return self


class Question(Entry):
    """A question. ``options`` are its answers by id (none for a text), ``example`` what could make one answer yes."""

    id: Id
    kind: Kind
    text: Text
    answers: str = ""
    options: dict[Id, Text] = Field(default_factory=dict)
    from_: Source | None = Field(default=None, alias="from")
    example: str = ""
    fills: Fill | None = None
    low: tuple[Id, ...] = ()
    high: tuple[Id, ...] = ()


class Section(Entry):
    """Questions that stand on a page together, once for each of what they are ``per``."""

    title: Text
    per: Per = Per.PERSON
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class PublishedRow(Entry):
    """The share of yes (and of no) to a question once, of all or of who answered ``of`` to the choice ``group``."""

    question: Id
    option: str = ""
    group: str = ""
    of: str = ""
    high: Percent
    low: Percent | None = None


class Published(Entry):
    """Shares that stand beside this year's, and what they are called."""

    name: Text
    rows: tuple[PublishedRow, ...]


class Exercise(Entry):
    """An exercise or survey. ``groups`` are ids of choices whose answers are compared.

    ``is_about_us``: it is about the co-operation, so that how the pages are used belongs to it.
    """

    id: Slug
    title: Text
    purpose: Text
    who: Text
    time: Text
    steps: tuple[Text, ...]
    tips: tuple[Text, ...] = ()
    picture: Picture
    groups: tuple[Id, ...] = ()
    indicators: Annotated[str, StringConstraints(pattern="^(goals|kkik)$")] | None = None
    published: Published | None = None
    is_about_us: bool = False
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @property
    def questions(self) -> Iterator[Question]:
        """All of them, in order."""
        return (one for section in self.sections for one in section.questions)

    def question(self, key: str) -> Question:
        """That with the id KEY. Raises KeyError."""
        return {one.id: one for one in self.questions}[key]

    @property
    def is_live(self) -> bool:
        """Whether a room writes it together (``core.cycle.rooms``), in place of answering questions."""
        return self.picture in (Picture.NOTES, Picture.FRONT_PAGE)

    @property
    def per(self) -> Per:
        """What it is about: goals or indicators where any section is."""
        return next((one.per for one in self.sections if one.per is not Per.PERSON), Per.PERSON)


class _File(Entry):
    answers: dict[Slug, AnswerSet]
    exercises: tuple[Exercise, ...]


def load_exercises(file: Path = EXERCISES_FILE) -> Mapping[str, Exercise]:
    """The exercises of FILE by id, shared answers in place. Raises CatalogueError with every fault and its line."""
    found = read_checked(file, _File, _faults)
    return {one.id: _whole(one, found.answers) for one in found.exercises}


@cache
def default_exercises() -> Mapping[str, Exercise]:
    """Those that ship with the product, read once a process."""
    return load_exercises()


def _whole(exercise: Exercise, shared: Mapping[str, AnswerSet]) -> Exercise:
    sections = tuple(
        section.model_copy(update={"questions": tuple(_answered(one, shared) for one in section.questions)})
        for section in exercise.sections
    )
    return exercise.model_copy(update={"sections": sections})


def _answered(question: Question, shared: Mapping[str, AnswerSet]) -> Question:
    if not question.answers:
        return question
    found = shared[question.answers]
    return question.model_copy(update={"options": found.options, "low": found.low, "high": found.high})


def _faults(found: _File) -> Iterator[Fault]:
    for doubled, n in Counter(one.id for one in found.exercises).items():
        if n > 1:
            yield ("exercises",), f"{doubled} står två gånger"
    for i, exercise in enumerate(found.exercises):
        yield from _exercise_faults(exercise, ("exercises", i), found.answers)


def _exercise_faults(exercise: Exercise, at: Location, shared: Mapping[str, AnswerSet]) -> Iterator[Fault]:
    known: dict[str, Question] = {}
    for i, section in enumerate(exercise.sections):
        for j, one in enumerate(section.questions):
            where = (*at, "sections", i, "questions", j)
            if one.id in known:
                yield (*where, "id"), f"{one.id} frågas två gånger"
            known[one.id] = _answered(one, shared) if one.answers in shared else one
            yield from _question_faults(one, where, shared)
        if section.per is Per.INDICATOR and exercise.indicators is None:
            yield (*at, "sections", i, "per"), "övningen säger inte vilka indikatorer (indicators: goals eller kkik)"
    if exercise.is_live:
        yield from _room_faults(exercise, at)
    for i, group in enumerate(exercise.groups):
        if group not in known or known[group].kind is not Kind.CHOICE:
            yield (*at, "groups", i), f"{group} är inget val som övningen frågar efter"
    for i, row in enumerate(exercise.published.rows if exercise.published else ()):
        yield from _published_faults(row, (*at, "published", "rows", i), exercise, known)


def _room_faults(exercise: Exercise, at: Location) -> Iterator[Fault]:
    if len(exercise.sections) != 2:
        yield (*at, "sections"), "ett rum har två avsnitt: var det skrivs, och vad ni kommer fram till"
    for i, section in enumerate(exercise.sections):
        for j, one in enumerate(section.questions):
            if one.kind is not Kind.TEXT:
                yield (*at, "sections", i, "questions", j, "kind"), f"{one.id} skrivs av ett rum och besvaras med text"


def _question_faults(one: Question, where: Location, shared: Mapping[str, AnswerSet]) -> Iterator[Fault]:
    ways: list[Any] = [one.answers, one.options, one.from_]
    if one.kind is Kind.TEXT and any(ways):
        yield where, f"{one.id} besvaras med text och har inga svar att välja bland"
    if one.kind is not Kind.TEXT and sum(map(bool, ways)) != 1:
        yield where, f"{one.id} ska ha ett av answers, options och from"
    if one.answers and one.answers not in shared:
        yield (*where, "answers"), f"okänd svarsuppsättning {one.answers}"


def _published_faults(
    row: PublishedRow, where: Location, exercise: Exercise, known: Mapping[str, Question]
) -> Iterator[Fault]:
    if row.question not in known:
        yield (*where, "question"), f"okänd fråga {row.question}"
    elif row.option and row.option not in known[row.question].options:
        yield (*where, "option"), f"okänt svar {row.option}"
    if bool(row.group) != bool(row.of) or (row.group and row.group not in exercise.groups):
        yield (*where, "group"), f"{row.group or row.of} är ingen grupp som jämförs"
