"""Presentation: the day's decks, to show and to take away."""

from core.ui.session import draw, this_visit
from core.ui.site import present_page

draw(present_page(this_visit()))
