"""Välj kommuner att jämföra: a choice of one's own."""

from core.ui.session import draw, this_visit
from core.ui.site import group_page

draw(group_page(this_visit()))
