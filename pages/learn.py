"""Lär av andra: similar municipalities that do well, for one indicator."""

from core.site.session import draw_page

draw_page()
