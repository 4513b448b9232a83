"""Välj kommun: all municipalities of the country."""

from core.ui.session import draw, this_visit
from core.ui.site import choose_page

draw(choose_page(this_visit()))
