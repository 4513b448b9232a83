"""Jämför: municipalities beside each other, as a matrix, small charts or a map."""

from core.site.session import draw_page

draw_page()
