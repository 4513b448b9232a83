"""Lägg in eget nyckeltal: the wizard."""

from core.site.session import draw_page

draw_page()
