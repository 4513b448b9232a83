"""Konton: everybody's accounts, for administrators."""

from core.site.pages import accounts_page
from core.site.session import draw, this_visit

draw(accounts_page(this_visit()))
