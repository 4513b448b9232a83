"""The overview in Panel: a list of municipalities and its table. ``panel serve bench/peers/panel_app.py``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import panel as pn  # type: ignore[import-not-found]  # only in .venv-bench

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.peers.page import read, table

NAMES, ROWS = pn.state.as_cached("rows", lambda: read(os.environ["PEERS_FILE"]))
chosen = pn.widgets.Select(name="Kommun", options={name: code for code, name in NAMES.items()})
pn.Column(chosen, pn.pane.HTML(pn.bind(lambda code: table(NAMES[code], ROWS[code]), chosen))).servable()
