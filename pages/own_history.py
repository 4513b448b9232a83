"""Eget nyckeltal: one own indicator's versions."""

from core.ui.pages import own_history_page
from core.ui.session import draw, this_visit

draw(own_history_page(this_visit()))
