"""What stands out in an area, and what is new there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.catalogue import Indicator
from core.outcomes.figures import Figures
from core.outcomes.references import COUNTRY
from core.outcomes.rows import Choice, records
from core.signals import Gender, findings, shown_one
from core.words.formats import number
from core.words.sentences import Row


@dataclass(frozen=True)
class News:
    """A value that a fetch brought: new (``before`` None), revised, or taken away (``after`` None)."""

    seen_on: date
    indicator: Indicator
    year: int
    before: float | None
    after: float | None


def area_findings(figures: Figures, choice: Choice, area: str) -> list[Row]:
    """The most important findings of CHOICE's municipality in AREA, most important first, as CHOICE compares.

    Rows of ``core.signals.findings``. Which band a municipality has come from is known of the country's only.
    """
    rows = figures.rows_of(choice, area)
    bands = figures.bands_of(choice.municipality, area)
    if choice.reference != COUNTRY:
        bands = bands.iloc[:0]
    if choice.year is not None:
        bands = bands[bands["year"] <= choice.year]
    return records(findings(rows, bands))


def area_news(figures: Figures, municipality: str, area: str, *, most: int = 12) -> Sequence[News]:
    """What the fetches of the last month changed for MUNICIPALITY in AREA, newest first, at most MOST; totals only."""
    found = figures.snapshot.changes_of(municipality)
    found = found[found["gender"] == Gender.TOTAL]
    known = {one.kpi: one for one in figures.catalogue.indicators if one.area == area}
    columns = (found[column].tolist() for column in ("seen_on", "kpi", "year", "before", "after"))
    return [
        News(pd.Timestamp(seen_on).date(), known[kpi], year, _or_none(before), _or_none(after))
        for seen_on, kpi, year, before, after in zip(*columns, strict=True)
        # Not where both values are shown as the same.
        if kpi in known and shown_one(before, known[kpi].decimals) != shown_one(after, known[kpi].decimals)
    ][:most]


def _or_none(value: float) -> float | None:
    return None if pd.isna(value) else value


def news_words(news: News) -> str:
    """ "Meritvärde i åk 9 har fått ett värde för 2024: 217", without a full stop."""
    decimals, name = news.indicator.decimals, news.indicator.name
    if news.before is None:
        return f"{name} har fått ett värde för {news.year}: {number(news.after, decimals)}"
    if news.after is None:
        return f"{name} har inte längre något värde för {news.year} (var {number(news.before, decimals)})"
    revised = f"från {number(news.before, decimals)} till {number(news.after, decimals)}"
    return f"{name} för {news.year} är ändrat i efterhand {revised}"
