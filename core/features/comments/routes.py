"""What is said of outcomes: the form of the page Kommentera. Rights are asked for in ``store``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from core.errors import NyckeltalError
from core.features.comments.store import LONGEST_COMMENT, CommentError, current_comments
from core.outcomes.comments import Comment
from core.web.choices import COMMENT
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import Kept, KeptForm, saved_together
from core.web.visit import Visit
from core.words.numbers import number_in

_AT_ONCE = 2
# Two texts, of which every letter may take six signs in a form.
_MOST_BYTES = 2 * LONGEST_COMMENT * 6 * 2
_PLACE, _TEXTS = ("kommun", "nyckeltal", "artal"), ("varfor", "gors")


def comment_routes() -> list[BaseRoute]:
    """POST /kommentar."""
    form = KeptForm(COMMENT, WorkKind.COMMENT, "nyckeltal", _place, _typed)
    return form_routes({COMMENT: form.answering(_saved)}, at_once=_AT_ONCE, most_bytes=_MOST_BYTES)


def _place(form: Form) -> dict[str, str]:
    return {name: form.get(name, "")[:16] for name in _PLACE}


def _saved(who: Visit, form: Form) -> str | Kept:
    place, comments = _place(form), current_comments(who.catalogue)
    if who.figures is None or number_in(place["artal"]) not in who.figures.years:
        raise CommentError("För det året finns inga utfall.", "Välj ett av åren på sidan.")
    seen = number_in(form.get("sedd", ""))

    def save(texts: Mapping[str, str], seen: int) -> Comment | None:
        why, actions = texts["varfor"], texts["gors"]
        return comments.save(*_outcome(form), why=why, actions=actions, seen=seen, by=who.person, now=who.now)

    def history() -> Sequence[Comment]:
        return comments.history(*_outcome(form), by=who.person)

    if wanted := number_in(form.get("version", "")):
        return _done(save(_typed_of(_version(history(), wanted)), seen))
    found = saved_together(save, _typed(form), seen, history, _typed_of)
    return found if isinstance(found, Kept) else f"{_done(found[0])}{found[1]}"


def _outcome(form: Form) -> tuple[str, str, int]:
    return form.get("kommun", ""), form.get("nyckeltal", ""), number_in(form.get("artal", ""))


def _typed_of(comment: Comment | None) -> dict[str, str]:
    """COMMENT as it would have been typed."""
    return dict(zip(_TEXTS, (comment.why, comment.actions) if comment else ("", ""), strict=True))


def _version(versions: Sequence[Comment], number: int) -> Comment:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NyckeltalError("Versionen finns inte.", "Läs in sidan igen.")
    return found


def _typed(form: Form) -> dict[str, str]:
    return {} if number_in(form.get("version", "")) else {name: form.get(name, "") for name in _TEXTS}


def _done(comment: Comment | None) -> str:
    if comment is None or comment.is_removed:
        return "Ingen kommentar gäller nu."
    return "Kommentaren är sparad och syns för alla."
