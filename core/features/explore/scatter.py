"""Two measures against each other as plotly.js takes them, with a year slider that plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.charts.looks import ACCENT, LINE, QUIET, TONES
from core.features.explore.looks import (
    MEMBER,
    OTHER,
    OWN,
    PALETTE,
    STANDINGS,
    SYMBOLS,
    WHITE,
    Figure,
    Key,
    Trace,
    buttons,
    layout,
    numbers,
    safe,
    sizes,
    value_axis,
)
from core.outcomes.explore import Measure
from core.outcomes.groups import MOST_CHOSEN
from core.signals import Standing

# Of a group as large as one can choose, the names that have room are shown (script.js lays them out).
_NAMED = MOST_CHOSEN + 1
# A year is seen for so long, and its dots are on their way so much of it.
_YEAR_MS, _MOVE_MS = 1000, 700
# The share of values at each end that may be left out, where they would take over a third of an axis.
_FREAKS, _WORTH_IT = 0.001, 0.67


@dataclass(frozen=True)
class Cloud:
    """What the dots lie by. ``both`` is of ``core.outcomes.explore.crossed``; ``size`` is drawn where there is one.

    ``groups`` are the parts that are coloured each their own, by municipality; ``standings`` (municipality, year ->
    a Standing's value) colour by standing instead. Without both, ``members`` (the group) stand out from the others.
    """

    x: Measure
    y: Measure
    size: Measure | None
    both: pd.DataFrame
    names: Mapping[str, str]
    own: str
    members: tuple[str, ...]
    groups: Mapping[str, str]
    standings: Mapping[tuple[str, int], str]
    log_x: bool = False
    log_y: bool = False


@dataclass(frozen=True)
class _Part:
    """Dots that are drawn alike: who, and how."""

    name: str
    codes: tuple[str, ...]
    colour: str
    symbol: str = "circle"


def scatter_chart(cloud: Cloud, year: int) -> Figure:
    """CLOUD in YEAR, and every other year as a frame that the slider under it shows and plays."""
    years = sorted(int(one) for one in cloud.both["year"].unique())
    parts = _parts(cloud)
    largest = float(cloud.both["size"].max()) if cloud.size else 1.0
    letters = ("x", "y", "size") if cloud.size else ("x", "y")
    wide = {one: cloud.both.pivot(index="municipality", columns="year", values=one) for one in letters}
    cells = [{one: table.reindex(list(part.codes)) for one, table in wide.items()} for part in parts]

    def seen(one: int) -> list[Trace]:
        return [_of_year(cloud, part, own, one, largest) for part, own in zip(parts, cells, strict=True)]

    data = [_trace(cloud, part) | now for part, now in zip(parts, seen(year), strict=True)]
    frames = [{"name": str(one), "data": seen(one), "traces": list(range(len(parts)))} for one in years]
    return {"data": data, "layout": _layout(cloud, years, year), "frames": frames}


def cloud_keys(cloud: Cloud) -> tuple[Key, ...]:
    """What the colours and marks of CLOUD mean."""
    if cloud.standings:
        return tuple(Key(*look) for look in STANDINGS.values())
    if cloud.groups:
        return tuple(Key(part.colour, part.symbol, part.name) for part in _parts(cloud) if part.codes)[:-1]
    return (
        Key(OWN, "circle", cloud.names[cloud.own]),
        Key(MEMBER, "circle", "gruppen"),
        Key(OTHER, "circle", "övriga"),
    )


def _parts(cloud: Cloud) -> list[_Part]:
    """The dots as they are drawn, one's own last and on top."""
    codes = [one for one in dict.fromkeys(cloud.both["municipality"]) if one != cloud.own]
    own = _Part(cloud.names[cloud.own], (cloud.own,), OWN)
    if cloud.standings:
        return [_Part("övriga", tuple(codes), OTHER), own]
    if cloud.groups:
        titles = list(dict.fromkeys(cloud.groups.values()))
        return [
            *(
                _Part(
                    title,
                    tuple(one for one in codes if cloud.groups.get(one) == title),
                    PALETTE[i % len(PALETTE)],
                    SYMBOLS[i // len(PALETTE) % len(SYMBOLS)],
                )
                for i, title in enumerate(titles)
            ),
            own,
        ]
    members = tuple(one for one in codes if one in cloud.members)
    others = tuple(one for one in codes if one not in cloud.members)
    return [_Part("övriga kommuner", others, OTHER), _Part("gruppen", members, MEMBER), own]


def _trace(cloud: Cloud, part: _Part) -> Trace:
    """What of PART is the same in all years."""
    named = [cloud.names[one] for one in part.codes]
    is_own = part.colour == OWN
    shown = {cloud.own, *(cloud.members if len(cloud.members) <= _NAMED else ())}
    texts = [safe(name) if code in shown else "" for code, name in zip(part.codes, named, strict=True)]
    has_names = any(texts)
    return {
        "type": "scatter",
        "mode": "markers+text" if has_names else "markers",
        "name": safe(part.name),
        "ids": list(part.codes),
        "customdata": [[code, name] for code, name in zip(part.codes, named, strict=True)],
        "text": [f"<b>{one}</b>" if is_own else one for one in texts] if has_names else None,
        "textposition": "top center",
        "textfont": {"size": 13 if is_own else 12, "color": OWN if is_own else f"#{QUIET}"},
        "cliponaxis": True,
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0.2}},
    }


