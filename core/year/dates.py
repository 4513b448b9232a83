"""When the dates of a year are: those that hang on others move with them. No clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from core.year.models import YearEvent

_WEEK = 7


def days_of(events: Mapping[str, YearEvent]) -> dict[str, date]:
    """The first day of each of EVENTS (by id), earliest first.

    One that hangs on what is not there, or on itself by way of others, has none.
    """
    found: dict[str, date] = {}
    for key in events:
        day = _day(key, events)
        if day is not None:
            found[key] = day
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _day(key: str, events: Mapping[str, YearEvent]) -> date | None:
    days, seen = 0, set()
    while key in events and key not in seen:
        seen.add(key)
        one = events[key]
        if not one.hangs_on:
            return one.on + timedelta(days) if one.on else None
        days += one.days
        key = one.hangs_on
    return None


def hanging_on(key: str, events: Mapping[str, YearEvent]) -> list[str]:
    """The ids of those of EVENTS that move with KEY, directly or by way of others."""
    found = [key]
    for one in found:
        found += [other for other, event in events.items() if event.hangs_on == one and other not in found]
    return found[1:]


def same_date(day: date, year: int) -> date:
    """DAY in YEAR; the 29 of February is the 28 in any."""
    return day.replace(year=year, day=min(day.day, 28) if day.month == 2 else day.day)


def same_weekday(day: date, year: int) -> date:
    """The day of YEAR with the weekday of DAY that is nearest to DAY's date: at most three days from it.

    At the turn of a year the nearest one in YEAR.
    """
    wanted = same_date(day, year)
    ahead = (day.weekday() - wanted.weekday()) % _WEEK
    found = wanted + timedelta(ahead if ahead <= _WEEK // 2 else ahead - _WEEK)
    if found.year != year:
        found += timedelta(_WEEK if found.year < year else -_WEEK)
    return found
