"""Mitt konto: one's own account and password."""

from core.site.pages import account_page
from core.site.session import draw, this_visit

draw(account_page(this_visit()))
