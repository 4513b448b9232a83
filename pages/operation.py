"""Drift: how the service fares, for administrators."""

from core.site.session import draw_page

draw_page()
