"""Ändringslogg: every change, for administrators."""

from core.ui.session import draw, this_visit
from core.ui.site import audit_page

draw(audit_page(this_visit()))
