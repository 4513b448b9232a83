"""Översikt: what the feature brings to the site."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from core.features.overview.view import overview, rows_to_take_away
from core.outcomes.export import export_frame
from core.outcomes.figures import Figures
from core.web.choices import OVERVIEW, Choices
from core.web.menus import around
from core.web.pages import TARGETS_PLACE, Door, Feature, MenuItem, Page, Table, of_a_municipality
from core.web.render import render


def overview_html(figures: Figures, choices: Choices) -> str:
    """The overview of CHOICES, which has a municipality."""
    here = replace(choices, kpi=None)
    page = overview(figures, here)
    parts = {"page": page, "targets": TARGETS_PLACE, "municipality_id": choices.municipality}
    return render("overview.html", **parts, **around(figures, here, OVERVIEW))


def _table(figures: Figures, choices: Choices) -> pd.DataFrame:
    """The rows that are shown, with the same columns as the command ``signals``."""
    shown = [row["kpi"] for row in rows_to_take_away(figures, choices)]
    rows = figures.rows(choices.choice).set_index("kpi", drop=False).loc[shown]
    return export_frame(rows, reference=choices.reference)


_SHOW = of_a_municipality(overview_html)
_FILE, _MENU = Table("nyckeltal", _table), (MenuItem(1),)
FEATURE = Feature((Page(OVERVIEW, "Översikt", "overview.py", _SHOW, table=_FILE, door=Door.STATE, menu=_MENU),))
