"""Mina åtaganden: what one has to do oneself, what is late first."""

from core.site.session import draw_page

draw_page()
