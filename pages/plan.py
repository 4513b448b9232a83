"""Arbeta med planer: where a body's goals, their indicators and levels are put in and decided."""

from core.site.session import draw_page

draw_page()
