"""Mitt konto: one's own account and password."""

from core.ui.pages import account_page
from core.ui.session import draw, this_visit

draw(account_page(this_visit()))
