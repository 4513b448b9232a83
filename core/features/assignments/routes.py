"""What is done to assignments by forms. Rights are asked for in ``core.goals.assigning``."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.routing import BaseRoute

from core.features.assignments.page import GIVER, KEY, assigning_of
from core.goals.assigning import LONGEST_TEXT, Assigning, AssignmentError
from core.state.entries import Save
from core.web.choices import ASSIGNMENT
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNDONE, KeptForm
from core.web.notices import Notice
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.numbers import number_in

_AT_ONCE = 2
# A text of which every letter may take six signs in a form, and what stands around it.
_MOST_BYTES = LONGEST_TEXT * 6 * 2 + 8_000
GIVE, REPORT, MOVE, CARRY_ON, CLOSE, UNDO = "ge", "redovisa", "flytta", "fortsatt", "avsluta", "angra"
# What the fields are called in the form, and in the code.
_FIELDS = {
    "text": "text",
    "mottagare": "receivers",
    "mal": "goal",
    "klart": "deadline",
    "beslutat": "on",
    "paragraf": "paragraph",
    "lage": "state",
    "skal": "reason",
}
_LABELS = {
    "receivers": "Mottagare",
    "goal": "Mål",
    "deadline": "Klart senast",
    "on": "Beslutat den",
    "paragraph": "Paragraf",
    "state": "Läge",
    "reason": "Skäl",
}
_DONE = {
    GIVE: "Uppdraget är givet.",
    REPORT: "Redovisningen är sparad och syns för alla.",
    MOVE: "Datumet är flyttat.",
    CARRY_ON: "Uppdraget fortsätter i nästa plan.",
    CLOSE: "Uppdraget är avslutat.",
}


def assignment_routes() -> list[BaseRoute]:
    """POST /uppdraget."""
    form = KeptForm(ASSIGNMENT, WorkKind.ASSIGNMENT, KEY, _place, _typed, _LABELS, lambda form: _deed(form) + "-")
    return form_routes({ASSIGNMENT: form.answering(_done, over=True)}, at_once=_AT_ONCE, most_bytes=_MOST_BYTES)


def _place(form: Form) -> dict[str, str]:
    return {name: form[name][:64] for name in ("kommun", KEY, GIVER) if form.get(name)}


def _deed(form: Form) -> str:
    return form.get(DEED, "")[:16]


def _typed(form: Form) -> dict[str, str]:
    """What was typed, with which form it was in; nothing of one that is only pressed."""
    typed = {name: form[name] for name in _FIELDS if name in form}
    return {DEED: _deed(form), **typed} if typed else {}


def _done(who: Visit, form: Form) -> Notice:
    assigning = assigning_of(who, form.get("kommun", "")[:16])
    key, deed = form.get(KEY, "")[:64], _deed(form)
    if deed == UNDO:
        assigning.undo(form.get(BATCH, "")[:64], key)
        return Notice(UNDONE, is_good=True)
    key, save = _saved(assigning, deed, key, form)
    return Notice(_DONE[deed], is_good=True, fields={BATCH: save.batch, KEY: key})


def _saved(assigning: Assigning, deed: str, key: str, form: Form) -> tuple[str, Save]:
    typed: Mapping[str, str] = {code: form.get(name, "") for name, code in _FIELDS.items()}
    seen = number_in(form.get(SEEN, ""))
    if deed == GIVE:
        return assigning.give(form.get(GIVER, "")[:64], typed, tuple(form.get("mottagare", "").split()))
    if deed == CARRY_ON:
        return key, assigning.carry_on(key, seen)
    known = {REPORT: assigning.report, MOVE: assigning.move, CLOSE: assigning.close}
    if deed not in known:
        raise AssignmentError("Det går inte att göra med ett uppdrag.", "Läs in sidan igen.")
    return key, known[deed](key, typed, seen)
