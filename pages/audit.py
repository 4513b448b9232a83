"""Ändringslogg: every change, for administrators."""

from core.site.pages import audit_page
from core.site.session import draw, this_visit

draw(audit_page(this_visit()))
