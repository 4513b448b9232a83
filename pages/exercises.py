"""The exercises and surveys, and what has been run."""

from core.site.session import draw_page

draw_page()
