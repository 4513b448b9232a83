"""What somebody says of hers by one press. Rights are asked for where each thing is changed."""

from __future__ import annotations

from starlette.routing import BaseRoute

from core.access.service import current_engine
from core.cycle.carrying_out import CarryingOut
from core.cycle.checking_in import AskedPeriod, CheckingIn
from core.cycle.plans import period_at
from core.cycle.working import CycleError
from core.features.undertakings.asked import deed_in
from core.features.undertakings.mine_page import KEY, KIND, WORDS
from core.features.undertakings.plan_page import carrying_of
from core.features.undertakings.plan_routes import DELAY, REPORT, UNDO
from core.goals.assigning import Assigning
from core.outcomes.periods import figures_then
from core.outcomes.undertakings import Kind
from core.state.entries import Save
from core.web.choices import UNDERTAKINGS
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNCHANGED, UNDONE, Done, KeptForm
from core.web.notices import Notice
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.formats import first_upper
from core.words.numbers import number_in

_AT_ONCE = 4
_LABELS = {"due": "Försenad till"}


def mine_routes() -> list[BaseRoute]:
    """POST /mina-ataganden."""
    form = KeptForm(UNDERTAKINGS, WorkKind.CARRYING_OUT, KEY, _place, _typed, _LABELS, lambda form: _key(form) + "-")
    return form_routes({UNDERTAKINGS: form.answering(_done)}, at_once=_AT_ONCE)


def checking_of(visit: Visit, municipality: str) -> CheckingIn:
    """MUNICIPALITY's check-ins for who asks, in the process's own database."""
    engine = current_engine()
    return CheckingIn(engine, municipality, visit.person, visit.now, visit.catalogue)


def _key(form: Form) -> str:
    return form.get(KEY, "")[:64]


def _place(form: Form) -> dict[str, str]:
    return {"kommun": form.get("kommun", "")[:16]}


def _typed(form: Form) -> dict[str, str]:
    return {DEED: deed_in(form), KEY: _key(form), "due": form["due"][:40]} if "due" in form else {}


def _done(who: Visit, form: Form) -> Notice | Done:
    carrying = carrying_of(who, form.get("kommun", "")[:16])
    if deed_in(form) == UNDO:
        _undone(who, carrying, form)
        return Done(Notice(UNDONE, is_good=True), _place(form), f"om-{_key(form)}")
    save, words = _said(who, carrying, form)
    if not save.batch:
        return Notice(UNCHANGED, is_good=True)
    fields = {BATCH: save.batch, KEY: _key(form), KIND: form.get(KIND, "")[:20], WORDS: words}
    return Done(Notice(f"Sparat: {words}.", is_good=True, fields=fields), _place(form), f"om-{_key(form)}")


def _said(who: Visit, carrying: CarryingOut, form: Form) -> tuple[Save, str]:
    """What was saved, and what it says."""
    deed, kind, key, said = deed_in(form), form.get(KIND, ""), _key(form), form.get("lage", "")[:40]
    seen = number_in(form.get(SEEN, "")) or None
    if deed == DELAY and kind == Kind.ACTIVITY:
        day = form.get("due", "").strip()
        return carrying.delay(key, {"due": day, "reason": ""}, seen), f"försenad till {day}"
    if deed == REPORT and kind == Kind.ACTIVITY:
        return carrying.report(key, said, seen), said
    if deed == REPORT and kind == Kind.ASSIGNMENT:
        assigning = _assigning(carrying)
        return assigning.report(key, {"state": said, "text": f"{first_upper(said)}."}, seen or 0), said
    if deed == REPORT and kind == Kind.CHECK_IN:
        asked = AskedPeriod(form.get("organ", "")[:64], *period_at(carrying.today))
        figures = figures_then(who.figures, carrying.municipality, key) if who.figures else ()
        checking = checking_of(who, carrying.municipality)
        return checking.check_in(asked, key, {"expected": said}, seen, figures), f"{said} vid årets slut"
    raise CycleError("Det går inte att säga om det här.", "Läs in sidan igen.")


def _undone(who: Visit, carrying: CarryingOut, form: Form) -> None:
    batch, kind = form.get(BATCH, "")[:64], form.get(KIND, "")
    if kind == Kind.ASSIGNMENT:
        _assigning(carrying).undo(batch, _key(form))
    elif kind == Kind.CHECK_IN:
        checking_of(who, carrying.municipality).take_back(batch)
    else:
        carrying.take_back(batch)


def _assigning(carrying: CarryingOut) -> Assigning:
    return Assigning(carrying.engine, carrying.municipality, carrying.by, carrying.now)
