"""Indikator: why the signals of one indicator are what they are."""

from core.site.session import draw_page

draw_page()
