"""Lär av andra: similar municipalities that do well, for one indicator."""

from core.site.pages import learn_page
from core.site.session import draw, this_visit

draw(learn_page(this_visit()))
