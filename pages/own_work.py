"""Lägg in eget nyckeltal: the wizard."""

from core.ui.session import draw, this_visit
from core.ui.site import own_work_page

draw(own_work_page(this_visit()))
