"""What a room has written together."""

from core.site.session import draw_page

draw_page()
