"""Days and moments as they are said: Swedish time, wherever the server is."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Stockholm")
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def moment_words(at: datetime) -> str:
    """AT as it is said in a sentence: 2026-03-02 kl. 10.05."""
    return f"{at.astimezone(HERE):%Y-%m-%d kl. %H.%M}"


def today(now: datetime) -> date:
    """The day that it is in Sweden at NOW."""
    return now.astimezone(HERE).date()


def day_words(day: date) -> str:
    """DAY without its year: 26 oktober."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def month_word(day: date) -> str:
    """DAY's month in three letters, for an axis: okt."""
    return month_name(day.month)[:3]


def month_name(number: int) -> str:
    """Month NUMBER, from 1."""
    return _MONTHS[number - 1]


def weekday_words(day: date) -> str:
    """DAY with its weekday, without its year: måndag 26 oktober."""
    return f"{_WEEKDAYS[day.weekday()]} {day_words(day)}"


def short_day(day: date) -> str:
    """DAY without its year, for a list: 26 okt."""
    return f"{day.day} {month_word(day)}"


def short_days(first: date, last: date) -> str:
    """The days from FIRST to LAST, for a list: 26 okt, 22–28 okt, 28 nov–8 dec."""
    if first == last:
        return short_day(first)
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if is_one_month else short_day(first)}–{short_day(last)}"


def away_words(days: int) -> str:
    """How far away a day is that is DAYS from now: i dag, i morgon, om 8 dagar, för 8 dagar sedan."""
    known = {-1: "i går", 0: "i dag", 1: "i morgon"}
    return known.get(days) or (f"om {days} dagar" if days > 0 else f"för {-days} dagar sedan")
