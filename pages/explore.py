"""Utforska: any measure looked at in Streamlit's widgets and Plotly's charts."""

from core.features.explore.page import draw_explore
from core.site.session import drawn

draw_explore(*drawn())
