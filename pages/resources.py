"""Nytta och resurser: what is spent against what comes of it."""

from core.ui.session import draw, this_visit
from core.ui.site import resources_page

draw(resources_page(this_visit()))
