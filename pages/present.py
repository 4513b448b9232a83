"""Presentation: the day's decks, to show and to take away."""

from core.site.pages import present_page
from core.site.session import draw, this_visit

draw(present_page(this_visit()))
