"""Översikt: all indicators of a municipality with their three signals."""

from core.site.session import draw_page

draw_page()
