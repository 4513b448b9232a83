"""How the forms of an area's deck and of its report are answered: what is alike in both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.access.rights import Action, require
from core.catalogue import Catalogue
from core.documents.area_versions import AreaVersion, AreaVersions
from core.documents.entry import AreaEntry, Written
from core.errors import NyckeltalError
from core.outcomes.figures import Figures
from core.web.forms import Form
from core.web.kept_forms import Deed, Kept, area_in, put_together
from core.web.typed import SEEN
from core.web.visit import Visit
from core.words.numbers import number_in

# The button that is pressed, and the usual one.
DEED, SAVE = "gor", "spara"

W = TypeVar("W", bound=Written)
F = TypeVar("F", bound=AreaEntry)


class FormError(NyckeltalError):
    """What was typed cannot be kept; the message says where and what to do."""


def about(who: Visit, form: Form) -> tuple[str, Figures]:
    """The area that FORM is about, with the figures. Raises NotAllowedError, FormError.

    Before anything is read: who may not edit it, learns nothing of it.
    """
    area = area_in(form)
    require(who.person, Action.EDIT_DECK, area=area)
    if who.figures is None or area not in who.catalogue.area_by_id:
        raise FormError("Området finns inte.", "Kontrollera adressen.")
    return area, who.figures


@dataclass(frozen=True)
class Sent(Generic[W, F]):
    """What was typed, put together with what others have saved since.

    It goes on from version number ``seen``, which is the ``newest``; ``also`` is what the answer adds of the others.
    """

    form: Form
    newest: AreaVersion[W, F] | None
    seen: int
    also: str = ""


def sent(
    who: Visit,
    form: Form,
    versions: AreaVersions[W, F],
    first: W,
    *,
    typed: Mapping[str, str],
    is_shown_first: Callable[[AreaVersion[W, F]], bool],
) -> Sent[W, F] | Kept:
    """FORM, of which TYPED are the texts, on the newest of VERSIONS; FIRST is what it was drawn of before any.

    Kept, to be shown first, where others have changed the same texts, or where their version IS_SHOWN_FIRST.
    """
    seen = number_in(form.get(SEEN, ""))
    newest = versions.newest(first.area)
    if newest is None or newest.number == seen:
        return Sent(form, newest, seen)
    base = versions.version(first.area, seen, by=who.person).written if seen else first
    texts = (base.typed, typed, newest.written.typed)
    found = put_together(newest.said, newest.number, *texts, is_shown_first=is_shown_first(newest))
    if isinstance(found, Kept):
        return found
    return Sent({**form, **found.fields}, newest, newest.number, f" {newest.said}: det är med.")


def restored(current: Callable[[Catalogue], AreaVersions[Any, Any]], what: str) -> Deed:
    """The deed that takes back WHAT ("bilderna") of an older version of those that are CURRENT."""

    def deed(who: Visit, form: Form) -> str:
        number, seen = number_in(form.get("version", "")), number_in(form.get(SEEN, ""))
        version = current(who.catalogue).restore(area_in(form), number, parent=seen, by=who.person, now=who.now)
        return f"Version {version.number} har {what} från version {number}."

    return deed
