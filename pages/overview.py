"""Översikt: all indicators of a municipality with their three signals."""

from core.ui.session import draw, this_visit
from core.ui.site import overview_page

draw(overview_page(this_visit()))
