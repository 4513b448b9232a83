"""Eget nyckeltal: one own indicator's versions."""

from core.site.session import draw_page

draw_page()
