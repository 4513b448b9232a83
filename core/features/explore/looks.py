"""How Utforska's charts look and what Plotly calls things: the product's colours, fonts and Swedish."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap
from typing import Any

from core.charts import looks
from core.charts.looks import ACCENT, EDGE, LINES, QUIET, TEXT, TONES
from core.outcomes.explore import Measure
from core.signals import Standing
from core.words import labels
from core.words.formats import THOUSANDS, number, with_unit
from core.words.labels import missing_words

_AXIS_LETTERS, _AXIS_LINES = 30, 3
# A figure as plotly.js takes it: data, layout and, where it plays, frames.
Figure = dict[str, Any]
Trace = dict[str, Any]

OWN, MEMBER, OTHER = f"#{LINES['own'].colour}", f"#{TONES['neutral']}", "#b3c0ca"
GRID, WHITE = "#eef1f3", f"#{looks.WHITE}"
BLUES = ("#e1edf3", "#b5d2df", "#7fb0c7", "#4487a8", f"#{ACCENT}")
MISSING = "#f4f5f6"
# Neither green, yellow nor red, which are the signals'; with three marks they tell 21 counties apart.
PALETTE = ("#3f7fa6", "#8a5a9e", "#b3702f", "#3f8a86", "#7a6f4c", "#a34f6f", "#5c6fb1")
SYMBOLS = ("circle", "diamond", "square", "triangle-up")
STANDINGS: Mapping[str, tuple[str, str, str]] = {
    Standing.BEST.value: (f"#{TONES['good']}", "triangle-up", labels.STANDING[Standing.BEST]),
    Standing.MIDDLE.value: ("#e2a300", "circle", labels.STANDING[Standing.MIDDLE]),
    Standing.WORST.value: (f"#{TONES['bad']}", "triangle-down", labels.STANDING[Standing.WORST]),
    Standing.NOT_JUDGED.value: ("#9aa5ae", "circle-open", labels.STANDING[Standing.NOT_JUDGED]),
}
_FAMILY = "Source Sans, Source Sans Pro, sans-serif"
_SWEDISH = {
    "Autoscale": "Visa allt",
    "Box Select": "Markera med ruta",
    "Double-click on legend to isolate one trace": "Dubbelklicka för att visa bara en",
    "Double-click to zoom back out": "Dubbelklicka för att zooma ut",
    "Lasso Select": "Markera med lasso",
    "Pan": "Flytta",
    "Reset axes": "Återställ",
    "Zoom": "Zooma in på en ruta",
    "Zoom in": "Zooma in",
    "Zoom out": "Zooma ut",
}
_MARKING, _ZOOMING = ["lasso2d", "select2d"], ["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]
# Whole lists of our own: to Plotly's, Streamlit adds a button in English.
CONFIG: Mapping[str, Any] = {
    "locale": "sv",
    "locales": {"sv": {"dictionary": _SWEDISH, "format": {"decimal": ",", "thousands": THOUSANDS}}},
    "modeBarButtons": [_MARKING, _ZOOMING],
    "displayModeBar": True,
    "displaylogo": False,
    "doubleClick": "reset",
    "scrollZoom": False,
}
# Lines are not marked.
LINES_CONFIG: Mapping[str, Any] = {**CONFIG, "modeBarButtons": [_ZOOMING]}


@dataclass(frozen=True)
class Ground:
    """What every chart stands on: the ``measure``, municipalities' ``names`` by id, and ``own``, who is strong.

    ``year`` is the one that is shown (0 over time); ``log`` where the scale of values is logarithmic. ``looks`` are
    lines that have a look of their own (a key of ``core.charts.looks.LINES``).
    """

    measure: Measure
    names: Mapping[str, str]
    own: str
    year: int = 0
    log: bool = False
    looks: Mapping[str, str] = field(default_factory=dict)

    def said(self, code: str, value: float, year: int, status: str = "") -> str:
        """What stands at the pointer: the municipality, its value with unit, the year, and why there is none."""
        what = missing_words(status) if math.isnan(value) else amount(self.measure, value)
        return safe(f"{self.names[code]}: {what} ({year}{', prel.' if year in self.measure.preliminary else ''})")

    @property
    def axis(self) -> dict[str, Any]:
        """The axis of the values."""
        return value_axis(self.measure, log=self.log)


@dataclass(frozen=True)
class Key:
    """What a colour and a mark (one of plotly.js's symbols) mean, for the words under the chart."""

    colour: str
    symbol: str
    words: str


def safe(text: str) -> str:
    """TEXT as Plotly shows it: what stands between < and > would else be taken for a tag."""
    return escape(text, quote=False)


def layout(height: int, **more: Any) -> dict[str, Any]:
    """The layout that all charts share, HEIGHT pixels high, and MORE."""
    return {
        "height": height,
        "font": {"family": _FAMILY, "size": 14, "color": f"#{TEXT}"},
        "separators": f",{THOUSANDS}",
        "margin": {"l": 8, "r": 14, "t": 36, "b": 8},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "hovermode": "closest",
        "dragmode": "lasso",
        "hoverlabel": {"bgcolor": WHITE, "bordercolor": f"#{QUIET}", "font": {"family": _FAMILY, "color": f"#{TEXT}"}},
        "modebar": {"bgcolor": "rgba(255,255,255,0)", "color": f"#{QUIET}", "activecolor": f"#{ACCENT}"},
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": -0.14, "yanchor": "top", "font": {"size": 13}},
        # Streamlit hands the same figure over twice as soon as it is drawn, and makes another chart of another figure:
        # with a revision that stays, plotly.js sees that nothing is new, and does not draw all of it again.
        "datarevision": 1,
        "newselection": {"line": {"color": f"#{ACCENT}", "width": 2, "dash": "dot"}},
        **more,
    }


def buttons(to: Mapping[str, tuple[str, list[Any]]], **place: Any) -> dict[str, Any]:
    """Plotly's buttons side by side: each label with the method of plotly.js that it calls and its arguments."""
    return {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "x": 0,
        "xanchor": "left",
        "yanchor": "top",
        "bgcolor": WHITE,
        "bordercolor": f"#{TONES['none']}",
        "font": {"size": 14, "color": f"#{ACCENT}"},
        "buttons": [{"label": label, "method": method, "args": args} for label, (method, args) in to.items()],
        **place,
    }


def axis(title: str = "", **more: Any) -> dict[str, Any]:
    """An axis with TITLE (``safe``), as all charts have it, and MORE."""
    return {
        "title": {"text": title, "standoff": 8, "font": {"size": 13, "color": f"#{QUIET}"}},
        "gridcolor": GRID,
        "linecolor": f"#{EDGE}",
        "zeroline": False,
        "automargin": True,
        "tickfont": {"size": 13, "color": f"#{QUIET}"},
        "exponentformat": "none",
        "separatethousands": True,
        **more,
    }


def value_axis(measure: Measure, *, log: bool, **more: Any) -> dict[str, Any]:
    """The axis of MEASURE's values, on a logarithmic scale with LOG."""
    return axis(unit_title(measure), type="log" if log else "linear", **more)


def unit_title(measure: Measure) -> str:
    """Name and unit, as they stand at an axis: in lines that a phone has room for."""
    name = f"{measure.title} ({measure.unit})" if measure.unit else measure.title
    return wrapped(safe(name), _AXIS_LETTERS, _AXIS_LINES)


def wrapped(text: str, letters: int, lines: int) -> str:
    """TEXT (``safe``) in at most so many LINES of LETTERS each, for Plotly."""
    return "<br>".join(wrap(text, letters)[:lines])


def amount(measure: Measure, value: float) -> str:
    """VALUE with MEASURE's decimals and unit."""
    return with_unit(number(value, measure.decimals), measure.unit)


def sizes(values: Sequence[float], largest: float) -> list[float | None]:
    """Diameters in pixels of dots whose areas are as VALUES (none negative), LARGEST being 46; None for no value."""
    return [None if math.isnan(v) else round(max(4.0, 46 * (v / largest) ** 0.5), 1) for v in values]


def numbers(values: Sequence[float], decimals: int) -> list[float | None]:
    """VALUES rounded to two decimals more than are shown, with None for none: JSON knows no NaN."""
    return [None if math.isnan(v) else round(float(v), decimals + 2) for v in values]
