"""Målnivåer: what each municipality wants, by those who may set it."""

from core.site.session import draw_page

draw_page()
