"""Every indicator of the example on the pages that are about one: each lacks something that others have."""

from __future__ import annotations

from itertools import cycle

from core.outcomes.figures import Figures
from core.site.site import SITE
from core.web.choices import EXPLORE, INDICATOR, LEARN
from core.web.visit import Visit

PATHS = (INDICATOR, LEARN, EXPLORE)


def test_every_indicator_is_drawn_by_turns_and_own_ones_wherever_one_may_look(example_figures: Figures) -> None:
    catalogue = example_figures.catalogue
    places = cycle(participant.id for participant in catalogue.participants)
    for indicator, place, turn in zip(catalogue.indicators, places, cycle(PATHS), strict=False):
        for path in PATHS if indicator.own else (turn,):
            visit = Visit(path, {"kommun": place, "nyckeltal": indicator.kpi}, example_figures)
            assert "<h1" in SITE[path].show(visit), visit.address
