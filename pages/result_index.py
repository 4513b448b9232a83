"""Resultatindex: where a municipality stands in each perspective."""

from core.ui.session import draw, this_visit
from core.ui.site import result_index_page

draw(result_index_page(this_visit()))
