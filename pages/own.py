"""Egna nyckeltal: the list for those who put them in, review them and publish them."""

from core.site.session import draw_page

draw_page()
