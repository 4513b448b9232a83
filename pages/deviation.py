"""Avvikelse: one analysis, from the figure to what is proposed."""

from core.site.session import draw_page

draw_page()
