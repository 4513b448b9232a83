"""What is done to proposals: weighed, voted about, decided, and told to others when they have helped."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.access.rights import Action
from core.cycle.book import EXAMPLES, MEASURES, VOTES, CycleBook
from core.cycle.models import Answer, GoodExample, Measure, MeasureDecision, Vote
from core.cycle.priorities import LEAST, MOST, tallied
from core.cycle.working import LONGEST_TEXT, LONGEST_TITLE, READ_AGAIN, CycleError, Typed, Working, Writing
from core.goals.book import BODIES
from core.goals.models import Decision
from core.signals.effects import Effect
from core.state.ballots import MOST_CODES, answers, make_codes, replace_codes
from core.state.entries import Save, as_made
from core.tabular.faults import cut
from core.tabular.fields import checked_fields, choice_field, day_field, text_field, whole_field
from core.words.formats import number

LONGEST_PARAGRAPH = 20
# A phone's page holds so many proposals; the median of one answer is that answer.
MOST_VOTED, FEWEST_VOTERS = 20, 2


@dataclass(frozen=True)
class Estimate:
    """An effort and an effect as they were typed, and both as they stood when the form was drawn ('' for none)."""

    effort: str
    effect: str
    drawn: tuple[str, str]


@dataclass(frozen=True)
class Deciding(Working):
    """The proposals of a municipality, and who decides about them when. All raise StateError and NotAllowedError."""

    def decide(self, key: str, typed: Typed, seen: int) -> Save:
        """Let the measure KEY be decided. TYPED: answer, by (the body's name), on, paragraph, words.

        Public from a yes on. Raises CycleError, FieldsError, OvertakenError.
        """
        with self.writing() as at:
            one = self.held(at.book, key)
            found = checked_fields(_DECIDED, **typed)
            if found["on"] > self.today:
                raise CycleError("Dagen har inte varit än.", "Skriv in beslutet när det är fattat.", field="on")
            decision = Decision(found["by"].strip(), found["on"], found["paragraph"])
            bodies = BODIES.values(at.session.connection(), self.municipality)
            body = next((body.id for body in bodies.values() if body.name == decision.by), one.body)
            made = replace(one, body=body, decision=MeasureDecision(found["answer"], decision, found["words"].strip()))
            if made.is_decided:
                return self.put(at, MEASURES, key, made, seen=seen, is_public=True)
            before = MEASURES.newest(at.session, self.municipality, key)
            if before and before.is_public:
                # What is no longer to be done is a draft again, and so is all that is changed of it from now on.
                self.put(at, MEASURES, key, None, seen=seen, is_public=True)
                self.forget_example(at, key)
                return self.put(at, MEASURES, key, made, is_public=False)
            return self.put(at, MEASURES, key, made, seen=seen, is_public=False)

    def doubts_of(self, key: str, typed: Typed) -> list[str]:
        """What to ask about before the measure KEY is decided as TYPED; nothing where it cannot be read yet."""
        book = self.book()
        one = book.measures.get(key)
        deviation = book.deviations.get(one.deviation or "") if one else None
        try:
            on = date.fromisoformat(typed.get("on", "").strip())
        except ValueError:
            return []
        if deviation is None or on >= deviation.taken_on:
            return []
        return [f"Beslutet är från {on}, men avvikelsen togs upp först {deviation.taken_on}."]

    def estimate(self, typed: Mapping[str, Estimate]) -> Save:
        """Let proposals (ids) have the effort and effect TYPED, as whole numbers or halves, or none.

        What was not changed in the form is left as it is. Raises CycleError, also where somebody has changed the same.
        """
        with self.writing() as at:
            for key, given in typed.items():
                if (given.effort.strip(), given.effect.strip()) != given.drawn:
                    self._estimated(at, key, given)
            return as_made(at.session, at.save)

    def _estimated(self, at: Writing, key: str, given: Estimate) -> None:
        one = self.proposed(at.book, key)
        effort, effect = (estimate_of(text, one.title, key) for text in (given.effort, given.effect))
        if (effort is None) != (effect is None):
            raise CycleError(f"”{one.title}” har bara en av insats och effekt.", "Skriv båda eller ingen.", field=key)
        now = (estimate_words(one.effort), estimate_words(one.effect))
        if now not in (given.drawn, (estimate_words(effort), estimate_words(effect))):
            said = f"insats {now[0] or 'ingen'} och effekt {now[1] or 'ingen'}"
            raise CycleError(f"Någon har under tiden gett ”{one.title}” {said}.", "Jämför, och spara igen.", field=key)
        self.put(at, MEASURES, key, replace(one, effort=effort, effect=effect))

    def open_vote(self, key: str, typed: Typed, measures: Sequence[str]) -> tuple[str, ...]:
        """Let a blind vote KEY (of ``new_vote``) about MEASURES (ids) begin; its codes, which nobody can read again.

        TYPED: title, voters. Raises CycleError, FieldsError.
        """
        with self.writing() as at:
            if VOTES.newest(at.session, self.municipality, key):
                raise CycleError("Omröstningen är redan öppnad.", "Koderna visas en gång. Byt koder om de är borta.")
            if not measures:
                raise CycleError("Inga förslag är valda.", "Välj minst ett.", field="measures")
            if len(measures) > MOST_VOTED:
                raise CycleError("Det är för många förslag.", f"Välj högst {MOST_VOTED}.", field="measures")
            for one in measures:
                self.proposed(at.book, one)
            found = checked_fields(_VOTE, **typed)
            vote = Vote(key, found["title"].strip(), tuple(measures), found["voters"], self.today)
            self.put(at, VOTES, key, vote)
            return make_codes(at.session, key, vote.voters)

    def new_codes(self, key: str) -> tuple[str, ...]:
        """New codes in place of those of the vote KEY that nobody has used. Raises CycleError."""
        with self.writing() as at:
            self.open_one(at, key)
            return replace_codes(at.session, key)

    def close_vote(self, key: str) -> Save:
        """Close the vote KEY: its proposals have the medians as their effort and effect. Raises CycleError."""
        with self.writing() as at:
            vote = self.open_one(at, key)
            ballots = answers(at.session.connection(), key)
            tallies = tallied(vote.measures, ballots) if len(ballots) >= FEWEST_VOTERS else ()
            for tally in tallies:
                one = at.book.measures.get(tally.measure)
                if one and one.is_proposed:
                    made = replace(one, effort=tally.effort.median, effect=tally.effect.median)
                    self.put(at, MEASURES, one.id, made)
            closed = replace(vote, closed_on=self.today, answered=len(ballots), tallies=tallies)
            return self.put(at, VOTES, key, closed)

    def open_one(self, at: Writing, key: str) -> Vote:
        """The vote KEY, open and hers to lead. Raises CycleError, NotAllowedError."""
        entry = VOTES.newest(at.session, self.municipality, key)
        if entry is None or entry.value is None:
            raise CycleError("Omröstningen finns inte.", READ_AGAIN)
        for one in entry.value.measures:
            if one in at.book.measures:
                self.require(Action.CHANGE_MEASURE, at.book.measures[one].area)
        if entry.value.closed_on:
            told = f"{entry.created_by} stängde omröstningen {entry.value.closed_on}."
            raise CycleError(told, "Resultatet står på sidan Åtgärder.")
        return entry.value

    def publish_example(self, key: str, typed: Typed, effect: Effect, seen: int) -> Save:
        """Tell others of the measure KEY, whose figure has gone the right way by its EFFECT.

        TYPED: title, text, contact (a function). Raises CycleError, FieldsError, OvertakenError.
        """
        with self.writing() as at:
            one = self.held(at.book, key)
            if not one.is_decided or effect is not Effect.RIGHT:
                advice = "Vänta tills ett nytt värde visar det."
                raise CycleError("Siffran har inte rört sig åt rätt håll efter åtgärden.", advice)
            found = {name: text.strip() for name, text in checked_fields(_EXAMPLE, **typed).items()}
            return self.put(at, EXAMPLES, key, GoodExample(**found, on=self.today), seen=seen, is_public=True)

    def forget_example(self, at: Writing, key: str) -> None:
        """Let nothing be told to others of the measure KEY from now on, as a part of AT's save."""
        if key in at.book.examples:
            self.put(at, EXAMPLES, key, None, is_public=True)

    def withdraw_example(self, key: str, seen: int) -> Save:
        """Tell others no longer of the measure KEY. Raises CycleError, OvertakenError."""
        with self.writing() as at:
            self.held(at.book, key)
            return self.put(at, EXAMPLES, key, None, seen=seen, is_public=True)

    def undo_save(self, batch: str) -> int:
        """Let what was before the save BATCH of proposals and examples hold again; how many came back."""

        def may_undo(_: str, key: str, book: CycleBook) -> None:
            one = book.measures.get(key)
            self.require(Action.CHANGE_MEASURE, one.area if one else "")

        return self.undo(batch, may_undo, (MEASURES, EXAMPLES))

    def held(self, book: CycleBook, key: str) -> Measure:
        """The measure KEY of BOOK, not withdrawn and hers to change. Raises CycleError, NotAllowedError."""
        one = book.measures.get(key)
        if one is None:
            raise CycleError("Åtgärden finns inte.", READ_AGAIN)
        self.require(Action.CHANGE_MEASURE, one.area)
        if one.withdrawn:
            raise CycleError(f"”{one.title}” är återtagen.", "Ångra återtagandet först, om det blev fel.")
        return one

    def proposed(self, book: CycleBook, key: str) -> Measure:
        """The same, not decided yet."""
        one = self.held(book, key)
        if not one.is_proposed:
            raise CycleError(f"”{one.title}” är redan beslutad.", READ_AGAIN)
        return one


def new_vote() -> str:
    """A key for a vote, which is the only thing that leads to it: nobody guesses it."""
    return secrets.token_hex(8)


def estimate_words(value: float | None) -> str:
    """An effort or effect as it is typed and shown; '' for none."""
    return "" if value is None else number(value, 0 if value == int(value) else 1)


def estimate_of(text: str, title: str, field: str) -> float | None:
    """The effort or effect in TEXT of the measure with TITLE, None for nothing. Raises CycleError about FIELD."""
    if not text.strip():
        return None
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        found = math.nan
    if not LEAST <= found <= MOST or found * 2 != int(found * 2):
        what = f"”{cut(text)}” går inte att använda för ”{title}”."
        raise CycleError(what, f"Skriv {LEAST}–{MOST}, hela eller halva steg.", field=field)
    return found


_DECIDED = {
    "answer": choice_field("Svar", {one: one.value for one in Answer}),
    "by": text_field("Beslutat av", LONGEST_TITLE),
    "on": day_field("Beslutat den"),
    "paragraph": text_field("Paragraf", LONGEST_PARAGRAPH, is_needed=False),
    "words": text_field("Vad som beslutades", LONGEST_TEXT, is_needed=False, has_lines=True),
}
_VOTE = {
    "title": text_field("Omröstningens namn", LONGEST_TITLE),
    "voters": whole_field("Antal som röstar", FEWEST_VOTERS, MOST_CODES),
}
_EXAMPLE = {
    "title": text_field("Rubrik", LONGEST_TITLE),
    "text": text_field("Vad andra kan lära sig", LONGEST_TEXT, has_lines=True),
    "contact": text_field("Kontakt", LONGEST_TITLE),
}
