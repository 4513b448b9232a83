"""Jämför: municipalities beside each other, as a matrix, small charts or a map."""

from core.ui.pages import compare_page
from core.ui.session import draw, this_visit

draw(compare_page(this_visit()))
