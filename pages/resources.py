"""Nytta och resurser: what is spent against what comes of it."""

from core.site.session import draw_page

draw_page()
