"""Avvikelser for who asks: what she may do next about each."""

from __future__ import annotations

from core.access.rights import Action, may
from core.cycle.models import DeviationState
from core.features.deviations import list_view
from core.features.deviations.list_view import Way, address_of
from core.outcomes.deviations import QueueRow
from core.web.pages import Dated, of_a_day
from core.web.visit import Visit
from core.words.dates import today

_FOR_READERS = of_a_day(list_view.list_html)


def list_html(visit: Visit) -> str:
    """The page Avvikelser: kept for readers, and drawn for who may do something there."""
    choices, figures = visit.choices, visit.figures
    municipality = choices.municipality
    if figures is None or municipality is None or not may(visit.person, Action.READ_PLANS, municipality=municipality):
        return _FOR_READERS(visit)

    def following(row: QueueRow) -> tuple[Way, ...]:
        here = address_of(choices, row)
        if row.state is not DeviationState.NEW:
            return (("Öppna analysen", here),)
        if row.row is None or not may(visit.person, Action.ANALYSE, area=row.area, municipality=municipality):
            return (("Läs", here),)
        return (("Ta upp", f"{here}#ta-upp"), ("Lägg åt sidan", f"{here}#lagg-at-sidan"))

    return list_view.list_html(figures, Dated(choices, today(visit.now), drafts=True), following, visit.address)
