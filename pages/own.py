"""Egna nyckeltal: the list for those who put them in, review them and publish them."""

from core.site.pages import own_page
from core.site.session import draw, this_visit

draw(own_page(this_visit()))
