"""Rapport: the texts of an area's report, by those who write them."""

from core.site.session import draw_page

draw_page()
