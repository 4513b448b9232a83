"""One measure: its decision, its plan, and what its figure did."""

from core.site.session import draw_page

draw_page()
