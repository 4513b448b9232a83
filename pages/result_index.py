"""Resultatindex: where a municipality stands in each perspective."""

from core.site.session import draw_page

draw_page()
