"""Om: where the data come from, how the signals are computed, terms and accessibility."""

from core.site.session import draw_page

draw_page()
