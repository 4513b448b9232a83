"""Ändringslogg: every change, for administrators."""

from core.ui.pages import audit_page
from core.ui.session import draw, this_visit

draw(audit_page(this_visit()))
