"""Where figures come from, said as Kolada's terms ask."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

OWN_WORK = "Egen bearbetning av data från Kolada."
UNPROCESSED = "Källa: Kolada."
EXAMPLE = "Exempeldata: kommuner och siffror är påhittade."
_HERE = ZoneInfo("Europe/Stockholm")


def attribution(*, is_example: bool, processed: bool = True) -> str:
    """The line under figures: Kolada is credited only with values that nothing has been done to."""
    if is_example:
        return EXAMPLE
    return OWN_WORK if processed else UNPROCESSED


def fetched_words(fetched_at: datetime, *, is_example: bool) -> str:
    """When the figures were fetched."""
    day = f"{fetched_at.astimezone(_HERE):%Y-%m-%d}"
    return f"exempeldata gjorda {day}" if is_example else f"data från Kolada hämtade {day}"
