"""Mål: what each municipality wants, by those who may set it."""

from core.ui.pages import targets_page
from core.ui.session import draw, this_visit

draw(targets_page(this_visit()))
