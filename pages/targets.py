"""Mål: what each municipality wants, by those who may set it."""

from core.site.pages import targets_page
from core.site.session import draw, this_visit

draw(targets_page(this_visit()))
