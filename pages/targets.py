"""Mål: what each municipality wants, by those who may set it."""

from core.ui.session import draw, this_visit
from core.ui.site import targets_page

draw(targets_page(this_visit()))
