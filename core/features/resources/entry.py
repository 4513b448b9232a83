"""Nytta och resurser: what the feature brings to the site."""

import pandas as pd

from core.features.resources.rules import chosen_pair
from core.features.resources.view import resources_download, resources_html
from core.features.resources.volume_view import volumes_download, volumes_html
from core.outcomes.figures import Figures
from core.web.choices import RESOURCES, Choices
from core.web.menus import group_words
from core.web.pages import Door, Feature, MenuItem, Page, Table, of_a_municipality


def _html(figures: Figures, choices: Choices) -> str:
    return (resources_html if choices.volume is None else volumes_html)(figures, choices)


def _table(figures: Figures, choices: Choices) -> pd.DataFrame:
    return (resources_download if choices.volume is None else volumes_download)(figures, choices)


def resources_area(figures: Figures, choices: Choices) -> str | None:
    """The area of the pair or the volume that is shown."""
    catalogue = figures.catalogue
    if choices.volume is not None:
        return catalogue.volume_by_id[choices.volume].area
    pair = chosen_pair(catalogue, choices.pair, choices.area)
    return catalogue.by_kpi[pair.y].area if pair else choices.area


_FILE = Table("nytta-och-resurser-{area}{volume}", _table, group_words, area=resources_area)
_PAGE = Page(
    RESOURCES,
    "Nytta och resurser",
    "resources.py",
    of_a_municipality(_html),
    table=_FILE,
    door=Door.COMPARE,
    menu=(MenuItem(3),),
)
FEATURE = Feature((_PAGE,))
