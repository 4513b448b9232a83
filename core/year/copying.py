"""A new year made from the last: dates on the same weekdays, and what then differs. No clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.year.book import YearBook
from core.year.dates import days_of, same_weekday
from core.year.models import ProjectPlan, YearEvent


def copied_events(book: YearBook, year: int, named: Callable[[], str]) -> list[YearEvent]:
    """The dates of the year before YEAR as they become in YEAR, with ids that NAMED makes.

    What hangs on another hangs as before. What would come outside the year stands on its own weekday in it.
    """
    old = book.of_year(year - 1)
    was, names = book.days(year - 1), {key: named() for key in old}
    made = {
        names[key]: replace(
            one,
            id=names[key],
            year=year,
            origin=key,
            on=same_weekday(one.on, year) if one.on else None,
            hangs_on=names.get(one.hangs_on, ""),
        )
        for key, one in old.items()
        if key in was
    }
    for key, day in days_of(made).items():
        one = made[key]
        if day.year != year:
            one = replace(one, on=same_weekday(was[one.origin], year), hangs_on="", days=0)
        last = (one.on or day) + timedelta(one.lasts)
        made[key] = replace(one, lasts=one.lasts if last.year == year else (date(year, 12, 31) - (one.on or day)).days)
    return list(made.values())


def copied_plan(before: ProjectPlan, year: int) -> ProjectPlan:
    """The project plan BEFORE as the first draft of YEAR's: not approved, and with nothing learned yet."""
    return replace(before, year=year, lessons="", approved_on=None, approved_by="")


@dataclass(frozen=True)
class Beside:
    """A date in a year and in the one before: None for what it was not there, or is no more.

    ``moved`` is how many days later (earlier where negative) it is than on its weekday nearest to last year's day.
    """

    title: str
    before: date | None
    now: date | None
    moved: int = 0


def beside_last(book: YearBook, year: int) -> list[Beside]:
    """The dates of YEAR beside those of the one before that they were made from, then those that are no more."""
    old, new = book.of_year(year - 1), book.of_year(year)
    was, now = book.days(year - 1), book.days(year)
    found = []
    for key, day in now.items():
        before = was.get(new[key].origin)
        found.append(Beside(new[key].title, before, day, (day - same_weekday(before, year)).days if before else 0))
    kept = {one.origin for one in new.values()}
    return found + [Beside(old[key].title, day, None) for key, day in was.items() if key not in kept]
