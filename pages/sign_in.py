"""Logga in: the form, or who is signed in."""

from core.site.pages import sign_in_page
from core.site.session import draw, this_visit

draw(sign_in_page(this_visit()))
