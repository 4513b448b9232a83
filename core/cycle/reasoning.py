"""What an analysis says: whether the figure is right, its causes, the conclusion. Rights in front, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.access.rights import Action, require
from core.catalogue.models import Influence
from core.cycle.analysing import Analysing
from core.cycle.book import CHECKS, CLAIMS, CONCLUSIONS, DEVIATIONS, MEASURES, CycleBook
from core.cycle.models import (
    Check,
    Claim,
    Conclusion,
    Deviation,
    Heading,
    HypothesisVerdict,
    MeasuringQuestion,
)
from core.cycle.working import LONGEST_TEXT, LONGEST_TITLE, MOST_OF_ONE, READ_AGAIN, CycleError, Typed, Writing, last_of
from core.goals.models import new_id
from core.state.database import reading
from core.state.entries import Entries, Entry, Save
from core.tabular.fields import Field, checked_fields, choice_field, day_field, text_field

# Causes of causes: so deep, and no deeper.
DEEPEST = 6


@dataclass(frozen=True)
class Reasoning(Analysing):
    """The analyses of a municipality's deviations, and who writes in them. All raise StateError, NotAllowedError."""

    def check(self, deviation: str, typed: Typed, seen: int) -> Save:
        """Let the figure of DEVIATION be checked as TYPED: for each ``MeasuringQuestion`` by its place (q0 …) "ja" or
        nothing, and a few words by w0 …; comment. By the owner's function. Raises CycleError, FieldsError,
        OvertakenError.
        """
        with self.writing() as at:
            one = self.held(at.book, deviation)
            found = checked_fields(_CHECK, **typed)
            asked = list(enumerate(MeasuringQuestion))
            words = ((question, found[f"w{n}"].strip()) for n, question in asked)
            made = Check(
                self.today,
                one.owner or self.by.role.value,
                tuple(question for n, question in asked if typed.get(f"q{n}")),
                tuple((question, text) for question, text in words if text),
                found["comment"].strip(),
            )
            return self.put(at, CHECKS, deviation, made, seen=seen)

    def claim(self, deviation: str, typed: Typed, key: str = "", seen: int = 0) -> tuple[str, Save]:
        """Let DEVIATION have a cause as TYPED, or its cause KEY be so; the cause's id.

        TYPED: text, heading, influence; parent (an id), and for a hypothesis verdict, prediction, evidence, found,
        responsible, answer_by, which may be empty. A conclusion that rests on it is assumed or not by its verdict.
        Raises CycleError, FieldsError, OvertakenError.
        """
        with self.writing() as at:
            one = self.held(at.book, deviation)
            held = {claim.id: claim for claim in at.book.claims_of(deviation)}
            if key and key not in held:
                raise CycleError("Orsaken finns inte längre.", READ_AGAIN)
            if not key and len(held) >= MOST_OF_ONE:
                raise CycleError(f"Det finns redan {MOST_OF_ONE} orsaker.", "Ta bort någon av dem först.")
            found = _claim_in(typed)
            before = held.get(key)
            if found["answer_by"] != (before.answer_by if before else None):
                self._require_in_time(found["answer_by"], one)
            made = Claim(key or new_id(), deviation, **found)
            _require_no_circle(made, held)
            save = self.put(at, CLAIMS, made.id, made, seen=seen if key else None)
            self._follow(at, deviation, {**held, made.id: made})
            return made.id, save

    def remove_claim(self, key: str, seen: int) -> Save:
        """Take the cause KEY away, which has none under it; a conclusion rests on it no more. Raises as ``claim``."""
        with self.writing() as at:
            claim = at.book.claims.get(key)
            if claim is None:
                raise CycleError("Orsaken finns inte längre.", READ_AGAIN)
            self.held(at.book, claim.deviation)
            held = {one.id: one for one in at.book.claims_of(claim.deviation) if one.id != key}
            if any(one.parent == key for one in held.values()):
                raise CycleError("Orsaken har andra under sig.", "Flytta eller ta bort dem först.")
            save = self.put(at, CLAIMS, key, None, seen=seen)
            self._follow(at, claim.deviation, held)
            return save

    def conclude(self, deviation: str, typed: Typed, seen: int) -> Save:
        """Let DEVIATION have a conclusion as TYPED: text, rests_on (ids of causes with spaces between).

        What is published stays so: readers see the new text. Raises CycleError, FieldsError, OvertakenError.
        """
        with self.writing() as at:
            self.held(at.book, deviation)
            text = checked_fields(_CONCLUSION, **typed)["text"].strip()
            held = {claim.id: claim for claim in at.book.claims_of(deviation)}
            rests_on = tuple(key for key in held if key in typed.get("rests_on", "").split())
            made = Conclusion(text, self.today, rests_on, _is_assumed(rests_on, held))
            return self.put(at, CONCLUSIONS, deviation, made, seen=seen)

    def publish(self, deviation: str, seen: int) -> Save:
        """Let everybody see the conclusion of DEVIATION, and the figure that it is about. Raises as ``conclude``."""
        with self.writing() as at:
            one, made = self.held(at.book, deviation), self._concluded(at.book, deviation)
            self.put(at, CONCLUSIONS, deviation, made, seen=seen, is_public=True)
            return self.put(at, DEVIATIONS, deviation, one, is_public=True)

    def unpublish(self, deviation: str, seen: int) -> Save:
        """Let only those who work see the conclusion of DEVIATION again. Raises as ``conclude``."""
        with self.writing() as at:
            one, made = self.held(at.book, deviation), self._concluded(at.book, deviation)
            self.put(at, CONCLUSIONS, deviation, None, seen=seen, is_public=True)
            self.put(at, CONCLUSIONS, deviation, made, is_public=False)
            self.put(at, DEVIATIONS, deviation, None, is_public=True)
            return self.put(at, DEVIATIONS, deviation, one, is_public=False)

    def versions(self, deviation: str, book: CycleBook) -> Mapping[str, list[Entry[Any]]]:
        """All versions of what BOOK has of DEVIATION, by kind, newest first. Raises NotAllowedError."""
        require(self.by, Action.READ_PLANS, municipality=self.municipality)
        claims = [one.id for one in book.claims_of(deviation)]
        measures = [one.id for one in book.measures.values() if one.deviation == deviation]
        own: tuple[Entries[Any], ...] = (DEVIATIONS, CHECKS, CONCLUSIONS)
        keys: dict[Entries[Any], list[str]] = {**{of: [deviation] for of in own}, CLAIMS: claims, MEASURES: measures}
        with reading(self.engine) as connection:
            return {of.kind: of.versions(connection, self.municipality, some) for of, some in keys.items()}

    def undo_save(self, batch: str) -> int:
        """Let what was before the save BATCH of an analysis hold again; how many things came back."""

        def may_undo(kind: str, key: str, book: CycleBook) -> None:
            if kind == MEASURES.kind:
                measure = book.measures.get(key)
                self.require(Action.CHANGE_MEASURE, measure.area if measure else "")
                return
            claim = book.claims.get(key) or last_of(self.history(CLAIMS, key))
            one = book.deviations.get(claim.deviation if kind == CLAIMS.kind and claim else key)
            self.require(Action.ANALYSE, one.area if one else "")

        kinds: tuple[Entries[Any], ...] = (DEVIATIONS, CHECKS, CLAIMS, CONCLUSIONS, MEASURES)
        return self.undo(batch, may_undo, kinds)

    def _concluded(self, book: CycleBook, deviation: str) -> Conclusion:
        if deviation not in book.conclusions:
            raise CycleError("Det finns ingen slutsats än.", "Skriv den först.", field="text")
        return book.conclusions[deviation]

    def _follow(self, at: Writing, deviation: str, held: Mapping[str, Claim]) -> None:
        """Let the conclusion of DEVIATION rest on what is HELD of its causes, and be assumed by their verdicts."""
        made = at.book.conclusions.get(deviation)
        if made is None:
            return
        rests_on = tuple(key for key in made.rests_on if key in held)
        now = replace(made, rests_on=rests_on, is_assumed=_is_assumed(rests_on, held))
        if now != made:
            self.put(at, CONCLUSIONS, deviation, now)

    def _require_in_time(self, day: date | None, one: Deviation) -> None:
        """Raise CycleError where DAY has been, or is after the day by which ONE is to be concluded."""
        self.require_later(day, "answer_by")
        if day and one.conclude_by and one.conclude_by >= self.today and day > one.conclude_by:
            what = f"Svaret kommer efter slutsatsen, som ska vara klar {one.conclude_by}."
            raise CycleError(what, "Välj en tidigare dag, eller flytta slutsatsen.", field="answer_by")


