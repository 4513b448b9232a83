"""What was typed in a form and could not be saved, when the page is drawn again."""

from __future__ import annotations

from collections.abc import Mapping

from core.web.drafts import WorkGoneError, WorkKind, current_drafts
from core.web.notices import Notice
from core.web.visit import Visit
from core.words.numbers import number_in

# In forms: which of a page's forms it is, and the save that can be undone.
DEED, BATCH = "gora", "sparning"
# In an address and in a form: the number of the work that keeps what was typed, and the area that it is about.
WORK, AREA = "arbete", "omrade"
# In a form, and kept with what was typed there: the version that it was written from, or put together with.
SEEN = "sedd"
# In a form: the seal of the doubts that were shown with it, which the next press confirms.
CONFIRMED = "bekraftat"


def typed_before(asked: Visit, kind: WorkKind) -> Mapping[str, str]:
    """What the person typed last in a form of KIND and could not be saved: the address has its number, no text."""
    number = number_in(asked.params.get(WORK, ""))
    if not number:
        return {}
    try:
        return current_drafts().only(kind).get(number, by=asked.person).fields
    except WorkGoneError:
        return {}


def work_in(asked: Visit) -> str:
    """The number of the work that keeps what was typed, by the address; '' for none."""
    return str(number_in(asked.params.get(WORK, "")) or "")


def written_from(typed: Mapping[str, str], newest: int) -> int:
    """The version that what was TYPED before was written from; NEWEST where nothing was: the form is drawn from it."""
    return number_in(typed[SEEN]) if SEEN in typed else newest


def notice_of(asked: Visit, typed: Mapping[str, str]) -> Notice | None:
    """What the page tells first: how the form was answered, else that what was TYPED stands there unsaved."""
    if asked.notice or not typed:
        return asked.notice
    return Notice("Det här är inte sparat än. Läs igenom det, och spara.", is_good=False)
