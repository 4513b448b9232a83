"""Indikator: why the signals of one indicator are what they are."""

from core.ui.choices import INDICATOR, OVERVIEW, link
from core.ui.drawn import indicator_html
from core.ui.session import draw, draw_message, needs_municipality

if ready := needs_municipality(INDICATOR):
    figures, choices = ready
    if choices.kpi is None:
        draw_message(
            "Välj en indikator",
            "Länken säger inte vilken indikator som ska visas.",
            action="Till översikten",
            action_address=link(OVERVIEW, choices),
            path=INDICATOR,
        )
    else:
        draw(indicator_html(figures, choices))
