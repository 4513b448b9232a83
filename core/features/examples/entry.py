"""Goda exempel: what the feature brings to the site."""

from __future__ import annotations

from starlette.routing import BaseRoute

from core.access.service import opened_state
from core.features.examples.view import AskedExamples, examples_html
from core.outcomes.year import owner_of
from core.settings import Settings
from core.web.choices import EXAMPLES
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNDONE, KeptForm, saved_words
from core.web.notices import Notice
from core.web.pages import Door, Feature, MenuItem, Page, kept_by
from core.web.render import render
from core.web.typed import BATCH, DEED
from core.web.visit import Visit
from core.words.dates import today
from core.year.planning import YearError, YearPlanning, may_change

PICK, UNPICK, UNDO = "valj", "valj-bort", "angra"
_TOLD_PLACE = '<span class="nk-picked"></span>'


def _asked(visit: Visit) -> AskedExamples:
    assert visit.figures is not None  # noqa: S101 - it is asked for with figures alone
    return AskedExamples(visit.choices, today(visit.now).year, may_change(visit.person, owner_of(visit.figures)))


_KEPT = kept_by(examples_html, _asked)


def _show(visit: Visit) -> str:
    html = _KEPT(visit)
    if visit.notice is None:
        return html
    place = {"kommun": visit.choices.municipality or "", "omrade": visit.choices.area or ""}
    return html.replace(_TOLD_PLACE, render("picked.html", notice=visit.notice, place=place), 1)


def _routes() -> list[BaseRoute]:
    def place(form: Form) -> dict[str, str]:
        return {name: form[name][:64] for name in ("kommun", "omrade") if form.get(name)}

    form = KeptForm(EXAMPLES, WorkKind.YEAR, "kommun", place, lambda _: {})
    return form_routes({EXAMPLES: form.answering(_picked)}, at_once=1)


def _picked(who: Visit, form: Form) -> Notice:
    engine = opened_state(Settings.from_environment().database_url).engine
    planning = YearPlanning(engine, owner_of(who.figures) if who.figures else "", who.person, who.now)
    deed, of = form.get(DEED, ""), (form.get("fran", "")[:16], form.get("atgard", "")[:64])
    if deed == UNDO:
        planning.undo(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    if deed not in (PICK, UNPICK):
        raise YearError("Det går inte att göra med ett exempel.", "Läs in sidan igen.")
    planning.require()
    if deed == PICK and (who.figures is None or of[1] not in who.figures.cycle_of(of[0]).examples):
        raise YearError("Exemplet är inte publicerat längre.", "Läs in sidan igen.")
    save = planning.pick(today(who.now).year, *of, is_picked=deed == PICK)
    return saved_words("Valt till dagen." if deed == PICK else "Inte längre valt till dagen.", save)


FEATURE = Feature(
    (Page(EXAMPLES, "Goda exempel", "examples.py", _show, door=Door.COMPARE, menu=(MenuItem(6),)),), _routes
)
