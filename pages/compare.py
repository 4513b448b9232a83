"""Jämför: municipalities beside each other, as a matrix, small charts or a map."""

from core.ui.session import draw, this_visit
from core.ui.site import compare_page

draw(compare_page(this_visit()))
