"""Areas, groups and indicators: what the co-operation has chosen to look at."""

from core.catalogue.loader import CatalogueError, default_catalogue, load
from core.catalogue.models import (
    Area,
    Catalogue,
    Category,
    Direction,
    Group,
    Indicator,
    Influence,
    Model,
    Origin,
    Pair,
    Participant,
    Perspective,
)
from core.catalogue.volumes import PriceIndex, PriceTable, VolumePair

__all__ = [
    "Area",
    "Catalogue",
    "CatalogueError",
    "Category",
    "Direction",
    "Group",
    "Indicator",
    "Influence",
    "Model",
    "Origin",
    "Pair",
    "Participant",
    "Perspective",
    "PriceIndex",
    "PriceTable",
    "VolumePair",
    "default_catalogue",
    "load",
]
