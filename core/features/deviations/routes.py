"""What is done in an analysis by forms. Rights are asked for in ``core.cycle``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.routing import BaseRoute

from core.cycle.book import CHECKS, CLAIMS, CONCLUSIONS, DEVIATIONS, MEASURES, CycleBook
from core.cycle.models import Frozen, HypothesisVerdict
from core.cycle.reasoning import Reasoning
from core.cycle.working import CycleError
from core.features.deviations.asked import CLAIM, KEY, KPI, NEW, PROPOSAL, proposing_of, reasoning_of
from core.features.deviations.typed import typed_of
from core.outcomes.deviations import first_years, frozen_row
from core.outcomes.suggestions import AskedFigure, row_of
from core.signals import Gender
from core.state.entries import Entries, Save
from core.web.choices import DEVIATION, GENDER_WORDS
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNDONE, Done, Kept, KeptForm, saved_together, saved_words
from core.web.notices import Notice
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.dates import today
from core.words.numbers import number_in

_AT_ONCE = 3
# Ten texts, of which every letter may take six signs in a form, and what stands around them.
_MOST_BYTES = 200_000
TAKE_UP, ASIDE, CHANGE, END, CHECK = "ta-upp", "lagg-undan", "andra", "avsluta", "kontroll"
SAY, REMOVE, CONCLUDE, PUBLISH, UNPUBLISH = "orsak", "ta-bort", "slutsats", "publicera", "dolj"
PROPOSE, WITHDRAW, UNDO = "forslag", "aterta", "angra"
_DONE = {
    TAKE_UP: "Avvikelsen är upptagen, och siffran är fryst som den är i dag.",
    ASIDE: "Avvikelsen är lagd åt sidan.",
    CHANGE: "Ägare och datum är sparade.",
    END: "Avvikelsen är avslutad.",
    CHECK: "Kontrollen av siffran är sparad.",
    SAY: "Orsaken är sparad.",
    REMOVE: "Orsaken är borttagen.",
    CONCLUDE: "Slutsatsen är sparad.",
    PUBLISH: "Slutsatsen är publicerad: alla ser den, siffran, signalerna och ägarens funktion.",
    UNPUBLISH: "Slutsatsen syns bara för inloggade igen.",
    PROPOSE: "Förslaget är sparat.",
    WITHDRAW: "Förslaget är återtaget.",
}
# The step that each form is in: there it is answered.
_STEP = {CHECK: "steg-1", SAY: "steg-2", REMOVE: "steg-2", CONCLUDE: "steg-3", PUBLISH: "steg-3", UNPUBLISH: "steg-3"}
_AT_PROPOSAL = "forslag-formular"
_STEP |= {PROPOSE: "steg-4", WITHDRAW: "steg-4"}
_LABELS = {
    "owner": "Ägare",
    "conclude_by": "Slutsats senast",
    "look_again": "Titta igen",
    "parent": "Ligger under",
    "answer_by": "Svar senast",
    "found": "Vi fann",
    "text": "Text",
    "body": "Organ",
    "example": "Lärt av",
    "effort": "Insats",
    "effect": "Effekt",
}
_PLACE = ("kommun", KEY, KPI, "kon", CLAIM, PROPOSAL)
# What is of the address or of the program: the rest was typed.
_NOT_TYPED = {*_PLACE, DEED, SEEN, BATCH, "arbete", "till"}
_ONLY_PRESSED = {PUBLISH, UNPUBLISH, REMOVE, UNDO}

Typed = Mapping[str, str]


def deviation_routes() -> list[BaseRoute]:
    """POST /avvikelse."""
    form = KeptForm(
        DEVIATION, WorkKind.DEVIATION, KEY, _place, _typed, _LABELS, lambda form: _deed(form) + "-", _after, _part
    )
    return form_routes({DEVIATION: form.answering(_done)}, at_once=_AT_ONCE, most_bytes=_MOST_BYTES)


def _place(form: Form) -> dict[str, str]:
    return {name: form[name][:64] for name in _PLACE if form.get(name)}


def _after(form: Form) -> dict[str, str]:
    return {name: text for name, text in _place(form).items() if name not in (CLAIM, PROPOSAL)}


def _part(form: Form) -> str:
    """The step of FORM; of the save that it undoes."""
    undone = form.get("steg", "")
    return _STEP.get(_deed(form), undone if undone in _STEP.values() else "")


def _deed(form: Form) -> str:
    return form.get(DEED, "")[:16]


def _typed(form: Form) -> dict[str, str]:
    """What was typed, with which form it was in; nothing of one that is only pressed."""
    if _deed(form) in _ONLY_PRESSED:
        return {}
    return {DEED: _deed(form), **{name: text for name, text in form.items() if name not in _NOT_TYPED}}


def _done(who: Visit, form: Form) -> Notice | Kept | Done:
    municipality, key, deed = form.get("kommun", "")[:16], form.get(KEY, "")[:64], _deed(form)
    reasoning, seen = reasoning_of(who, municipality), number_in(form.get(SEEN, ""))
    if deed == UNDO:
        reasoning.undo_save(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    if deed == TAKE_UP:
        made, save = reasoning.take_up(*_frozen(who, form), _typed(form))
        # Who came to propose something goes on to that.
        onward = {PROPOSAL: NEW} if form.get(PROPOSAL) == NEW else {}
        return Done(_told(deed, save), {"kommun": municipality, KEY: made, **onward}, _AT_PROPOSAL if onward else "")
    if deed == ASIDE and not key:
        return _told(deed, reasoning.set_aside(*_frozen(who, form), _typed(form)))
    if deed in _ONLY_PRESSED:
        told = _told(deed, _pressed(reasoning, deed, key, form, seen))
        return _published(told, reasoning.book(), key) if deed == PUBLISH else told
    of, about, save_as = _writing(who, reasoning, deed, key, form)
    return _saved(reasoning, (of, about), save_as, form, seen)


def _pressed(reasoning: Reasoning, deed: str, key: str, form: Form, seen: int) -> Save:
    if deed == REMOVE:
        return reasoning.remove_claim(form.get(CLAIM, "")[:64], seen)
    return reasoning.publish(key, seen) if deed == PUBLISH else reasoning.unpublish(key, seen)


def _published(told: Notice, book: CycleBook, key: str) -> Notice:
    """What is TOLD of the conclusion of KEY when it is published, with what makes it an assumption."""
    made = book.conclusions[key]
    if not made.is_assumed:
        return told
    is_open = any(book.claims[one].verdict is HypothesisVerdict.OPEN for one in made.rests_on)
    kind = "öppen" if is_open else "förkastad"
    return replace(told, text=f"{told.text} Slutsatsen vilar på en {kind} hypotes och märks Antagande.")


def _writing(
    who: Visit, reasoning: Reasoning, deed: str, key: str, form: Form
) -> tuple[Entries[Any], str, Callable[[Typed, int], Save]]:
    """What of the analysis KEY the form writes in: its kind, its key, and what saves what was typed."""
    claim, proposal = ("" if form.get(name) == NEW else form.get(name, "")[:64] for name in (CLAIM, PROPOSAL))
    proposing = proposing_of(who, reasoning.municipality)
    places = who.figures.snapshot.municipalities if who.figures else {}
    gender = _gender(form)
    writing: dict[str, tuple[Entries[Any], str, Callable[[Typed, int], Save]]] = {
        CHANGE: (DEVIATIONS, key, lambda typed, seen: reasoning.change(key, typed, seen)),
        ASIDE: (DEVIATIONS, key, lambda typed, seen: reasoning.lay_aside(key, typed, seen)),
        END: (DEVIATIONS, key, lambda typed, seen: reasoning.end(key, typed, seen)),
        CHECK: (CHECKS, key, lambda typed, seen: reasoning.check(key, typed, seen)),
        SAY: (CLAIMS, claim, lambda typed, seen: reasoning.claim(key, typed, claim, seen)[1]),
        CONCLUDE: (CONCLUSIONS, key, lambda typed, seen: reasoning.conclude(key, typed, seen)),
        WITHDRAW: (MEASURES, proposal, lambda typed, seen: proposing.withdraw(proposal, typed, seen)),
        PROPOSE: (
            MEASURES,
            proposal,
            lambda typed, seen: (
                proposing.change(proposal, typed, seen, places=places)
                if proposal
                else proposing.propose(form.get(KPI, "")[:16], gender, typed, deviation=key, places=places)[1]
            ),
        ),
    }
    if deed not in writing:
        raise CycleError("Det går inte att göra med en avvikelse.", "Läs in sidan igen.")
    return writing[deed]


def _saved(
    reasoning: Reasoning,
    thing: tuple[Entries[Any], str],
    save: Callable[[Typed, int], Save],
    form: Form,
    seen: int,
) -> Notice | Kept:
    """What SAVE makes of what was typed of THING (its kind and key), with what somebody else has saved meanwhile."""
    mine, deed = _typed(form), _deed(form)
    if deed in (END, ASIDE, WITHDRAW):
        return _told(deed, save(mine, seen))
    found = saved_together(save, mine, seen, partial(reasoning.history, *thing), partial(typed_of, thing[0].kind))
    if isinstance(found, Kept):
        return found
    told = _told(deed, found[0])
    return replace(told, text=f"{told.text}{found[1]}")


def _frozen(who: Visit, form: Form) -> tuple[str, str, Frozen]:
    """The indicator and gender of FORM, and its outcome as it is now. Raises CycleError where there is none."""
    municipality, kpi, gender = form.get("kommun", "")[:16], form.get(KPI, "")[:16], _gender(form)
    row = row_of(who.figures, AskedFigure(municipality, kpi, gender)) if who.figures else None
    if who.figures is None or row is None:
        raise CycleError("Nyckeltalet finns inte.", "Läs in sidan igen.")
    if row["value"] != row["value"]:  # NaN is not itself
        raise CycleError("Det finns inget utfall att analysera.", "Vänta tills Kolada har ett värde.")
    first = first_years(who.figures, municipality, gender).get(kpi)
    # Where the total stands in for a gender without values, it is the total's.
    return kpi, str(row["gender"]), frozen_row(who.figures, row, first, today(who.now))


def _gender(form: Form) -> str:
    return GENDER_WORDS.get(form.get("kon", ""), Gender.TOTAL).value


def _told(deed: str, save: Save) -> Notice:
    return saved_words(_DONE[deed], save)
