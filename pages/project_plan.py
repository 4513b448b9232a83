"""The project plan of a year: read by everybody, written by those who may."""

from core.site.session import draw_page

draw_page()
