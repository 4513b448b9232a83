"""Lines over time as plotly.js takes them: plain data, no Streamlit and no Plotly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.charts.charts import Drawn, for_page
from core.charts.description import MOST_LINES, LineChart, Series
from core.charts.looks import LINES, QUIET, line_look
from core.charts.scales import breaks_within, rules_of
from core.features.explore.looks import (
    OWN,
    PALETTE,
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
from core.outcomes.explore import Measure

# More names than these at the lines' ends cover each other.
_NAMED_LINES = 10
# Of the height, from one line of names to the next.
_NAME_STEP = 0.052
# A name's letters in a line, and the pixels that they take.
_NAME_LETTERS, _NAME_WIDTH = 15, 114
# Five years' names have room on a phone; more than nine tell no more.
_ALL_YEARS_NAMED, _MOST_YEARS_NAMED = 5, 9
_GREY = f"#{line_look('').colour}"
_WIDE, _HIGH = 1180, 460
# Of the axis, what dots on its first and last mark need outside of it.
_EDGE = 0.015


@dataclass(frozen=True)
class Mean:
    """A group's mean over time: its name, and year, value and members (of how many it is).

    ``look`` is the key of the line in ``core.charts.looks.LINES``.
    """

    name: str
    points: pd.DataFrame
    look: str = "group"

    @property
    def title(self) -> str:
        """What its line and its row are called."""
        return f"{self.name}, medel"


def line_chart(ground: Ground, found: pd.DataFrame, means: Sequence[Mean]) -> Figure:
    """The series FOUND (``core.outcomes.explore.lines``, one's own among them) and MEANS over time.

    A year without a value is a gap, and so is a change of method, which a dashed line marks.
    """
    others = [one for one in found["municipality"].unique() if one != ground.own]
    # More than there are colours are told apart by pointing.
    colours = PALETTE if len(others) <= len(PALETTE) else [_GREY] * len(others)
    drawn = [
        *(
            _line(ground, found[found["municipality"] == one], colour)
            for one, colour in zip(others, colours, strict=False)
        ),
        *(_mean(ground.measure, mean) for mean in means),
        _line(ground, found[found["municipality"] == ground.own], OWN),
    ]
    years = [year for trace in drawn for year in trace["x"]]
    first, last = math.ceil(min(years)), math.floor(max(years))
    marked = [one for one in ground.measure.breaks if first < one <= last]
    reach = {} if ground.log else _reach(ground.measure, drawn)
    names = _end_names(drawn, reach.get("range"))
    return {
        "data": drawn,
        "layout": layout(
            _HIGH,
            margin={"l": 8, "r": _NAME_WIDTH if names else 14, "t": 36, "b": 8},
            xaxis=axis(tickformat="d", separatethousands=False, tickangle=0) | _year_steps(last - first),
            yaxis=ground.axis | reach,
            shapes=[_break_line(year) for year in marked],
            annotations=[*names, *(_break_words(year) for year in marked)],
            dragmode="zoom",
        ),
    }


def _reach(measure: Measure, traces: Sequence[Trace]) -> dict[str, Any]:
    """From where to where the axis of TRACES reaches, and with how many marks: as all other charts of lines."""
    rules = rules_of([value for one in traces for value in one["y"] if value is not None], measure.unit)
    air = _EDGE * (rules[-1] - rules[0])
    return {"range": [rules[0] - air, rules[-1] + air], "nticks": len(rules)}


def _year_steps(span: int) -> dict[str, int]:
    """Whole years at the axis: every one of few, else as many as the width that plotly.js is given has room for."""
    return {"dtick": 1} if span <= _ALL_YEARS_NAMED else {"nticks": _MOST_YEARS_NAMED}


def first_lines(ground: Ground, found: pd.DataFrame, means: Sequence[Mean]) -> tuple[Drawn, ...]:
    """The lines of ``line_chart`` as the server draws them, for who waits or has no script; () where they are too many.

    Streamlit and Plotly take some three seconds to start.
    """
    measure = ground.measure
    codes = sorted(found["municipality"].unique(), key=lambda code: code != ground.own)
    if ground.log or len(codes) + len(means) > MOST_LINES:
        return ()
    # As in ``line_chart``: each its own of the palette (style.css), or all alike.
    has_colours = len(codes) - 1 <= len(PALETTE)
    looks = ["own", *(f"other-{i}" if has_colours else "other" for i in range(1, len(codes)))]
    parts = [
        *(
            (ground.looks.get(code, look), ground.names[code], found[found["municipality"] == code])
            for code, look in zip(codes, looks, strict=True)
        ),
        *((mean.look, mean.title, mean.points) for mean in means),
    ]
    series = tuple(Series(key=key, name=name, points=_measured(rows)) for key, name, rows in parts)
    years = [year for line in series for year, _ in line.points]
    rules = rules_of([value for line in series for _, value in line.points], measure.unit)
    chart = LineChart(
        unit=measure.unit,
        decimals=measure.decimals,
        step=measure.step,
        series=series,
        low=rules[0],
        high=rules[-1],
        rules=tuple(rules),
        breaks=breaks_within(measure.breaks, years),
    )
    return for_page(chart, wide=_WIDE, line_high=_HIGH)


def _measured(rows: pd.DataFrame) -> tuple[tuple[int, float], ...]:
    known = rows[rows["value"].notna()]
    return tuple(zip(known["year"].astype(int).tolist(), known["value"].tolist(), strict=True))


def _line(ground: Ground, rows: pd.DataFrame, colour: str) -> Trace:
    code = rows["municipality"].iloc[0]
    if look := ground.looks.get(code):
        colour = f"#{LINES[look].colour}"
    texts = [
        ground.said(code, value, int(year), status)
        for year, value, status in zip(rows["year"], rows["value"], rows["status"], strict=True)
    ]
    line = {"color": colour, "width": 3.4 if code == ground.own else 2.4 if look else 1.6}
    return {"name": safe(ground.names[code])} | _series(ground.measure, rows.assign(text=texts), line)


def _mean(measure: Measure, mean: Mean) -> Trace:
    rows = mean.points
    texts = [
        safe(f"{mean.name}, medel av {int(members)} kommuner: {amount(measure, value)} ({int(year)})")
        for year, value, members in zip(rows["year"], rows["value"], rows["members"], strict=True)
    ]
    line = {"color": f"#{LINES[mean.look].colour}", "width": 2.2, "dash": "dash"}
    return {"name": safe(mean.title)} | _series(measure, rows.assign(text=texts), line)


def _series(measure: Measure, rows: pd.DataFrame, line: Mapping[str, Any]) -> Trace:
    """A line of ROWS (year, value, text), broken where the method changes: between two years is an empty point."""
    points: list[tuple[float, float | None, str]] = []
    values = numbers(rows["value"].tolist(), measure.decimals)
    for year, value, text in zip(rows["year"].astype(int), values, rows["text"], strict=True):
        if points and any(points[-1][0] < one <= year for one in measure.breaks):
            points.append((year - 0.5, None, ""))
        points.append((int(year), value, text))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x for x, _, _ in points],
        "y": [y for _, y, _ in points],
        "line": dict(line),
        "marker": {"size": 7 if line["width"] > 3 else 4, "color": line["color"]},
        # What is measured every second year has no gap there.
        "connectgaps": measure.step > 1,
        "hovertext": [text for _, _, text in points],
        "hoverinfo": "text",
    }


def _end_names(traces: Sequence[Trace], reach: Sequence[float] | None) -> list[dict[str, Any]]:
    """The lines' names to the right of the chart, at their last points: apart where they would cover each other.

    A line that ends before the others says when. REACH is the axis' (None: logarithmic, as far as there are values).
    """
    log = reach is None
    named = [one for one in traces if one["line"]["color"] == OWN or one["line"].get("dash")]
    if len(traces) <= _NAMED_LINES:
        named = list(traces)
    ends = sorted(((end, one) for one in named if (end := _last(one))), key=lambda end: end[0][1])
    every = [_place(y, log=log) for one in traces for y in one["y"] if y is not None]
    low, high = reach or (min(every, default=0), max(every, default=1))
    step = _NAME_STEP * ((high - low) or 1)
    newest = max((x for (x, _), _ in ends), default=0)
    places: list[dict[str, Any]] = []
    top = -math.inf
    for (x, y), one in ends:
        text = wrapped(one["name"] if x == newest else f"{one['name']} {int(x)}", _NAME_LETTERS, 2)
        half = step * (1 + text.count("<br>")) / 2
        middle = max(_place(y, log=log), top + half)
        top = middle + half
        # A mean's line is paler than a text may be.
        colour = f"#{QUIET}" if one["line"].get("dash") or one["line"]["color"] == _GREY else one["line"]["color"]
        places.append(
            {
                "x": 1,
                "xref": "paper",
                "xshift": 6,
                "y": middle,
                "text": f"<b>{text}</b>" if colour == OWN else text,
                "align": "left",
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "middle",
                "font": {"size": 13, "color": colour},
            }
        )
    return places


def _last(trace: Trace) -> tuple[float, float] | None:
    known = [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None]
    return known[-1] if known else None


def _place(value: float, *, log: bool) -> float:
    """Where plotly.js places an annotation at VALUE: on a logarithmic axis by its exponent."""
    return math.log10(value) if log else value


def _break_line(year: int) -> dict[str, Any]:
    line = {"color": f"#{QUIET}", "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": year - 0.5, "x1": year - 0.5, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _break_words(year: int) -> dict[str, Any]:
    return {
        "x": year - 0.5,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "xanchor": "center",
        "showarrow": False,
        "text": f"ny mätmetod {year}",
        "font": {"size": 12, "color": f"#{QUIET}"},
    }
