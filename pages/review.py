"""Avstämning: what is to look at in the plans of a year, and what is said of it, for those who may read drafts."""

from core.site.session import draw_page

draw_page()
