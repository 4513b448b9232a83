"""Uppdrag: what bodies are asked to do, what is late first."""

from core.site.session import draw_page

draw_page()
