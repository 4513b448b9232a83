"""Logga in: the form, or who is signed in."""

from core.site.session import draw_page

draw_page()
