"""Ett mål: what is above and below it, its indicators and assignments."""

from core.site.session import draw_page

draw_page()
