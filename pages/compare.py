"""Jämför: municipalities beside each other, as a matrix, small charts or a map."""

from core.site.pages import compare_page
from core.site.session import draw, this_visit

draw(compare_page(this_visit()))
