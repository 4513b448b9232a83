"""Eget nyckeltal: one own indicator's versions."""

from core.site.pages import own_history_page
from core.site.session import draw, this_visit

draw(own_history_page(this_visit()))
