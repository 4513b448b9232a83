"""Konton: everybody's accounts, for administrators."""

from core.ui.session import draw, this_visit
from core.ui.site import accounts_page

draw(accounts_page(this_visit()))
