"""Välj kommun: all municipalities of the country."""

from core.site.pages import choose_page
from core.site.session import draw, this_visit

draw(choose_page(this_visit()))
