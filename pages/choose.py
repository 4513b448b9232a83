"""Välj kommun: all municipalities of the country."""

from core.site.session import draw_page

draw_page()
