"""Indikator: why the signals of one indicator are what they are."""

from core.site.pages import indicator_page
from core.site.session import draw, this_visit

draw(indicator_page(this_visit()))
