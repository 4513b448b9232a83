"""Bildspel: an area's deck, by those who edit it."""

from core.ui.pages import deck_page
from core.ui.session import draw, this_visit

draw(deck_page(this_visit()))
