"""The overview in Dash: a list of municipalities and its table. ``gunicorn bench.peers.dash_app:server``."""

from __future__ import annotations

import os

from dash import Dash, Input, Output, dcc, html  # type: ignore[import-not-found]  # only in .venv-bench

from bench.peers.page import read

NAMES, ROWS = read(os.environ["PEERS_FILE"])
HEADINGS = ("Mål", "Indikator", "Utfall", "Trend, tre år", "Läge")
app = Dash(__name__)
app.layout = html.Div(
    [dcc.Dropdown(NAMES, next(iter(NAMES)), id="municipality"), html.Div(id="page")],
)
server = app.server


@app.callback(Output("page", "children"), Input("municipality", "value"))  # type: ignore[untyped-decorator]
def page(municipality: str) -> list[object]:
    """What is shown of MUNICIPALITY."""
    lines = [
        html.Tr(
            [
                html.Td(one["face"]),
                html.Th([one["name"], " ", html.Small(one["about"])]),
                *(html.Td(one[cell]) for cell in ("value", "arrow", "square")),
            ]
        )
        for one in ROWS[municipality]
    ]
    head = html.Thead(html.Tr([html.Th(words) for words in HEADINGS]))
    return [html.H1(NAMES[municipality]), html.Table([head, html.Tbody(lines)])]
