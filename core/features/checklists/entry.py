"""Checklistor: what the feature brings to the site."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute

from core.access.rights import Action, may_somewhere
from core.catalogue.checklists import Checklist, default_checklists
from core.cycle.checklists import DAY, DONE, OWNER, texts_of
from core.errors import NyckeltalError
from core.features.checklists.page import LIST, checklists_html, ticking_of
from core.web.choices import CHECKLISTS
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNDONE, Kept, KeptForm, saved_together, saved_words
from core.web.notices import Notice
from core.web.pages import Door, Feature, MenuItem, personal
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.numbers import number_in

_MOST_BYTES = 40_000
_LABELS = {
    f"{begins}{key}": f"{words}, {one.title.lower()}"
    for one in default_checklists().values()
    for key in one.points
    for begins, words in ((DAY, "Dag"), (OWNER, "Funktion"))
}


def _routes() -> list[BaseRoute]:
    form = KeptForm(CHECKLISTS, WorkKind.CHECKLIST, LIST, _place, _typed, _LABELS)
    return form_routes({CHECKLISTS: form.answering(_ticked)}, at_once=1, most_bytes=_MOST_BYTES)


def _place(form: Form) -> dict[str, str]:
    return {name: form[name][:64] for name in ("kommun", LIST) if form.get(name)}


def _checklist(form: Form) -> Checklist:
    found = default_checklists().get(form.get(LIST, ""))
    if found is None:
        raise NyckeltalError("Checklistan finns inte.", "Läs in sidan igen.")
    return found


def _typed(form: Form) -> dict[str, str]:
    """What was typed of all points; nothing of a form that is only pressed."""
    one = default_checklists().get(form.get(LIST, ""))
    if one is None or not any(name.startswith(OWNER) for name in form):
        return {}
    return {f"{begins}{key}": form.get(f"{begins}{key}", "") for key in one.points for begins in (DONE, DAY, OWNER)}


def _ticked(who: Visit, form: Form) -> Notice | Kept:
    ticking = ticking_of(who, form.get("kommun", "")[:16])
    if form.get(DEED) == "angra":
        ticking.undo(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    one = _checklist(form)
    history, texts = partial(ticking.versions, one), partial(texts_of, checklist=one)
    found = saved_together(partial(ticking.save, one), _typed(form), number_in(form.get(SEEN, "")), history, texts)
    return found if isinstance(found, Kept) else saved_words(f"Checklistan är sparad.{found[1]}", found[0])


FEATURE = Feature(
    (
        personal(
            CHECKLISTS,
            "Checklistor",
            "checklists.py",
            checklists_html,
            lambda person: may_somewhere(person, Action.READ_PLANS),
            door=Door.WORK,
            menu=(MenuItem(5),),
        ),
    ),
    _routes,
)
