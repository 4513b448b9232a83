"""Bildspel: an area's deck, by those who edit it."""

from core.site.pages import deck_page
from core.site.session import draw, this_visit

draw(deck_page(this_visit()))
