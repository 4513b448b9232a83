"""Nytta och resurser: what is spent against what comes of it."""

from core.site.pages import resources_page
from core.site.session import draw, this_visit

draw(resources_page(this_visit()))
