"""What is done to the year by forms. Rights are asked for in ``core.year.planning``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from starlette.routing import BaseRoute

from core.features.year.file_routes import file_routes
from core.features.year.page import asked_owner, planning_of, texts_of, year_in
from core.features.year.plan_document import TEXTS
from core.features.year.plan_page import FUNCTION_OF, PLACE_OF
from core.features.year.plan_page import texts_of as texts_of_plan
from core.features.year.view import KEY, OWNER
from core.state.entries import Save
from core.web.choices import PROJECT_PLAN, YEAR, YEAR_DATE
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNDONE, Done, Kept, KeptForm, saved_together, saved_words
from core.web.notices import Notice
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.numbers import number_in
from core.year.book import EVENTS, PROJECT_PLANS
from core.year.models import AreaRole, ProjectPlan
from core.year.planning import LONGEST_TEXT, YearError, YearPlanning

# The project plan's texts, of which every letter may take six signs in a form.
_AT_ONCE, _MOST_BYTES = 2, 4 * LONGEST_TEXT * 6 * 2
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
_PLAN_LABELS = {**TEXTS, "approved_on": "Fastställd den", "approved_by": "Fastställd av", "function": "Sammankallande"}


def year_routes() -> list[BaseRoute]:
    """POST /aret, /arsdatum and /projektplan; GET the files."""
    whole = KeptForm(YEAR, WorkKind.YEAR, OWNER, lambda form: _place(form, "kommun", "plan"), lambda _: {})
    one = KeptForm(
        YEAR_DATE, WorkKind.YEAR, KEY, lambda form: _place(form, "kommun", "plan", OWNER, KEY), _typed, _LABELS
    )
    plan = KeptForm(
        PROJECT_PLAN, WorkKind.YEAR, "plan", lambda form: _place(form, "kommun", "plan"), _plan_typed, _PLAN_LABELS
    )
    answers = {
        YEAR: whole.answering(_whole),
        YEAR_DATE: one.answering(_one),
        PROJECT_PLAN: plan.answering(_plan),
    }
    return [*form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES), *file_routes()]


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
    found = saved_together(partial(planning.change, key), mine, seen, partial(planning.history, EVENTS, key), texts_of)
    told = "Datumet är sparat. Det som hänger på det har flyttats med."
    return found if isinstance(found, Kept) else saved_words(told, found[0])


def _plan_typed(form: Form) -> dict[str, str]:
    """What was typed of the project plan, its areas too; nothing of a form that is only pressed."""
    if "purpose" not in form:
        return {}
    areas = {name: text for name, text in form.items() if name.startswith((PLACE_OF, FUNCTION_OF))}
    return {name: form.get(name, "") for name in _PLAN_LABELS if name != "function"} | areas


def _plan(who: Visit, form: Form) -> Notice | Kept:
    planning, year = _planning(who, form)
    if form.get(DEED) == UNDO:
        planning.undo(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    if form.get(DEED) != SAVE:
        raise YearError("Det går inte att göra med en projektplan.", "Läs in sidan igen.")
    typed, seen = _plan_typed(form), number_in(form.get(SEEN, ""))

    def save(mine: Mapping[str, str], number: int) -> Save:
        return planning.write_plan(year, mine, _roles(who, mine), number)

    found = saved_together(save, typed, seen, partial(planning.history, PROJECT_PLANS, str(year)), _plan_texts)
    told = "Projektplanen är sparad och syns för alla."
    return found if isinstance(found, Kept) else saved_words(told, found[0])


def _plan_texts(plan: ProjectPlan | None) -> dict[str, str]:
    areas = {f"{PLACE_OF}{one.id}": one.municipality for one in plan.areas} if plan else {}
    functions = {f"{FUNCTION_OF}{one.id}": one.function for one in plan.areas} if plan else {}
    return {**texts_of_plan(plan), **areas, **functions}


def _roles(who: Visit, typed: Mapping[str, str]) -> tuple[AreaRole, ...]:
    """The areas as TYPED: of those that there are, with participants that there are."""
    known = {one.id for one in who.catalogue.participants}
    return tuple(
        AreaRole(
            area.id,
            place if (place := typed.get(f"{PLACE_OF}{area.id}", "")) in known else "",
            typed.get(f"{FUNCTION_OF}{area.id}", "").strip(),
        )
        for area in who.catalogue.areas
    )
