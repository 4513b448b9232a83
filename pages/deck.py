"""Bildspel: an area's deck, by those who edit it."""

from core.site.session import draw_page

draw_page()
