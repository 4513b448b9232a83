"""Välj kommuner att jämföra: a choice of one's own."""

from core.site.pages import group_page
from core.site.session import draw, this_visit

draw(group_page(this_visit()))
