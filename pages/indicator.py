"""Indikator: why the signals of one indicator are what they are."""

from core.ui.pages import indicator_page
from core.ui.session import draw, this_visit

draw(indicator_page(this_visit()))
