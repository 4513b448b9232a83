"""Översikt: all indicators of a municipality with their three signals."""

from core.site.pages import overview_page
from core.site.session import draw, this_visit

draw(overview_page(this_visit()))
