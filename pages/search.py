"""Sök: indicators and areas by a part of their name or id."""

from core.site.pages import search_page
from core.site.session import draw, this_visit

draw(search_page(this_visit()))