def _of_year(cloud: Cloud, part: _Part, own: Mapping[str, pd.DataFrame], year: int, largest: float) -> Trace:
    """What of PART is YEAR's: places, sizes, colours and what stands at the pointer; OWN has a column a year."""
    is_own = part.colour == OWN
    marker: dict[str, Any] = {
        "color": part.colour,
        "symbol": part.symbol,
        "size": 13 if is_own else 9,
        "opacity": 0.95 if is_own else 0.8,
        "line": {"color": WHITE, "width": 2 if is_own else 0.8},
    }
    if cloud.standings and not is_own:
        looks = [STANDINGS[cloud.standings.get((c, year), Standing.NOT_JUDGED.value)] for c in part.codes]
        marker |= {"color": [one[0] for one in looks], "symbol": [one[1] for one in looks]}
    if cloud.size:
        marker["size"] = [one or 4 for one in sizes(own["size"][year].tolist(), largest)]
        marker["opacity"] = 0.95 if is_own else 0.6
    return {
        "x": numbers(own["x"][year].tolist(), cloud.x.decimals),
        "y": numbers(own["y"][year].tolist(), cloud.y.decimals),
        "marker": marker,
        "hovertemplate": _hover(cloud, year),
    }


def _hover(cloud: Cloud, year: int) -> str:
    """What plotly.js fills in itself: texts of 290 dots in 20 years would be half a megabyte."""
    lines = [f"<b>%{{customdata[1]}}</b> {year}"]
    for measure, letter in ((cloud.y, "y"), (cloud.x, "x")):
        unit = "" if measure.unit in ("antal", "andel", "") else f" {measure.unit}"
        early = " (prel.)" if year in measure.preliminary else ""
        lines.append(f"{safe(measure.title)}: %{{{letter}:,.{measure.decimals}f}}{safe(unit)}{early}")
    return "<br>".join(lines) + "<extra></extra>"


def _layout(cloud: Cloud, years: Sequence[int], year: int) -> dict[str, Any]:
    settled = layout(
        640,
        xaxis=value_axis(cloud.x, log=cloud.log_x) | _range(cloud, "x", log=cloud.log_x),
        yaxis=value_axis(cloud.y, log=cloud.log_y) | _range(cloud, "y", log=cloud.log_y),
    )
    if len(years) > 1:
        settled |= {"sliders": [_slider(years, year)], "updatemenus": [_buttons()]}
    return settled


def outside(cloud: Cloud) -> int:
    """How many dots of all years lie where the axes do not reach."""
    (left, right), (low, high) = _span(cloud, "x"), _span(cloud, "y")
    seen = cloud.both["x"].between(left, right) & cloud.both["y"].between(low, high)
    return int((~seen).sum())


def _span(cloud: Cloud, letter: str) -> tuple[float, float]:
    """From the least to the most that an axis shows, the same in all years.

    The whole, but for a thousandth or two that would leave the others less than two thirds of it; one's own and the
    named are always there.
    """
    values = cloud.both[letter]
    named = values[cloud.both["municipality"].isin([cloud.own, *cloud.members])]
    whole = float(values.min()), float(values.max())
    low, high = (float(one) for one in values.quantile([_FREAKS, 1 - _FREAKS]))
    most = min(low, float(named.min())), max(high, float(named.max()))
    return most if (most[1] - most[0]) < _WORTH_IT * (whole[1] - whole[0]) else whole


def _range(cloud: Cloud, letter: str, *, log: bool) -> dict[str, Any]:
    """The axis of LETTER, with some air; a logarithmic one finds its own."""
    if log:
        return {}
    low, high = _span(cloud, letter)
    air = 0.06 * ((high - low) or 1)
    return {"range": [low - air, high + air]}


def _shown_at_once(name: str | None) -> list[Any]:
    at_once = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}
    return [[name], at_once]


def _slider(years: Sequence[int], year: int) -> dict[str, Any]:
    return {
        "active": list(years).index(year),
        "x": 0,
        "len": 1,
        "pad": {"t": 72, "b": 4},
        "currentvalue": {"prefix": "År ", "xanchor": "right", "font": {"size": 16}},
        "bgcolor": f"#{LINE}",
        "activebgcolor": f"#{ACCENT}",
        "bordercolor": f"#{TONES['none']}",
        "font": {"size": 12, "color": f"#{QUIET}"},
        "steps": [{"label": str(one), "method": "animate", "args": _shown_at_once(str(one))} for one in years],
    }


def _buttons() -> dict[str, Any]:
    playing = {
        "mode": "immediate",
        "fromcurrent": True,
        "frame": {"duration": _YEAR_MS, "redraw": False},
        "transition": {"duration": _MOVE_MS, "easing": "linear"},
    }
    stopped = _shown_at_once(None)
    return buttons({"▶ Spela": ("animate", [None, playing]), "■ Stanna": ("animate", stopped)}, y=0, pad={"t": 66})
