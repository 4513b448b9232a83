"""The overview as plain HTML, for those we are compared with: the same rows, signals, words and small charts."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path


def read(file: str) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """Names of municipalities by id, and their rows, from FILE."""
    held = json.loads(Path(file).read_text(encoding="utf-8"))
    return held["names"], held["rows"]


def table(name: str, rows: list[dict[str, str]]) -> str:
    """The table of a municipality called NAME."""
    lines = "".join(
        f"<tr><td>{one['face']}</td><th>{escape(one['name'])} <small>{escape(one['about'])}</small></th>"
        f"<td>{escape(one['value'])}</td><td>{escape(one['arrow'])}</td><td>{escape(one['square'])}</td></tr>"
        for one in rows
    )
    head = "<tr><th>Mål</th><th>Indikator</th><th>Utfall</th><th>Trend, tre år</th><th>Läge</th></tr>"
    return f"<h1>{escape(name)}</h1><table><thead>{head}</thead><tbody>{lines}</tbody></table>"
