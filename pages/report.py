"""Rapport: the texts of an area's report, by those who write them."""

from core.ui.session import draw, this_visit
from core.ui.site import report_page

draw(report_page(this_visit()))
