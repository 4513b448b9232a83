"""Områden: the areas, and what stands out in one."""

from core.site.pages import areas_page
from core.site.session import draw, this_visit

draw(areas_page(this_visit()))
