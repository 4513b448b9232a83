"""What is done to the year by forms. Rights are asked for in ``core.year.planning``."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.routing import BaseRoute

from core.features.year.page import asked_owner, planning_of, texts_of, year_in
from core.features.year.view import KEY, OWNER
from core.state.entries import Save
from core.state.versions import OvertakenError
from core.web.choices import YEAR, YEAR_DATE
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNDONE, Done, Kept, KeptForm, put_with_newest, saved_words
from core.web.notices import Notice
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.numbers import number_in
from core.year.book import EVENTS
from core.year.planning import YearError, YearPlanning

_AT_ONCE, _MOST_BYTES = 2, 20_000
SAVE, REMOVE, UNDO, MAKE = "spara", "ta-bort", "angra", "nytt-ar"
_FIELDS = ("title", "lane", "on", "hangs_on", "count", "unit", "side", "until", "by", "awaits", "is_conference")
_LABELS = {
    "title": "Vad",
    "on": "Dag",
    "hangs_on": "Hänger på",
    "count": "Hur långt ifrån",
    "until": "Pågår till och med",
    "by": "Vem",
    "awaits": "Vad ska vara klart",
    "is_conference": "Konferensdagen",
}


def year_routes() -> list[BaseRoute]:
    """POST /aret and /arsdatum."""
    whole = KeptForm(YEAR, WorkKind.YEAR, OWNER, lambda form: _place(form, "kommun", "plan"), lambda _: {})
    one = KeptForm(
        YEAR_DATE, WorkKind.YEAR, KEY, lambda form: _place(form, "kommun", "plan", OWNER, KEY), _typed, _LABELS
    )
    answers = {YEAR: whole.answering(_whole), YEAR_DATE: one.answering(_one)}
    return form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES)


def _place(form: Form, *names: str) -> dict[str, str]:
    return {name: form[name][:64] for name in names if form.get(name)}


def _typed(form: Form) -> dict[str, str]:
    """What was typed; nothing of a form that is only pressed."""
    return {name: form.get(name, "") for name in _FIELDS} if "title" in form else {}


def _planning(who: Visit, form: Form) -> tuple[YearPlanning, int]:
    municipality = form.get("kommun", "")[:16]
    owner = asked_owner(who, form.get(OWNER, "")[:16], municipality)
    return planning_of(who, owner), year_in(form.get("plan", ""), who)


def _whole(who: Visit, form: Form) -> Notice:
    """The whole year: made of the last, or that undone."""
    planning, year = _planning(who, form)
    deed = form.get(DEED, "")
    if deed == UNDO:
        planning.undo(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    if deed != MAKE:
        raise YearError("Det går inte att göra med ett år.", "Läs in sidan igen.")
    save = planning.make_year(year)
    words = f"{year} är gjort efter {year - 1}. Se igenom datumen: de är flyttade till samma veckodagar."
    return Notice(words, is_good=True, fields={BATCH: save.batch, OWNER: planning.owner})


def _one(who: Visit, form: Form) -> Notice | Kept | Done:
    planning, year = _planning(who, form)
    key, deed, seen = form.get(KEY, "")[:64], form.get(DEED, ""), number_in(form.get(SEEN, ""))
    if deed == UNDO:
        planning.undo(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    if deed == REMOVE:
        words = "Datumet är borttaget. Det som hängde på det står kvar på sina dagar."
        return saved_words(words, planning.remove(key, seen))
    if deed != SAVE:
        raise YearError("Det går inte att göra med ett datum.", "Läs in sidan igen.")
    if not key:
        key, save = planning.add(year, _typed(form))
        place = {**_place(form, "kommun", "plan", OWNER), KEY: key}
        return Done(saved_words("Datumet är tillagt och syns för alla.", save), place)
    return _changed(planning, key, _typed(form), seen)


def _changed(planning: YearPlanning, key: str, mine: Mapping[str, str], seen: int) -> Notice | Kept:
    told = "Datumet är sparat. Det som hänger på det har flyttats med."

    def save(typed: Mapping[str, str], number: int) -> Save:
        return planning.change(key, typed, number)

    try:
        return saved_words(told, save(mine, seen))
    except OvertakenError:
        versions = planning.history(EVENTS, key)
        found = put_with_newest(versions, seen, mine, texts_of)
        if isinstance(found, Kept):
            return found
        return saved_words(told, save(found.fields, versions[0].number))
