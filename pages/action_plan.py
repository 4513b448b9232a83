"""Handlingsplan: what is done, by whom and when."""

from core.site.session import draw_page

draw_page()
