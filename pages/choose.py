"""Välj kommun: all municipalities of the country."""

from core.ui.pages import choose_page
from core.ui.session import draw, this_visit

draw(choose_page(this_visit()))
