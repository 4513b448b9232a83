"""Mitt konto: one's own account and password."""

from core.ui.session import draw, this_visit
from core.ui.site import account_page

draw(account_page(this_visit()))
