"""Logga in: the form, or who is signed in."""

from core.ui.session import draw, this_visit
from core.ui.site import sign_in_page

draw(sign_in_page(this_visit()))
