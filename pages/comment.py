"""Kommentera: what is said of an outcome, by those who may."""

from core.ui.session import draw, this_visit
from core.ui.site import comment_page

draw(comment_page(this_visit()))
