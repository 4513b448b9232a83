"""The map as plotly.js takes it: every municipality an area of its own, so that the pointer finds the right one."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from core.charts.borders import Outline
from core.charts.looks import ACCENT, TONES
from core.features.explore.looks import (
    BLUES,
    MISSING,
    OWN,
    STANDINGS,
    WHITE,
    Figure,
    Ground,
    Trace,
    amount,
    buttons,
    layout,
)
from core.outcomes.explore import Measure
from core.signals import Standing

_HEIGHT = 760
# Of the group's width and height, what of its neighbours is seen around it.
_AIR = 0.15


@dataclass(frozen=True)
class Steps:
    """Where the blues change: ``cuts`` between fifths of the municipalities, the same value never in two."""

    cuts: tuple[float, ...]

    def of(self, value: float) -> int:
        """Which blue VALUE has."""
        return sum(value > cut for cut in self.cuts)


def steps(values: pd.Series) -> Steps:
    """The fifths of VALUES; fewer where many are alike."""
    known = values.dropna()
    cuts = sorted({float(known.quantile(part / len(BLUES))) for part in range(1, len(BLUES))}) if len(known) else []
    return Steps(tuple(cut for cut in cuts if cut < known.max()))


def map_chart(
    ground: Ground,
    found: pd.DataFrame,
    outlines: Mapping[str, Outline],
    standings: Mapping[str, str],
    near: Collection[str] = (),
) -> Figure:
    """FOUND (``of_year``) on the map by fifths, or by STANDINGS where there are any; one's own has a thick border.

    Two buttons lead to the municipalities of NEAR and back, where these are not all that is drawn.
    """
    own = ground.own
    by_fifth = steps(found["value"])
    columns = (found[name].tolist() for name in ("municipality", "value", "status"))
    rows = [row for row in zip(*columns, strict=True) if row[0] in outlines]
    # One's own last: its border lies on its neighbours'.
    rows.sort(key=lambda row: row[0] == own)
    traces = [
        _area(
            outlines[code],
            _colour(code, value, by_fifth, standings),
            ground.said(code, value, ground.year, status),
            is_own=code == own,
        )
        for code, value, status in rows
    ]
    drawn = [code for code, _, _ in rows]
    keys = _standing_keys() if standings else _fifth_keys(ground.measure, found["value"], by_fifth)
    free = {"visible": False, "fixedrange": False}
    ways = _zooms([outlines[one] for one in near if one in outlines]) if len(near) < len(drawn) else None
    return {
        "data": [*traces, _handles(drawn, outlines), *keys],
        "layout": layout(
            _HEIGHT,
            xaxis=free,
            yaxis={**free, "scaleanchor": "x", "scaleratio": 1},
            showlegend=True,
            legend={"x": 0, "y": 0.94 if ways else 1, "xanchor": "left", "yanchor": "top", "font": {"size": 13}},
            **({"updatemenus": [ways]} if ways else {}),
        ),
    }


def _zooms(near: Sequence[Outline]) -> dict[str, Any] | None:
    """Buttons to the part of the map where NEAR lies and to the whole; None where none of them lies on it."""
    points = [point for outline in near for ring in outline.rings for point in ring]
    if not points:
        return None
    ends: dict[str, Any] = {}
    for letter, places in zip("xy", zip(*points, strict=True), strict=True):
        air = _AIR * (max(places) - min(places))
        ends |= {f"{letter}axis.range": [min(places) - air, max(places) + air], f"{letter}axis.autorange": False}
    whole = {"xaxis.autorange": True, "yaxis.autorange": True}
    return buttons({"Visa gruppen nära": ("relayout", [ends]), "Hela kartan": ("relayout", [whole])}, y=1)


def _colour(code: str, value: float, by_fifth: Steps, standings: Mapping[str, str]) -> str:
    if math.isnan(value):
        return MISSING
    if standings:
        return STANDINGS[standings.get(code, Standing.NOT_JUDGED.value)][0]
    return BLUES[by_fifth.of(value) if len(by_fifth.cuts) else 2]


def _area(outline: Outline, colour: str, text: str, *, is_own: bool) -> Trace:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in outline.rings:
        xs += [*(x for x, _ in ring), None]
        ys += [*(y for _, y in ring), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "fillcolor": colour,
        "line": {"color": OWN if is_own else WHITE, "width": 2.4 if is_own else 0.5},
        "x": xs[:-1],
        "y": ys[:-1],
        "hoveron": "fills",
        "text": text,
        "hoverinfo": "text",
        "showlegend": False,
    }


def _handles(codes: Sequence[str], outlines: Mapping[str, Outline]) -> Trace:
    """What the lasso takes: a dot in each municipality, seen when it is taken."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [outlines[one].label[0] for one in codes],
        "y": [outlines[one].label[1] for one in codes],
        "customdata": list(codes),
        "marker": {"size": 7, "color": f"#{ACCENT}", "opacity": 0},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _fifth_keys(measure: Measure, values: pd.Series, by_fifth: Steps) -> list[Trace]:
    known = values.dropna()
    if known.empty:
        return [_key(MISSING, "värde saknas")]
    ends = [float(known.min()), *by_fifth.cuts, float(known.max())]
    found = [
        _key(BLUES[i if len(by_fifth.cuts) else 2], f"{amount(measure, low)} – {amount(measure, high)}")
        for i, (low, high) in enumerate(pairwise(ends))
    ]
    return [*reversed(found), *([_key(MISSING, "värde saknas")] if values.isna().any() else [])]


def _standing_keys() -> list[Trace]:
    return [*(_key(colour, words) for colour, _, words in STANDINGS.values()), _key(MISSING, "värde saknas")]


def _key(colour: str, words: str) -> dict[str, Any]:
    marker = {"color": colour, "symbol": "square", "size": 14, "line": {"color": f"#{TONES['none']}", "width": 1}}
    shared = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip", "showlegend": True}
    return {**shared, "name": words, "marker": marker}
