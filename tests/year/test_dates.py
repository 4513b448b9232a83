"""The year's dates: what hangs on another moves with it, and a new year falls on the same weekdays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.year.book import YearBook
from core.year.copying import Beside, beside_last, copied_events
from core.year.dates import days_of, hanging_on, same_weekday
from core.year.models import Lane, YearEvent, hanging_words

CONFERENCE = YearEvent("k", 2026, "Konferens", Lane.CONFERENCE, date(2026, 10, 26), is_conference=True)
REPORTS = YearEvent("r", 2026, "Rapporter", Lane.CONFERENCE, hangs_on="k", days=-42)
READ = YearEvent("l", 2026, "Läsning", Lane.CONFERENCE, hangs_on="r", days=3, lasts=4)
PLAN = YearEvent("p", 2026, "Projektplan", Lane.CONFERENCE, date(2026, 2, 12))


def events(*them: YearEvent) -> dict[str, YearEvent]:
    return {one.id: one for one in them}


def test_what_hangs_on_the_conference_moves_with_it_through_others_too() -> None:
    at = events(CONFERENCE, REPORTS, READ, PLAN)
    assert days_of(at) == {
        "p": date(2026, 2, 12),
        "r": date(2026, 9, 14),
        "l": date(2026, 9, 17),
        "k": date(2026, 10, 26),
    }
    later = events(YearEvent("k", 2026, "Konferens", Lane.CONFERENCE, date(2026, 11, 2)), REPORTS, READ)
    assert [days_of(later)[key] - days_of(at)[key] for key in "krl"] == [timedelta(7)] * 3
    assert hanging_on("k", at) == ["r", "l"]


def test_what_hangs_on_itself_or_on_nothing_has_no_day_and_stops_nobody() -> None:
    a = YearEvent("a", 2026, "A", Lane.CONFERENCE, hangs_on="b", days=1)
    b = YearEvent("b", 2026, "B", Lane.CONFERENCE, hangs_on="a", days=1)
    lost = YearEvent("c", 2026, "C", Lane.CONFERENCE, hangs_on="borta")
    assert days_of(events(a, b, lost, PLAN)) == {"p": date(2026, 2, 12)}


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.integers(2001, 2098))
def test_the_same_weekday_is_near_and_in_the_year(day: date, year: int) -> None:
    found = same_weekday(day, year)
    wanted = date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)
    assert (found.weekday(), found.year) == (day.weekday(), year)
    assert abs((found - wanted).days) <= (3 if 4 <= wanted.timetuple().tm_yday <= 361 else 6)


def test_a_new_year_hangs_together_as_the_last_on_the_same_weekdays() -> None:
    late = YearEvent("s", 2026, "Slut", Lane.CONFERENCE, date(2026, 12, 28), lasts=3)
    book = YearBook("-", events(CONFERENCE, REPORTS, PLAN, late))
    names = iter("abcd")
    made = {one.origin: one for one in copied_events(book, 2027, lambda: next(names))}
    days = days_of({one.id: one for one in made.values()})
    assert {key: days[one.id] for key, one in made.items()} == {
        "p": date(2027, 2, 11),
        "r": date(2027, 9, 13),
        "k": date(2027, 10, 25),
        "s": date(2027, 12, 27),
    }
    assert all(days[one.id].weekday() == book.days(2026)[key].weekday() for key, one in made.items())
    assert made["r"].hangs_on == made["k"].id
    assert made["k"].is_conference
    assert all(one.year == 2027 for one in made.values())


def test_what_comes_outside_the_year_stands_on_its_own_weekday_in_it() -> None:
    meeting = YearEvent("m", 2026, "Möte", Lane.CONFERENCE, date(2026, 1, 5))
    before = YearEvent("f", 2026, "Kallelse", Lane.CONFERENCE, hangs_on="m", days=-4)
    made = {one.origin: one for one in copied_events(YearBook("-", events(meeting, before)), 2027, iter("ab").__next__)}
    assert made["m"].on == date(2027, 1, 4)
    # Four days before is the 31 of December: not in 2027.
    assert (made["f"].on, made["f"].hangs_on) == (date(2027, 1, 7), "")
    assert made["f"].on
    assert made["f"].on.weekday() == date(2026, 1, 1).weekday()


def test_a_year_is_told_beside_the_one_that_it_was_made_of() -> None:
    conference = YearEvent("k2", 2027, "Konferens", Lane.CONFERENCE, date(2027, 11, 1), origin="k")
    new = YearEvent("n", 2027, "Nytt", Lane.CONFERENCE, date(2027, 3, 1))
    book = YearBook("-", events(CONFERENCE, PLAN, conference, new))
    assert beside_last(book, 2027) == [
        Beside("Nytt", None, date(2027, 3, 1)),
        Beside("Konferens", date(2026, 10, 26), date(2027, 11, 1), 7),
        Beside("Projektplan", date(2026, 2, 12), None),
    ]


@pytest.mark.parametrize(
    ("days", "words"),
    [(-42, "6 veckor före"), (7, "1 vecka efter"), (-1, "1 dag före"), (10, "10 dagar efter"), (0, "samma dag som")],
)
def test_how_far_off_a_date_hangs_is_said_in_weeks_where_it_is_weeks(days: int, words: str) -> None:
    assert hanging_words(days) == words
