"""Lär av andra: similar municipalities that do well, for one indicator."""

from core.ui.session import draw, this_visit
from core.ui.site import learn_page

draw(learn_page(this_visit()))
