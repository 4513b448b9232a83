"""Uppdraget: one assignment with its forms, for those of the municipality who have signed in."""

from core.site.session import draw_page

draw_page()
