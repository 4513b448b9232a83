"""What is said of outcomes: the form of the page Kommentera. Rights are asked for in ``core.own.comments``."""

from __future__ import annotations

from starlette.routing import BaseRoute

from core.errors import NyckeltalError
from core.own.comments import LONGEST_COMMENT, Comment, CommentError
from core.own.pending import WorkKind
from core.own.store import OwnStore, current_own
from core.server.answers import Asking
from core.server.forms import Form, form_routes
from core.server.kept_forms import KeptForm
from core.ui.choices import COMMENT, number_in

_AT_ONCE = 2
# Two texts, of which every letter may take six signs in a form.
_MOST_BYTES = 2 * LONGEST_COMMENT * 6 * 2
_PLACE = ("kommun", "nyckeltal", "artal")


def comment_routes() -> list[BaseRoute]:
    """POST /kommentar."""
    form = KeptForm(COMMENT, WorkKind.COMMENT, "nyckeltal", _place, _typed)
    return form_routes({COMMENT: form.answering(_saved)}, at_once=_AT_ONCE, most_bytes=_MOST_BYTES)


def _place(form: Form) -> dict[str, str]:
    return {name: form.get(name, "")[:16] for name in _PLACE}


def _saved(who: Asking, form: Form) -> str:
    place, own = _place(form), current_own(who.catalogue)
    if who.figures is None or number_in(place["artal"]) not in who.figures.years:
        raise CommentError("För det året finns inga utfall.", "Välj ett av åren på sidan.")
    why, actions = _texts(own, who, form)
    comment = own.comments.save(
        *(place["kommun"], place["nyckeltal"], number_in(place["artal"])),
        why=why,
        actions=actions,
        seen=number_in(form.get("sedd", "")),
        by=who.person,
        now=who.now,
    )
    return _done(comment)


def _texts(own: OwnStore, who: Asking, form: Form) -> tuple[str, str]:
    """What was typed, or what an older version said where one asks for that. Raises NyckeltalError."""
    wanted = number_in(form.get("version", ""))
    if not wanted:
        return form.get("varfor", ""), form.get("gors", "")
    municipality, kpi, year = form.get("kommun", ""), form.get("nyckeltal", ""), number_in(form.get("artal", ""))
    versions = own.comments.history(municipality, kpi, year, by=who.person)
    found = next((one for one in versions if one.number == wanted), None)
    if found is None:
        raise NyckeltalError("Versionen finns inte.", "Läs in sidan igen.")
    return found.why, found.actions


def _typed(form: Form) -> dict[str, str]:
    return {} if form.get("version") else {name: form.get(name, "") for name in ("varfor", "gors")}


def _done(comment: Comment | None) -> str:
    if comment is None or comment.is_removed:
        return "Ingen kommentar gäller nu."
    return "Kommentaren är sparad och syns för alla."
