"""Logga in: the form, or who is signed in."""

from core.ui.pages import sign_in_page
from core.ui.session import draw, this_visit

draw(sign_in_page(this_visit()))
