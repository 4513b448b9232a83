"""A blind vote by a code, on a phone."""

from core.site.session import draw_page

draw_page()
