"""Områden: the areas, and what stands out in one."""

from core.ui.session import draw, this_visit
from core.ui.site import areas_page

draw(areas_page(this_visit()))