def _is_assumed(rests_on: tuple[str, ...], held: Mapping[str, Claim]) -> bool:
    """Whether a hypothesis among what a conclusion RESTS_ON is not supported."""
    return any(held[key].verdict not in (None, HypothesisVerdict.SUPPORTED) for key in rests_on)


def _claim_in(typed: Typed) -> dict[str, Any]:
    """The fields of a claim as TYPED: those of a hypothesis only where it is one."""
    found = checked_fields(_CLAIM, **typed)
    # Members of enumerations are texts too.
    told = {name: value.strip() if type(value) is str else value for name, value in found.items()}
    verdict = told.pop("verdict") or None
    if verdict is None and any(told[name] for name in ("prediction", "evidence", "found", "answer_by")):
        verdict = HypothesisVerdict.OPEN
    if verdict in (HypothesisVerdict.SUPPORTED, HypothesisVerdict.REFUTED) and not told["found"]:
        word = "styrks" if verdict is HypothesisVerdict.SUPPORTED else "förkastas"
        raise CycleError(f"Det saknas vad som gör att den {word}.", "Skriv vad ni fann.", field="found")
    return {**told, "verdict": verdict, "parent": typed.get("parent", "").strip() or None}


def _require_no_circle(made: Claim, held: Mapping[str, Claim]) -> None:
    """Raise CycleError where MADE hangs under what is not there, under itself, or too deep."""
    above = made.parent
    for _ in range(DEEPEST):
        if above is None:
            return
        if above == made.id:
            raise CycleError("En orsak kan inte ligga under sig själv.", "Välj en annan.", field="parent")
        if above not in held:
            raise CycleError("Orsaken som den ska ligga under finns inte.", "Välj en annan.", field="parent")
        above = held[above].parent
    raise CycleError(f"Orsaker kan ligga i högst {DEEPEST} led.", "Lägg den högre upp.", field="parent")


