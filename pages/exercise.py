"""One exercise that is run: how to take part, then what it came to."""

from core.site.session import draw_page

draw_page()
