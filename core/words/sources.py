"""Where figures come from, said as Kolada's terms ask."""

from __future__ import annotations

from datetime import datetime

from core.catalogue import Indicator
from core.words.dates import HERE

OWN_WORK = "Egen bearbetning av data från Kolada."
UNPROCESSED = "Källa: Kolada."
EXAMPLE = "Exempeldata: kommuner och siffror är påhittade."
NOT_KOLADAS = "Egna nyckeltal är inte från Kolada: källan står på nyckeltalets sida."


def attribution(*, is_example: bool, processed: bool = True, has_own: bool = False) -> str:
    """The line under figures: Kolada is credited only with values that nothing has been done to.

    HAS_OWN where own indicators may stand among them.
    """
    said = EXAMPLE if is_example else OWN_WORK if processed else UNPROCESSED
    return f"{said} {NOT_KOLADAS}" if has_own else said


def indicator_source(indicator: Indicator, *, is_example: bool) -> str:
    """The line under the figures of INDICATOR: of an own one, what whoever put it in says."""
    if indicator.own is None:
        return attribution(is_example=is_example)
    source = " ".join(indicator.own.source.split()).rstrip(".")
    return f"Eget nyckeltal, inte från Kolada. Källa: {source}. Egen bearbetning."


def fetched_words(fetched_at: datetime, *, is_example: bool) -> str:
    """When the figures were fetched."""
    day = f"{fetched_at.astimezone(HERE):%Y-%m-%d}"
    return f"exempeldata gjorda {day}" if is_example else f"data från Kolada hämtade {day}"
