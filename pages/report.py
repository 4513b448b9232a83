"""Rapport: the texts of an area's report, by those who write them."""

from core.ui.pages import report_page
from core.ui.session import draw, this_visit

draw(report_page(this_visit()))
