"""Konton: everybody's accounts, for administrators."""

from core.ui.pages import accounts_page
from core.ui.session import draw, this_visit

draw(accounts_page(this_visit()))
