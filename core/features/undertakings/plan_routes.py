"""What is done to action plans by forms. Rights are asked for in ``core.cycle.carrying_out``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from starlette.routing import BaseRoute

from core.cycle.book import ACTION_PLANS, ACTIVITIES
from core.cycle.carrying_out import CarryingOut
from core.cycle.plans import ActionPlan, Activity
from core.cycle.working import LONGEST_TEXT, CycleError
from core.features.undertakings.asked import ACTIVITY, MEASURE_PARAM, PLAN_PARAM, deed_in
from core.features.undertakings.plan_page import carrying_of
from core.state.entries import Entries, Save
from core.web.choices import ACTION_PLAN
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNDONE, Done, Kept, KeptForm, saved_together, saved_words
from core.web.notices import Notice
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.numbers import number_in

_AT_ONCE = 2
# Five texts of which every letter may take six signs in a form, and what stands around them.
_MOST_BYTES = LONGEST_TEXT * 6 * 5 + 8_000
BEGIN, CHANGE, FINISH, REOPEN = "ny", "andra", "klar", "oppna"
ACT, REMOVE, REPORT, DELAY, NOTE, UNDO = "aktivitet", "ta-bort", "lage", "flytta", "uppfolj", "angra"
_OF_PLAN = ("title", "responsible", "account", "follow_up", "present", "goal", "area", "body")
_OF_ACTIVITY = ("what", "responsible", "account", "due", "start", "why", "how", "resources")
_FIELDS = tuple(dict.fromkeys((*_OF_PLAN, *_OF_ACTIVITY, "on", "reason", "text", "activity")))
_LABELS = {
    "title": "Vad planen gäller",
    "area": "Område",
    "body": "Organ",
    "responsible": "Ansvarig funktion",
    "account": "Konto",
    "due": "Klart senast",
    "on": "Klar den",
    "activity": "Aktivitet",
}
_DONE = {
    CHANGE: "Planen är sparad.",
    FINISH: "Planen är klar. Nu inväntas siffran.",
    REOPEN: "Planen pågår igen.",
    ACT: "Aktiviteten är sparad.",
    REMOVE: "Aktiviteten är borttagen.",
    REPORT: "Läget är sparat.",
    DELAY: "Den nya dagen är sparad.",
    NOTE: "Uppföljningen är sparad.",
}


def plan_routes() -> list[BaseRoute]:
    """POST /handlingsplan."""
    form = KeptForm(
        ACTION_PLAN, WorkKind.CARRYING_OUT, PLAN_PARAM, _place, _typed, _LABELS, lambda form: deed_in(form) + "-"
    )
    return form_routes({ACTION_PLAN: form.answering(_done)}, at_once=_AT_ONCE, most_bytes=_MOST_BYTES)


def _place(form: Form) -> dict[str, str]:
    return {name: form[name][:64] for name in ("kommun", PLAN_PARAM, MEASURE_PARAM, ACTIVITY) if form.get(name)}


def _typed(form: Form) -> dict[str, str]:
    """What was typed, with which form it was in; nothing of one that is only pressed."""
    typed = {name: form[name] for name in _FIELDS if name in form}
    return {DEED: deed_in(form), **typed} if typed else {}


def _done(who: Visit, form: Form) -> Notice | Kept | Done:
    carrying = carrying_of(who, form.get("kommun", "")[:16])
    deed, plan = deed_in(form), form.get(PLAN_PARAM, "")[:64]
    there = {"kommun": carrying.municipality, PLAN_PARAM: plan}
    if deed == UNDO:
        carrying.take_back(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    if deed == BEGIN:
        key, save = carrying.begin(_of(form, _OF_PLAN), form.get(MEASURE_PARAM, "")[:64] or None)
        return Done(
            saved_words("Handlingsplanen är sparad. Lägg till det som ska göras.", save), {**there, PLAN_PARAM: key}
        )
    saved = _saved(carrying, deed, plan, form)
    return saved if isinstance(saved, Kept) else Done(saved_words(_DONE[deed], saved), there)


def _saved(carrying: CarryingOut, deed: str, plan: str, form: Form) -> Save | Kept:
    activity, seen = form.get(ACTIVITY, "")[:64], number_in(form.get(SEEN, "")) or None
    if deed == ACT and not activity:
        return carrying.add(plan, _of(form, _OF_ACTIVITY))[1]
    if deed in (ACT, CHANGE):
        of: tuple[Entries[Any], str] = (ACTIVITIES, activity) if deed == ACT else (ACTION_PLANS, plan)
        names, save = (_OF_ACTIVITY, carrying.change) if deed == ACT else (_OF_PLAN, carrying.change_plan)
        return _together(carrying, of, form, names, save)
    known: Mapping[str, Callable[[], Save]] = {
        FINISH: lambda: carrying.finish(plan, _of(form, ("on",)), seen),
        REOPEN: lambda: carrying.reopen(plan, seen),
        REMOVE: lambda: carrying.remove(activity, seen),
        REPORT: lambda: carrying.report(activity, form.get("state", ""), seen),
        DELAY: lambda: carrying.delay(activity, _of(form, ("due", "reason")), seen),
        NOTE: lambda: carrying.note(plan, _of(form, ("text", "activity"))),
    }
    if deed not in known:
        raise CycleError("Det går inte att göra med en handlingsplan.", "Läs in sidan igen.")
    return known[deed]()


def _together(
    carrying: CarryingOut,
    of: tuple[Entries[Any], str],
    form: Form,
    names: tuple[str, ...],
    save: Callable[[str, Mapping[str, str], int | None], Save],
) -> Save | Kept:
    """What SAVE makes of the fields NAMES of FORM, with what somebody else has saved of the thing OF meanwhile."""
    mine, seen = _of(form, names), number_in(form.get(SEEN, ""))

    def texts(one: ActionPlan | Activity | None) -> Mapping[str, str]:
        return {name: text for name, text in texts_of(one).items() if name in mine}

    found = saved_together(
        lambda typed, seen: save(of[1], typed, seen or None),
        mine,
        seen,
        partial(carrying.history, *of),
        texts,
        also={DEED: deed_in(form)},
    )
    return found if isinstance(found, Kept) else found[0]


def texts_of(one: ActionPlan | Activity | None) -> Mapping[str, str]:
    """ONE as its form has it."""
    names = _OF_PLAN if isinstance(one, ActionPlan) else _OF_ACTIVITY
    texts = {name: getattr(one, name) for name in names if hasattr(one, name)}
    return {name: "" if text is None else str(text) for name, text in texts.items()}


def _of(form: Form, names: tuple[str, ...]) -> dict[str, str]:
    return {name: form.get(name, "") for name in names if name in form}
