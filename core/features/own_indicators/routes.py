"""What is done on the pages of own indicators. Rights are asked for in ``deeds``, at every one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.errors import NyckeltalError
from core.features.own_indicators.file_routes import own_file_routes
from core.features.own_indicators.store import OwnStore, current_own
from core.features.own_indicators.words import state_words
from core.features.own_indicators.work_routes import work_routes
from core.web.answers import back, visit_of
from core.web.choices import OWN, OWN_HISTORY
from core.web.drafts import WorkKind
from core.web.forms import Answer, Form, form_routes
from core.web.kept_forms import KeptForm
from core.web.notices import Notice
from core.web.visit import Visit
from core.words.numbers import number_in

# One at a time: whoever presses a button twice does one thing.
_AT_ONCE = 1

# What is done to the version that the form names, and the words when it is done.
Deed = Callable[[OwnStore, Visit, str, int, Form], str]


def own_routes() -> list[BaseRoute]:
    """The forms of the three pages, and the files they offer."""
    deeds = {
        "publicera": _published,
        "godkann": _approved,
        "neka": _refused,
        "dra-tillbaka": _withdrawn,
        "aterstall": _restored,
    }
    page = KeptForm(OWN_HISTORY, WorkKind.REASON, "id", lambda form: {"id": form.get("id", "")[:6]}, _typed)
    answers: dict[str, Answer] = {
        f"{OWN_HISTORY}/{name}": replace(page, begins=partial(reason_field, name)).answering(_done(deed))
        for name, deed in deeds.items()
    }
    answers[f"{OWN}/godkannande"] = _approval_set
    return [*form_routes(answers, at_once=_AT_ONCE), *work_routes(), *own_file_routes()]


def reason_field(deed: str, form: Form) -> str:
    """What the ids of the fields begin with in the form that does DEED to the version that FORM names."""
    return f"{deed}-{number_in(form.get('version', ''))}-"


def _done(deed: Deed) -> Callable[[Visit, Form], str]:
    """DEED, on the version that a form names."""
    return lambda who, form: deed(
        current_own(who.catalogue), who, form.get("id", ""), number_in(form.get("version", "")), form
    )


def _typed(form: Form) -> dict[str, str]:
    """The reason that was typed, and for which version."""
    reason = form.get("skal", "")[:1000]
    return {"skal": reason, "version": form.get("version", "")[:9]} if reason.strip() else {}


def _published(own: OwnStore, who: Visit, id_: str, number: int, _: Form) -> str:
    return state_words(own.publishing.publish(id_, number, by=who.person, now=who.now))


def _approved(own: OwnStore, who: Visit, id_: str, number: int, _: Form) -> str:
    return state_words(own.publishing.approve(id_, number, by=who.person, now=who.now))


def _refused(own: OwnStore, who: Visit, id_: str, number: int, form: Form) -> str:
    own.publishing.refuse(id_, number, form.get("skal", ""), by=who.person, now=who.now)
    return f"Version {number} är nekad. Den som lade in den ser ditt skäl."


def _withdrawn(own: OwnStore, who: Visit, id_: str, number: int, form: Form) -> str:
    own.publishing.withdraw(id_, number, form.get("skal", ""), by=who.person, now=who.now)
    return f"Version {number} är tillbakadragen. Du kan publicera den igen."


def _restored(own: OwnStore, who: Visit, id_: str, number: int, form: Form) -> str:
    seen = number_in(form.get("senaste", ""))
    made = own.saving.restore(id_, number, parent=seen, by=who.person, now=who.now)
    return f"Innehållet i version {number} är nu utkastet version {made.number}. Publicera det om läsarna ska se det."


def _approval_set(request: Request, form: Form) -> Response:
    """Let a second person's approval be needed in the ticked areas; those whose tick was left alone stay."""
    who = visit_of(request)
    shown, ticked = set(form.get("visade", "").split()), set(form.get("omraden", "").split())
    publishing = current_own(who.catalogue).publishing
    try:
        publishing.set_approvals({area: area in ticked for area in shown ^ ticked}, by=who.person, now=who.now)
    except NyckeltalError as error:
        return back(OWN, Notice.of(error))
    return back(OWN, Notice("Inställningen är sparad.", is_good=True))
