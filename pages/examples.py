"""Goda exempel: what the co-operation has done, and what became of the figure."""

from core.site.session import draw_page

draw_page()
