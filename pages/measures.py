"""Åtgärder: what is done about deviations, and what the figures did after it."""

from core.site.session import draw_page

draw_page()
