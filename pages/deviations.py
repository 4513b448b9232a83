"""Avvikelser: what to look closer at, since when, who has it, and what there is to learn from."""

from core.site.session import draw_page

draw_page()
