"""Områden: the areas, and what stands out in one."""

from core.site.session import draw_page

draw_page()
