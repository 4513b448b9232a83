"""Om: where the data come from, how the signals are computed, terms and accessibility."""

from core.site.pages import about_page
from core.site.session import draw, this_visit

draw(about_page(this_visit()))
