"""Om: where the data come from, how the signals are computed, terms and accessibility."""

from core.ui.pages import about_page
from core.ui.session import draw, this_visit

draw(about_page(this_visit()))
