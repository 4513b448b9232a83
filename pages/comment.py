"""Kommentera: what is said of an outcome, by those who may."""

from core.site.pages import comment_page
from core.site.session import draw, this_visit

draw(comment_page(this_visit()))
