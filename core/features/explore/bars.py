"""Bars and spreads of one year as plotly.js takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.charts.looks import LINES
from core.features.explore.looks import (
    OWN,
    PALETTE,
    WHITE,
    Figure,
    Ground,
    Trace,
    amount,
    axis,
    layout,
    numbers,
    safe,
    wrapped,
)

# So many bars have room for their names.
_NAMED_BARS = 45
_OTHERS = "Övriga"
# Of a part's name, so that a phone has room for its dots.
_PART_LETTERS, _PART_LINES = 18, 3


def bar_chart(ground: Ground, found: pd.DataFrame, *, by_name: bool) -> Figure:
    """A bar a municipality of FOUND (``of_year``) that has a value, the highest first or BY_NAME."""
    known = found.dropna(subset=["value"])
    if not by_name:
        known = known.sort_values("value", ascending=False, kind="stable")
    codes = known["municipality"].tolist()
    trace = {
        "type": "bar",
        "marker": {"color": [OWN if one == ground.own else "#8fb4c6" for one in codes]},
        "hovertext": [ground.said(c, v, ground.year) for c, v in zip(codes, known["value"], strict=True)],
        "hoverinfo": "text",
        "customdata": codes,
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0.35}},
    }
    draw = _lying if len(codes) <= _NAMED_BARS else _standing
    return draw(ground, trace, known)


def _lying(ground: Ground, trace: Trace, known: pd.DataFrame) -> Figure:
    """Few bars, each with its name and value."""
    measure = ground.measure
    named = {
        "orientation": "h",
        "x": numbers(known["value"].tolist(), measure.decimals),
        "y": [ground.names[one] for one in known["municipality"]],
        "text": [amount(measure, value) for value in known["value"]],
        "textposition": "auto",
        # As large as it is said: beside the bar where it has no room in it, never shrunk or turned.
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 13},
    }
    place = axis(showgrid=False, type="category", autorange="reversed")
    height = 90 + 24 * max(len(known), 3)
    return {"data": [trace | named], "layout": layout(height, bargap=0.25, xaxis=ground.axis, yaxis=place)}


def _standing(ground: Ground, trace: Trace, known: pd.DataFrame) -> Figure:
    """Many bars; one's own has its name over it."""
    codes, values = known["municipality"].tolist(), numbers(known["value"].tolist(), ground.measure.decimals)
    names = {"x": [ground.names[one] for one in codes], "y": values, "orientation": "v"}
    marks = [_bar_name(ground, codes.index(ground.own))] if ground.own in codes else []
    place = axis(showgrid=False, type="category", showticklabels=False)
    settled = layout(480, bargap=0, annotations=marks, xaxis=place, yaxis=ground.axis)
    return {"data": [trace | names], "layout": settled}


def _bar_name(ground: Ground, place: int) -> dict[str, Any]:
    font = {"size": 13, "color": OWN}
    name = f"<b>{ground.names[ground.own]}</b>"
    return {"x": place, "y": 1, "yref": "paper", "text": name, "showarrow": False, "font": font}


def spread_chart(ground: Ground, found: pd.DataFrame, groups: Mapping[str, str]) -> Figure:
    """A box and a strip of dots for each of GROUPS (its name by municipality) of what FOUND (``of_year``) has."""
    known = found.dropna(subset=["value"])
    known = known.assign(group=known["municipality"].map(groups).fillna(_OTHERS))
    order = [one for one in dict.fromkeys([*groups.values(), _OTHERS]) if (known["group"] == one).any()]
    strips = [
        _strip(ground, known[known["group"] == group], group, PALETTE[i % len(PALETTE)])
        for i, group in enumerate(order)
    ]
    own = _own_mark(ground, known[known["municipality"] == ground.own], strips)
    place = axis(autorange="reversed", showgrid=False)
    height = 110 + 52 * max(len(strips), 2)
    return {"data": [*strips, *own], "layout": layout(height, xaxis=ground.axis, yaxis=place)}


def _strip(ground: Ground, rows: pd.DataFrame, group: str, colour: str) -> Trace:
    codes = rows["municipality"].tolist()
    return {
        "type": "box",
        "orientation": "h",
        "name": wrapped(safe(f"{group} ({len(rows)})"), _PART_LETTERS, _PART_LINES),
        "x": numbers(rows["value"].tolist(), ground.measure.decimals),
        "boxpoints": "all",
        "jitter": 0.6,
        "pointpos": 0,
        "hoveron": "points",
        "line": {"color": f"#{LINES['county'].colour}", "width": 1.2},
        "fillcolor": "rgba(225,237,243,.6)",
        "marker": {"color": colour, "size": 6, "opacity": 0.75},
        "hovertext": [ground.said(c, v, ground.year) for c, v in zip(codes, rows["value"], strict=True)],
        "hoverinfo": "text",
        "customdata": codes,
    }


def _own_mark(ground: Ground, row: pd.DataFrame, strips: Sequence[Trace]) -> list[Trace]:
    """One's own dot, over the strip that it lies in."""
    if row.empty:
        return []
    value = float(row["value"].iloc[0])
    strip = next(one["name"] for one in strips if ground.own in one["customdata"])
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [value],
            "y": [strip],
            "text": [f"<b>{ground.names[ground.own]}</b>"],
            "textposition": "top center",
            "textfont": {"color": OWN},
            "marker": {"color": OWN, "size": 12, "line": {"color": WHITE, "width": 2}},
            "hovertext": [ground.said(ground.own, value, ground.year)],
            "hoverinfo": "text",
            "customdata": [ground.own],
        }
    ]
