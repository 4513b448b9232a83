"""What is said in a plan review is kept: rights, checks and versions in front. Nothing is overwritten or removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from core.access.entering import Entering
from core.access.rights import Action
from core.errors import NyckeltalError
from core.goals.judged import (
    ANSWERS,
    JUDGEMENTS,
    QUESTIONS,
    RECOMMENDATIONS,
    Answer,
    Judgement,
    Outcome,
    Recommendation,
    Reply,
    ReviewBook,
    Step,
    read_reviews,
)
from core.goals.models import Body, plan_key
from core.goals.rights import require_of_body
from core.state.database import reading, writing
from core.state.entries import Entries, as_made, save_of, undo
from core.state.versions import VersionError
from core.tabular.fields import checked_fields, has_content, text_field

LONGEST_TEXT, LONGEST_FUNCTION = 2000, 120
_GONE = "Läs in sidan igen."

V = TypeVar("V")


class ReviewError(NyckeltalError):
    """Something cannot be said in a review as it was asked for."""


@dataclass(frozen=True)
class Saved:
    """What a save made: which kind of thing, by which key, and what undoes it."""

    kind: str
    key: str
    batch: str


@dataclass(frozen=True)
class Reviewing(Entering):
    """The reviews of MUNICIPALITY, and who writes in them when. All raise StateError and NotAllowedError."""

    def book(self) -> ReviewBook:
        """All that is said."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            return read_reviews(connection, self.municipality)

    def answer(self, body: Body, year: int, finding: str, answer: Answer | None, seen: int | None = None) -> Saved:
        """Let ANSWER be BODY's to FINDING (a key) in its plan of YEAR; None takes it back. Raises OvertakenError."""
        require_of_body(self.by, Action.CHANGE_PLAN, self.municipality, body)
        return self._put(ANSWERS, f"{plan_key(body.id, year)}/{finding}", answer, seen)

    def judge(self, body: Body, year: int, goal: str, judgement: Judgement, seen: int | None = None) -> Saved:
        """Let JUDGEMENT be that of GOAL (an id) in BODY's plan of YEAR. Raises OvertakenError."""
        self._require_reviewer()
        return self._put(JUDGEMENTS, f"{plan_key(body.id, year)}/{goal}", judgement, seen)

    def recommend(self, key: str, said: Recommendation | None, seen: int | None = None) -> Saved:
        """Let SAID be the recommendation KEY; None takes it back. Raises OvertakenError."""
        self._require_reviewer()
        return self._put(RECOMMENDATIONS, key, said, seen)

    def follow_up(self, key: str, outcome: Outcome | None, seen: int | None = None) -> Saved:
        """Say what has become of the recommendation KEY. Raises ReviewError where there is none, OvertakenError."""
        self._require_reviewer()
        with writing(self.engine) as session:
            found = RECOMMENDATIONS.newest(session, self.municipality, key)
            if found is None or found.value is None:
                raise ReviewError("Rekommendationen finns inte.", _GONE)
            on = self.today if outcome else None
            said = replace(found.value, outcome=outcome, outcome_on=on)
            return self._put_in(session, RECOMMENDATIONS, key, said, seen)

    def undo(self, saved: Saved, body: Body | None) -> None:
        """Let what was before SAVED hold again; BODY is whose plan its key names.

        Raises OvertakenError, VersionError for what is not there.
        """
        of = {one.kind: one for one in (ANSWERS, JUDGEMENTS, RECOMMENDATIONS)}.get(saved.kind)
        if of is ANSWERS and body is not None:
            require_of_body(self.by, Action.CHANGE_PLAN, self.municipality, body)
        else:
            self._require_reviewer()
        with writing(self.engine) as session:
            newest = of.newest(session, self.municipality, saved.key) if of else None
            if newest is None or newest.batch != saved.batch:
                raise VersionError("Det som skulle ångras finns inte, eller är ändrat sedan dess.", _GONE)
            undo(session, self.municipality, saved.batch, self.by, self.now)

    def _require_reviewer(self) -> None:
        self.require(Action.DECIDE_PLAN)

    def _put(self, of: Entries[V], key: str, value: V | None, seen: int | None) -> Saved:
        with writing(self.engine) as session:
            return self._put_in(session, of, key, value, seen)

    def _put_in(self, session: Session, of: Entries[V], key: str, value: V | None, seen: int | None = None) -> Saved:
        save = save_of(self.by, self.now)
        of.put(session, self.municipality, key, value, save, seen=seen, is_public=False)
        return Saved(of.kind, key, as_made(session, save).batch)


def read_answer(typed: Mapping[str, str], about: str, goal: str, on: date) -> Answer:
    """The answer that is TYPED (svar, text, funktion) to what a finding says. Raises FieldsError, ReviewError."""
    if typed.get("svar") not in list(Reply):
        raise ReviewError("Svaret saknas.", "Välj om det åtgärdas eller är avsiktligt.")
    reply = Reply(typed["svar"])
    is_intended = reply is Reply.INTENDED
    said = _texts(typed, {"text": "Skäl" if is_intended else "Vad som görs"}, is_needed=is_intended)
    return Answer(reply, said["text"], said["funktion"], on, about, goal)


def read_judgement(typed: Mapping[str, str], on: date) -> Judgement:
    """The judgement that is TYPED (each of QUESTIONS, kommentar, funktion). Raises FieldsError, ReviewError."""
    steps = {name: Step(typed[name]) if typed.get(name) in list(Step) else None for name in QUESTIONS}
    said = _texts(typed, {"kommentar": "Kommentar"}, is_needed=False)
    if not any(steps.values()) and not said["kommentar"]:
        raise ReviewError("Inget är bedömt.", "Välj minst ett svar, eller skriv en kommentar.")
    return Judgement(**steps, comment=said["kommentar"], function=said["funktion"], on=on)


def read_recommendation(
    typed: Mapping[str, str], body: str, year: int, on: date, before: Recommendation | None
) -> Recommendation | None:
    """The recommendation that is TYPED (text, funktion), in place of the one BEFORE; None where all is blank."""
    if before is not None and not has_content(typed.get("text", "")):
        return None
    said = _texts(typed, {"text": "Rekommendation"})
    if before is None:
        return Recommendation(body, year, said["text"], said["funktion"], on)
    return replace(before, text=said["text"], function=said["funktion"], on=on)


def _texts(typed: Mapping[str, str], labels: Mapping[str, str], *, is_needed: bool = True) -> dict[str, Any]:
    form = {
        name: text_field(label, LONGEST_TEXT, is_needed=is_needed, has_lines=True) for name, label in labels.items()
    }
    form["funktion"] = text_field("Funktion", LONGEST_FUNCTION)
    found = checked_fields(form, **{name: typed.get(name, "") for name in form})
    return {name: text.strip() for name, text in found.items()}


def typed_of(value: Answer | Judgement | Recommendation | None) -> dict[str, str]:
    """VALUE as it would have been typed in its form."""
    match value:
        case Answer():
            return {"svar": value.reply, "text": value.text, "funktion": value.function}
        case Judgement():
            steps = {name: step.value if (step := value.step(name)) else "" for name in QUESTIONS}
            return {**steps, "kommentar": value.comment, "funktion": value.function}
        case Recommendation():
            return {"text": value.text, "funktion": value.function}
    return {}
