"""Om: where the data come from, how the signals are computed, terms and accessibility."""

from core.ui.session import draw, this_visit
from core.ui.site import about_page

draw(about_page(this_visit()))
