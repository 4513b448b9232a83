"""Områden: the areas, and what stands out in one."""

from core.ui.pages import areas_page
from core.ui.session import draw, this_visit

draw(areas_page(this_visit()))
