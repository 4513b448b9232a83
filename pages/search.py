"""Sök: indicators and areas by a part of their name or id."""

from core.ui.session import draw, this_visit
from core.ui.site import search_page

draw(search_page(this_visit()))
