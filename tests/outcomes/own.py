"""What the tests of own indicators on the pages share: two that are published, among the small figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from core.catalogue import Category, Direction
from core.features.own_indicators.history import Published, PublishedIndicator, value_frame
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.models import Entry
from core.features.own_indicators.other_series import other_series
from core.features.own_indicators.outcome import YearRule
from core.outcomes.figures import Figures
from core.outcomes.others import joined
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import indicator
from tests.shared import FULL, LAST

WELLBEING, SICK_DAYS = "E00001", "E00002"
PUBLISHED_AT = datetime(2024, 2, 1, 12, 0, tzinfo=UTC)

# Huddinge, third of the seven, rises three points in two years; the others stand still.
VALUES = tuple(
    entry(municipality, year, value=60.0 + place + (1.5 * (year - 2019) if municipality == "0126" else 0.0))
    for place, municipality in enumerate(FULL)
    for year in range(2019, LAST + 1)
)
TERTIALS = tuple(
    entry("0126", year, value=float(number), period=f"T{number}")
    for year in (LAST - 2, LAST - 1, LAST)
    for number in (1, 2, 3)
    if (year, number) != (LAST, 3)
)


def wellbeing(**changes: Any) -> OwnIndicator:
    return replace(indicator(), id=WELLBEING, **changes)


def sick_days() -> OwnIndicator:
    return wellbeing(
        name="Sjukdagar", unit="dagar", decimals=0, direction=Direction.LOW, category=Category.RESULT_OBJECTIVE
    )


def published(*pairs: tuple[OwnIndicator, Iterable[Entry]], is_reviewed: bool = True) -> Published:
    """What readers see of PAIRS of indicator and values."""
    seen = tuple(PublishedIndicator(own, 3, PUBLISHED_AT, is_reviewed) for own, _ in pairs)
    return Published(seen, pd.concat([value_frame(own.id, rows) for own, rows in pairs], ignore_index=True))


def usual() -> Published:
    """Wellbeing, yearly, and sick days, in tertials that are summed."""
    days = replace(sick_days(), id=SICK_DAYS, year_rule=YearRule.SUM)
    return published((wellbeing(), VALUES), (days, TERTIALS))


def with_own(figures: Figures, own: Published | None = None) -> Figures:
    """FIGURES with OWN (``usual``) among Kolada's."""
    others = other_series(own or usual())
    return figures.with_figures(*joined(figures.snapshot, figures.catalogue, others), others)
