"""Välj kommuner att jämföra: a choice of one's own."""

from core.ui.pages import group_page
from core.ui.session import draw, this_visit

draw(group_page(this_visit()))
