"""Lägg in eget nyckeltal: the wizard."""

from core.ui.pages import own_work_page
from core.ui.session import draw, this_visit

draw(own_work_page(this_visit()))
