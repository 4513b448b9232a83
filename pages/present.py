"""Presentation: the day's decks, to show and to take away."""

from core.site.session import draw_page

draw_page()
