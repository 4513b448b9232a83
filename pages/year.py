"""Året: the co-operation's dates, what is late first, and how far each area is."""

from core.site.session import draw_page

draw_page()
