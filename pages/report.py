"""Rapport: the texts of an area's report, by those who write them."""

from core.site.pages import report_page
from core.site.session import draw, this_visit

draw(report_page(this_visit()))
