"""Eget nyckeltal: one own indicator's versions."""

from core.ui.session import draw, this_visit
from core.ui.site import own_history_page

draw(own_history_page(this_visit()))