def _verdict_field() -> Field:
    """The verdict on a hypothesis; '' for what is none."""
    whole = choice_field("Svar", {one: one.value for one in HypothesisVerdict})
    return Field("Svar", lambda value: whole.read(value) if value else "", is_needed=False)


_CHECK = {
    **{f"w{n}": text_field(f"{one.value}", LONGEST_TITLE, is_needed=False) for n, one in enumerate(MeasuringQuestion)},
    "comment": text_field("Kommentar", LONGEST_TEXT, is_needed=False, has_lines=True),
}
_CLAIM = {
    "text": text_field("Orsak", LONGEST_TITLE),
    "heading": choice_field("Slags orsak", {one: one.value for one in Heading}),
    "influence": choice_field("Påverkan", {one: one.value for one in Influence}),
    "verdict": _verdict_field(),
    "prediction": text_field("Om det stämmer", LONGEST_TEXT, is_needed=False, has_lines=True),
    "evidence": text_field("Vi tittar i", LONGEST_TEXT, is_needed=False, has_lines=True),
    "found": text_field("Vi fann", LONGEST_TEXT, is_needed=False, has_lines=True),
    "responsible": text_field("Ansvarig", LONGEST_TITLE, is_needed=False),
    "answer_by": day_field("Svar senast", is_needed=False),
}
_CONCLUSION = {"text": text_field("Slutsats", LONGEST_TEXT, has_lines=True)}
