"""Användning: how often pages are read, by page, area and week."""

from core.site.session import draw_page

draw_page()
