"""Översikt: all indicators of a municipality with their three signals."""

from core.ui.pages import overview_page
from core.ui.session import draw, this_visit

draw(overview_page(this_visit()))
