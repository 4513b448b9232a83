"""Days and moments as they are said: Swedish time, wherever the server is."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Stockholm")
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


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
