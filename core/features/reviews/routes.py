"""The forms of a plan review. Rights are asked for in ``reviewing``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from starlette.routing import BaseRoute

from core.access.rights import Action
from core.features.reviews.asked import OPEN, place_in
from core.features.reviews.files import file_routes
from core.features.reviews.page import reviewing_of
from core.features.reviews.panel import ABOUT, NEW, ids_of
from core.features.reviews.reviewing import (
    LONGEST_TEXT,
    ReviewError,
    Reviewing,
    Saved,
    read_answer,
    read_judgement,
    read_recommendation,
    typed_of,
)
from core.goals.judged import (
    ANSWERS,
    JUDGEMENTS,
    QUESTIONS,
    RECOMMENDATIONS,
    Answer,
    Judgement,
    Outcome,
    Recommendation,
)
from core.goals.models import new_id, plan_key
from core.outcomes.plan_review import Reviewed, reviewed
from core.state.entries import Entries
from core.web.choices import REVIEW
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNCHANGED, UNDONE, Kept, KeptForm, saved_together
from core.web.notices import Notice
from core.web.typed import SEEN
from core.web.visit import Visit
from core.words.numbers import number_in

_AT_ONCE = 2
# A text, of which every letter may take six signs in a form, and what stands around it.
_MOST_BYTES = LONGEST_TEXT * 6 * 2 + 8_000
TAKEN_BACK = "ta-tillbaka"
UNDO, UNDO_KIND, UNDO_KEY = "angra", "slag", "nyckel"
_TYPED = ("svar", "text", "kommentar", "funktion", *QUESTIONS)
_GONE = "Läs in sidan igen."

V = TypeVar("V", Answer, Judgement, Recommendation)


def review_routes() -> list[BaseRoute]:
    """POST /avstamning/svar, bedomning, rekommendation, uppfoljning and angra; and the files."""
    form = KeptForm(REVIEW, WorkKind.REVIEW, OPEN, place_in, _typed, begins=lambda one: ids_of(one.get(ABOUT, "")))
    deeds = {
        "svar": _answered,
        "bedomning": _judged,
        "rekommendation": _recommended,
        "uppfoljning": _followed_up,
        "angra": _undone,
    }
    answers = {f"{REVIEW}/{name}": form.answering(deed) for name, deed in deeds.items()}
    return [*form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES), *file_routes()]


def _typed(form: Form) -> dict[str, str]:
    """What was typed, with what it is about; nothing of a form that is only pressed."""
    if not any(name in form for name in ("text", "kommentar")):
        return {}
    return {name: form[name] for name in (ABOUT, *_TYPED) if name in form}


@dataclass(frozen=True)
class _At:
    """Which plan a form is about."""

    reviewing: Reviewing
    plan: Reviewed

    @property
    def start(self) -> str:
        """What the keys of all that is said of it begin with."""
        return f"{plan_key(self.plan.facts.body.id, self.plan.facts.year)}/"


def _at(who: Visit, form: Form) -> _At:
    """Raises NotAllowedError for who may not read plans there, ReviewError for a plan that is not there."""
    municipality, year = form.get("kommun", "")[:16], number_in(form.get("plan", ""))
    reviewing = reviewing_of(who, municipality)
    reviewing.require(Action.READ_PLANS)
    plans = reviewed(who.figures, municipality, year) if who.figures else ()
    found = next((one for one in plans if one.facts.body.id == form.get(OPEN)), None)
    if found is None:
        raise ReviewError("Planen finns inte.", _GONE)
    return _At(reviewing, found)


def _answered(who: Visit, form: Form) -> Notice | Kept:
    at, key = _at(who, form), form.get(ABOUT, "")
    facts = at.plan.facts
    if form.get("svar") == TAKEN_BACK:
        saved = at.reviewing.answer(facts.body, facts.year, key, None, number_in(form.get(SEEN, "")))
        return _told("Svaret är tillbakataget.", saved)
    finding = at.plan.findings.get(key)
    if finding is None:
        raise ReviewError("Fyndet finns inte längre: planen är ändrad.", _GONE)

    def save(typed: Mapping[str, str], seen: int) -> Saved:
        title = at.plan.goal_title(finding.goal)
        answer = read_answer(typed, finding.what, title, at.reviewing.today)
        return at.reviewing.answer(facts.body, facts.year, key, answer, seen)

    return _saved(at.reviewing, form, (ANSWERS, at.start + key), save, "Svaret är sparat.")


def _judged(who: Visit, form: Form) -> Notice | Kept:
    at, goal = _at(who, form), form.get(ABOUT, "")
    facts = at.plan.facts
    if goal not in {one.id for one in facts.goals}:
        raise ReviewError("Målet finns inte längre i planen.", _GONE)

    def save(typed: Mapping[str, str], seen: int) -> Saved:
        return at.reviewing.judge(facts.body, facts.year, goal, read_judgement(typed, at.reviewing.today), seen)

    return _saved(at.reviewing, form, (JUDGEMENTS, at.start + goal), save, "Bedömningen är sparad.")


def _recommended(who: Visit, form: Form) -> Notice | Kept:
    at, about = _at(who, form), form.get(ABOUT, "")
    facts = at.plan.facts
    held = at.reviewing.book().recommendations
    key = at.start + new_id() if about == NEW else about
    if about != NEW and (key not in held or not key.startswith(at.start)):
        raise ReviewError("Rekommendationen finns inte längre.", _GONE)
    before = held[key].value if key in held else None

    def save(typed: Mapping[str, str], seen: int) -> Saved:
        said = read_recommendation(typed, facts.body.id, facts.year, at.reviewing.today, before)
        return at.reviewing.recommend(key, said, seen)

    return _saved(at.reviewing, form, (RECOMMENDATIONS, key), save, "Rekommendationen är sparad.")


def _followed_up(who: Visit, form: Form) -> Notice:
    key, outcome = form.get(ABOUT, ""), form.get("utfall", "")
    reviewing = reviewing_of(who, form.get("kommun", "")[:16])
    known = Outcome(outcome) if outcome in list(Outcome) else None
    saved = reviewing.follow_up(key, known, number_in(form.get(SEEN, "")))
    return _told("Sparat vad som har hänt med rekommendationen.", saved)


def _undone(who: Visit, form: Form) -> str:
    reviewing = reviewing_of(who, form.get("kommun", "")[:16])
    saved = Saved(*(form.get(name, "")[:120] for name in (UNDO_KIND, UNDO_KEY, UNDO)))
    book = who.figures.goals_of(reviewing.municipality, drafts=True) if who.figures else None
    body = book.bodies.get(saved.key.partition("/")[0]) if book else None
    reviewing.undo(saved, body)
    return UNDONE


def _saved(
    reviewing: Reviewing,
    form: Form,
    thing: tuple[Entries[V], str],
    save: Callable[[Mapping[str, str], int], Saved],
    told: str,
) -> Notice | Kept:
    """What SAVE makes of what was typed of THING (its kind and key), with what somebody else has saved meanwhile."""
    mine, seen = {name: form.get(name, "") for name in _TYPED if name in form}, number_in(form.get(SEEN, ""))
    also = {ABOUT: form.get(ABOUT, "")}
    found = saved_together(save, mine, seen, partial(reviewing.history, *thing), typed_of, also=also)
    return found if isinstance(found, Kept) else _told(f"{told}{found[1]}", found[0])


def _told(words: str, saved: Saved) -> Notice:
    if not saved.batch:
        return Notice(UNCHANGED, is_good=True)
    fields = {UNDO: saved.batch, UNDO_KIND: saved.kind, UNDO_KEY: saved.key}
    return Notice(words, is_good=True, fields=fields)
