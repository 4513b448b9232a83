"""What people say in a plan review: answers to findings, their own judgements of goals, and recommendations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from core.goals.models import plan_key
from core.state.entries import Entries, Entry


class Reply(StrEnum):
    """What a committee does about a finding."""

    MENDED = "åtgärdas"
    INTENDED = "avsiktligt"


class Step(StrEnum):
    """The three steps of what people judge."""

    YES = "ja"
    PARTLY = "delvis"
    NO = "nej"


class Outcome(StrEnum):
    """What has become of a recommendation a year later."""

    DONE = "åtgärdad"
    PARTLY = "delvis åtgärdad"
    NOT_DONE = "inte åtgärdad"


@dataclass(frozen=True)
class Answer:
    """A committee's answer to a finding. ``about`` is what the finding said then, ``goal`` what its goal was called."""

    reply: Reply
    text: str
    function: str
    on: date
    about: str
    goal: str = ""


# What only people can judge of a goal: the field, and the question.
QUESTIONS: Mapping[str, str] = {
    "text": "Handlar texten om målet?",
    "indicators": "Mäter indikatorerna det texten säger?",
    "milestones": "Är etappmålen rimliga att nå och värda att nå?",
}


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says of a goal: a step for each of QUESTIONS (None: not judged yet), and a comment."""

    text: Step | None
    indicators: Step | None
    milestones: Step | None
    comment: str
    function: str
    on: date

    def step(self, question: str) -> Step | None:
        """The answer to QUESTION, one of the keys of QUESTIONS."""
        found: Step | None = getattr(self, question)
        return found


@dataclass(frozen=True)
class Recommendation:
    """What the reviewers recommend BODY when its plan of YEAR is reviewed; next year, what has become of it."""

    body: str
    year: int
    text: str
    function: str
    on: date
    outcome: Outcome | None = None
    outcome_on: date | None = None


ANSWERS = Entries("svar i avstämning", Answer)
JUDGEMENTS = Entries("bedömning av mål", Judgement)
RECOMMENDATIONS = Entries("rekommendation", Recommendation)


@dataclass(frozen=True, eq=False)
class ReviewBook:
    """All that a municipality's reviews have, by key: plan/finding, plan/goal, plan/id."""

    answers: Mapping[str, Entry[Answer]]
    judgements: Mapping[str, Entry[Judgement]]
    recommendations: Mapping[str, Entry[Recommendation]]

    def of_plan(self, body: str, year: int) -> Mapping[str, Entry[Answer]]:
        """The answers of BODY's plan of YEAR by the finding's key, also to findings that are gone."""
        start = f"{plan_key(body, year)}/"
        return {key.removeprefix(start): one for key, one in self.answers.items() if key.startswith(start)}

    def recommended(self, body: str, year: int) -> list[Entry[Recommendation]]:
        """What BODY was recommended in the review of YEAR, in the order that it was written."""
        start = f"{plan_key(body, year)}/"
        return [one for key, one in self.recommendations.items() if key.startswith(start)]


def read_reviews(connection: Connection, municipality: str) -> ReviewBook:
    """All of MUNICIPALITY's. Who may read it is asked for by whoever asks."""
    return ReviewBook(
        {one.key: one for one in ANSWERS.current(connection, municipality)},
        {one.key: one for one in JUDGEMENTS.current(connection, municipality)},
        {one.key: one for one in RECOMMENDATIONS.current(connection, municipality)},
    )
