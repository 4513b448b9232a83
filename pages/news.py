"""Nytt: what has happened in a municipality, and how to follow it."""

from core.site.session import draw_page

draw_page()
