"""Bildspel: an area's deck, by those who edit it."""

from core.ui.session import draw, this_visit
from core.ui.site import deck_page

draw(deck_page(this_visit()))
