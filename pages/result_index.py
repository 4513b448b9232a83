"""Resultatindex: where a municipality stands in each perspective."""

from core.ui.pages import result_index_page
from core.ui.session import draw, this_visit

draw(result_index_page(this_visit()))
