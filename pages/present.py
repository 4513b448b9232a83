"""Presentation: the day's decks, to show and to take away."""

from core.ui.pages import present_page
from core.ui.session import draw, this_visit

draw(present_page(this_visit()))
