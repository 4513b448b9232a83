"""Mitt konto: one's own account and password."""

from core.site.session import draw_page

draw_page()
