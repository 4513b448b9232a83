"""Uppföljning: what was said last time, what became of it, and what is said now."""

from core.site.session import draw_page

draw_page()
