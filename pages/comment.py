"""Kommentera: what is said of an outcome, by those who may."""

from core.site.session import draw_page

draw_page()
