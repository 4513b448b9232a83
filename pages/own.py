"""Egna nyckeltal: the list for those who put them in, review them and publish them."""

from core.ui.session import draw, this_visit
from core.ui.site import own_page

draw(own_page(this_visit()))
