"""Indikator: why the signals of one indicator are what they are."""

from core.ui.session import draw, this_visit
from core.ui.site import indicator_page

draw(indicator_page(this_visit()))
