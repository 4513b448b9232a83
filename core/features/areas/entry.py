"""Områden: what the feature brings to the site."""

from __future__ import annotations

import pandas as pd

from core.features.areas.view import areas_html
from core.outcomes.export import export_frame
from core.outcomes.figures import Figures
from core.web.choices import AREAS, Choices
from core.web.pages import Door, Feature, MenuItem, Page, Table, of_a_municipality


def _table(figures: Figures, choices: Choices) -> pd.DataFrame:
    """All rows of the chosen area, or of all, whatever list one came from."""
    rows = figures.rows_of(choices.choice, choices.area) if choices.area else figures.rows(choices.choice)
    return export_frame(rows, reference=choices.reference)


_SHOW, _FILE = of_a_municipality(areas_html), Table("omrade-{area}", _table)
_PAGE = Page(
    AREAS, "Områden", "areas.py", _SHOW, named="Områden: {area}", table=_FILE, door=Door.STATE, menu=(MenuItem(2),)
)
FEATURE = Feature((_PAGE,))
