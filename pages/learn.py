"""Lär av andra: similar municipalities that do well, for one indicator."""

from core.ui.pages import learn_page
from core.ui.session import draw, this_visit

draw(learn_page(this_visit()))
