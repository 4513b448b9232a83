"""What the features make in a year, put together for the one that shows it."""

from __future__ import annotations

from core.access.colleagues import convened_areas
from core.access.service import opened_state
from core.features.decks.store import current_decks
from core.features.own_indicators.store import current_own
from core.features.reports.store import current_reports
from core.outcomes.figures import Figures
from core.outcomes.year import Worked, YearWork
from core.settings import Settings
from core.state.database import reading


def year_work(figures: Figures, year: int) -> YearWork:
    """What is made in YEAR, as it is now. Raises StateError."""
    with reading(opened_state(Settings.from_environment().database_url).engine) as connection:
        convened = convened_areas(connection)
    decks = current_decks(figures.catalogue)
    return YearWork(
        decks.in_year(year),
        current_reports(figures.catalogue).in_year(year),
        current_own(figures.catalogue).history.waiting_counts(),
        convened,
        decks.day().on,
    )


def reports_given_out(year: int) -> tuple[Worked, ...]:
    """The reports of YEAR, as they are now. Raises StateError."""
    return current_reports().in_year(year)
