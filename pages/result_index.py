"""Resultatindex: where a municipality stands in each perspective."""

from core.site.pages import result_index_page
from core.site.session import draw, this_visit

draw(result_index_page(this_visit()))
