"""Mål: what a municipality wants to reach, and whether it does."""

from core.site.session import draw_page

draw_page()
