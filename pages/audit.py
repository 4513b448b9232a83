"""Ändringslogg: every change, for administrators."""

from core.site.session import draw_page

draw_page()
