"""What somebody has to do as its template draws it: what is late first, with what she says by one press."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from core.cycle.plans import ActivityState, Expected
from core.features.undertakings.asked import page_of
from core.goals.models import AssignmentState
from core.outcomes.undertakings import Kind, Mine, Undertaking
from core.web.choices import ASSIGNMENT, DEVIATION, FOLLOW_UP, REVIEW, Choices, link
from core.words.dates import day_words
from core.words.formats import count_word, counted, first_upper

# What is said of what is next is of so many days.
_AHEAD = timedelta(days=30)
# What is pressed, and its word on the button.
_PRESSES: Mapping[Kind, Mapping[str, str]] = {
    Kind.ACTIVITY: {ActivityState.GOING_ON.value: "På väg", ActivityState.DONE.value: "Klar"},
    Kind.ASSIGNMENT: {AssignmentState.GOING_ON.value: "På väg", AssignmentState.DONE.value: "Klart"},
    Kind.CHECK_IN: {one.value: first_upper(one.value) for one in Expected},
}
_OPENS = {
    Kind.PLAN: "Öppna planen",
    Kind.DEVIATION: "Öppna analysen",
    Kind.CLAIM: "Öppna analysen",
    Kind.PERIOD: "Till uppföljningen",
    Kind.FINDINGS: "Till avstämningen",
    Kind.ASSIGNMENT: "Skriv mer om uppdraget",
}


@dataclass(frozen=True)
class ItemView:
    """Something to do. ``presses`` are (value, words), ``seen`` the version that is shown.

    ``said`` is what was said of it just now, which ``batch`` undoes.
    """

    kind: Kind
    key: str
    title: str
    about: str
    when: str
    is_late: bool
    is_unowned: bool
    address: str
    opens: str
    presses: tuple[tuple[str, str], ...]
    can_delay: bool
    of: str
    seen: int
    said: str = ""
    batch: str = ""


@dataclass(frozen=True)
class Pressed:
    """What was said just now of what: in the notice that the press led to."""

    key: str
    words: str
    batch: str


def item(
    one: Undertaking, municipality: str, today: date, seen: Mapping[str, int], pressed: Pressed | None = None
) -> ItemView:
    """ONE with what may be said of it; nothing more of what was PRESSED just now."""
    is_pressed = pressed is not None and pressed.key == one.key
    state = "" if is_pressed else one.state
    return ItemView(
        one.kind,
        one.key,
        one.title,
        ", ".join(filter(None, [one.about, state])),
        when_words(one, today),
        one.is_late(today),
        one.is_unowned,
        address_of(one, municipality),
        _OPENS.get(one.kind, ""),
        () if is_pressed or one.is_unowned else tuple(_PRESSES.get(one.kind, {}).items()),
        one.kind is Kind.ACTIVITY and not is_pressed and not one.is_unowned,
        one.of,
        seen.get(f"{one.key}/{one.of}", seen.get(one.key, 0)),
        pressed.words if pressed and is_pressed else "",
        pressed.batch if pressed and is_pressed else "",
    )


def address_of(one: Undertaking, municipality: str) -> str:
    """Where ONE is."""
    choices = Choices(municipality)
    if one.kind in (Kind.DEVIATION, Kind.CLAIM):
        return link(DEVIATION, choices, deviation=one.of)
    if one.kind in (Kind.CHECK_IN, Kind.PERIOD):
        return link(FOLLOW_UP, choices, body=one.of)
    if one.kind is Kind.FINDINGS:
        asked = {"kommun": municipality, "organ": one.of, "urval": "utan-svar", "oppen": one.of}
        return f"{REVIEW}?{urlencode({name: text for name, text in asked.items() if text})}"
    if one.kind is Kind.ASSIGNMENT:
        return f"{ASSIGNMENT}?{urlencode({'kommun': municipality, 'uppdrag': one.key})}"
    return page_of(municipality, one.of, one.key if one.kind is Kind.ACTIVITY else "")


def when_words(one: Undertaking, today: date) -> str:
    """When ONE is due: "skulle vara klart 30 oktober, 25 dagar sent" or "1 december, om 7 dagar"."""
    if one.due is None:
        return "inget datum"
    day = day_words(one.due) + ("" if one.due.year == today.year else f" {one.due.year}")
    if one.is_late(today):
        return f"skulle vara klart {day}, {counted((today - one.due).days, 'en dag', 'dagar')} sent"
    if one.due < today:
        # It is done by now.
        return day
    left = (one.due - today).days
    return f"{day}, om {counted(left, 'en dag', 'dagar')}" if left else f"{day}, i dag"


def title_words(mine: Mine, today: date) -> str:
    """ "Två är försenade, tre ska bli klara före 15 december"."""
    late, before = len(mine.late), today + _AHEAD
    soon = sum(one.due is not None and one.due < before for one in mine.next)
    if not late and not mine.next:
        return "Du har inget att göra här just nu"
    done = "klart" if soon == 1 else "klara"
    parts = [
        f"{count_word(late, 'ett')} är {'försenat' if late == 1 else 'försenade'}" if late else "inget är försenat",
        f"{count_word(soon, 'ett')} ska bli {done} före {day_words(before)}" if soon else "",
    ]
    return first_upper(", ".join(filter(None, parts)))


def with_pressed(
    left: Iterable[Undertaking], mine: Mine, key: str, *, late: bool, today: date
) -> Sequence[Undertaking]:
    """What is LEFT, and what was pressed (KEY) in its place though it is done by now."""
    was = [one for one in mine.done if one.key == key and (one.due is not None and one.due < today) is late]
    return sorted((*left, *was), key=lambda one: one.due or date.max)
