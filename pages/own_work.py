"""Lägg in eget nyckeltal: the wizard."""

from core.site.pages import own_work_page
from core.site.session import draw, this_visit

draw(own_work_page(this_visit()))
