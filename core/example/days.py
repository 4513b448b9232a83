"""Days in the example's files, counted from the day that it is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

YEARS: Mapping[str, int] = {"last": -1, "this": 0, "next": 1, "after": 2}
_TODAY = "today"


def year_of(said: str, today: date) -> int:
    """The year that SAID tells: "last", or how many years from TODAY's ("-4")."""
    return today.year + (YEARS[said] if said in YEARS else int(said))


def day_of(said: str, today: date) -> date:
    """The day that SAID tells: "this 05-20", "-4 11-14", or "today -40" in days from TODAY."""
    word, _, day = said.partition(" ")
    if word == _TODAY:
        return today + timedelta(int(day))
    return date.fromisoformat(f"{year_of(word, today)}-{day}")
