"""Välj kommuner att jämföra: a choice of one's own."""

from core.site.session import draw_page

draw_page()
