"""One date of the year, with its form."""

from core.site.session import draw_page

draw_page()
