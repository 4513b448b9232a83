"""Välj kommun: all municipalities of the country."""

from core.ui.choices import CHOOSE
from core.ui.session import draw_choose, needs_municipality, visit

now = visit()
if now.figures is None:
    needs_municipality(CHOOSE)
else:
    draw_choose(now.figures, now.choices, CHOOSE)
