"""Activities as bars on months, with today's line; and how far a plan's have come. Drawn by activities.html."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.access.people import Person
from core.cycle.plans import Activity, ActivityState
from core.words.dates import month_word
from core.words.formats import counted

# A bar is never narrower than it can be seen, and two words on the axis never closer than they can be read (per cent).
_LEAST, _APART = 1.5, 8.0
_MOST_MONTHS = 10
_SYMBOLS = {
    ActivityState.NOT_BEGUN: "state-none",
    ActivityState.GOING_ON: "state-half",
    ActivityState.DONE: "state-done",
}
_LOOKS = {ActivityState.NOT_BEGUN: "planned", ActivityState.GOING_ON: "going", ActivityState.DONE: "done"}


@dataclass(frozen=True)
class Progress:
    """How many activities there are, are done, and are late."""

    total: int
    done: int
    late: int

    @property
    def words(self) -> str:
        """ "1 av 4 aktiviteter klara"."""
        if not self.total:
            return "inga aktiviteter än"
        return f"{self.done} av {counted(self.total, '1 aktivitet klar', 'aktiviteter klara')}"

    @property
    def late_words(self) -> str:
        """ "1 försenad"; '' for none."""
        return f"{self.late} {'försenad' if self.late == 1 else 'försenade'}" if self.late else ""


@dataclass(frozen=True)
class ActivityBar:
    """An activity. ``left`` and ``width`` are per cent of the whole time, ``late`` how long it has been late (0: not).

    ``look`` is done, going or planned; ``owner`` the name of its account; ``is_unowned`` where that is closed.
    ``address`` is where somebody does something about it, '' where nobody may.
    """

    what: str
    responsible: str
    owner: str
    is_unowned: bool
    left: float
    width: float
    late: float
    look: str
    due: date
    state: str
    symbol: str
    is_late: bool
    address: str = ""


@dataclass(frozen=True)
class Timeline:
    """Activities by the day they are due. ``months`` are (word, place), ``today`` a place or None; all in per cent."""

    bars: tuple[ActivityBar, ...]
    months: tuple[tuple[str, float], ...]
    today: float | None


def progress(activities: Sequence[Activity], today: date) -> Progress:
    """How far ACTIVITIES have come, for readers too."""
    done = sum(one.state is ActivityState.DONE for one in activities)
    return Progress(len(activities), done, sum(one.is_overdue(today) for one in activities))


def late_words(due: date, today: date) -> str:
    """How late something is that was DUE: "försenad 25 dagar"."""
    return f"försenad {counted((today - due).days, 'en dag', 'dagar')}"


def timeline(
    activities: Sequence[Activity],
    today: date,
    people: Mapping[int, Person],
    addresses: Mapping[str, str] | None = None,
) -> Timeline:
    """ACTIVITIES (by the day they are due) with the names of PEOPLE (accounts) who own them.

    ADDRESSES lead to where something is done about them, by their ids.
    """
    if not activities:
        return Timeline((), (), None)
    days = [day for one in activities for day in (one.start or one.due, one.due, one.done_on or one.due)]
    if any(one.state is not ActivityState.DONE for one in activities):
        days.append(today)
    first, last = min(days).replace(day=1), _next_month(max(days))
    whole = (last - first).days

    def place(day: date) -> float:
        return round(100 * (day - first).days / whole, 2)

    def bar(one: Activity) -> ActivityBar:
        is_late, start = one.is_overdue(today), one.start or one.due
        end = one.done_on if one.done_on and one.done_on > start else one.due
        return ActivityBar(
            what=one.what,
            responsible=one.responsible,
            owner=people[one.account].name if one.account is not None and one.account in people else "",
            is_unowned=one.account is not None and one.account not in people,
            left=min(place(start), 100 - _LEAST),
            width=max(place(end + timedelta(days=1)) - place(start), _LEAST),
            late=place(today) - place(one.due) if is_late else 0.0,
            look=_LOOKS[one.state],
            due=one.due,
            state=late_words(one.due, today) if is_late else one.state.value,
            symbol="overdue" if is_late else _SYMBOLS[one.state],
            is_late=is_late,
            address=(addresses or {}).get(one.id, ""),
        )

    now = place(today) if first <= today < last else None
    return Timeline(tuple(map(bar, activities)), _months(first, last, now, place), now)


def _months(
    first: date, last: date, now: float | None, place: Callable[[date], float]
) -> tuple[tuple[str, float], ...]:
    """As many months as can be read, none under the word for today (NOW)."""
    months = [first]
    while (later := _next_month(months[-1])) < last:
        months.append(later)
    shown = months[:: -(-len(months) // _MOST_MONTHS)]
    words = ((month_word(one) if one.month > 1 or one is first else str(one.year), place(one)) for one in shown)
    return tuple((word, at) for word, at in words if now is None or abs(at - now) >= _APART)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
