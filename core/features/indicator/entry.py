"""Indikator: what the feature brings to the site."""

from __future__ import annotations

import pandas as pd

from core.features.indicator.runs_view import with_periods
from core.features.indicator.view import indicator_page
from core.outcomes.figures import Figures
from core.outcomes.indicator import figure_table, indicator_figures, narrowed
from core.web.choices import INDICATOR, Choices
from core.web.menus import around
from core.web.pages import Door, Feature, Page, Table, of_an_indicator
from core.web.render import render


def indicator_html(figures: Figures, choices: Choices) -> str:
    """The page of the chosen indicator for the chosen municipality. Raises ValueError without either."""
    if choices.kpi is None:
        raise ValueError("no indicator is chosen")
    page = indicator_page(figures, choices, choices.kpi)
    return render("indicator.html", page=page, **around(figures, choices, INDICATOR))


def _table(figures: Figures, choices: Choices) -> pd.DataFrame:
    found = indicator_figures(figures, choices.choice, choices.kpi or "")
    table = figure_table(narrowed(found, choices.lines, choices.first, choices.last))
    return with_periods(table, figures, found.indicator, choices.choice.municipality, str(found.row["gender"]))


_SHOW, _FILE = of_an_indicator(indicator_html), Table("{kpi}", _table)
_PAGE = Page(
    INDICATOR,
    "Indikator",
    "indicator.py",
    _SHOW,
    named="{indicator}",
    needs_indicator=True,
    table=_FILE,
    door=Door.STATE,
)
FEATURE = Feature((_PAGE,))
