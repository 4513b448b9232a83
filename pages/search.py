"""Sök: indicators and areas by a part of their name or id."""

from core.site.session import draw_page

draw_page()
