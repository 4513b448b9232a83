"""Mallar: templates of one's own, for administrators and a municipality's managers."""

from core.site.session import draw_page

draw_page()
