"""Om: where the data come from, how the signals are computed, terms and accessibility."""

from core.ui.about_view import about_html
from core.ui.choices import ABOUT
from core.ui.session import draw, here, visit

now = visit()
draw(about_html(now.figures, now.choices, address=here(ABOUT)))
