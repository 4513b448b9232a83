"""Översikt: all indicators of a municipality with their three signals."""

from core.ui.choices import OVERVIEW
from core.ui.drawn import overview_html
from core.ui.session import draw, needs_municipality

if ready := needs_municipality(OVERVIEW):
    draw(overview_html(*ready))
