"""Checklistor: what a municipality asks itself at each step, ticked with day and function."""

from core.site.session import draw_page

draw_page()
