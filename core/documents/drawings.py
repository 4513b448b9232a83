"""Charts and symbols for files: the pages' own drawings, as SVG and as pictures for what cannot hold an SVG."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from core.charts.charts import drawn
from core.charts.description import Chart
from core.charts.printed import FAMILY, PRINT
from core.charts.share_bars import ShareChart, divided, share_plan
from core.charts.symbol_shapes import symbol_svg
from core.documents.typeset import picture
from core.web.assets import ASSETS
from core.web.render import render

# The looks of a chart's lines and dots, the same as on the page.
_RULE = re.compile(r"\.(?:line|dot|mean)-[\w-]+ \{[^}]*\}")
# Strokes and dots are for texts of this size.
_USUAL = 15.0


def chart_svg(chart: Chart, *, wide: float, high: float, size: float, is_example: bool) -> str:
    """CHART (that is not empty) of WIDE x HIGH points with texts of SIZE."""
    by = _USUAL / size
    return _svg((wide, high), by, view=drawn(chart, wide * by, high * by, _USUAL), is_example=is_example)


def shares_svg(chart: ShareChart, *, wide: float, size: float) -> str:
    """CHART WIDE points, names beside the bars, with texts of SIZE."""
    plan = share_plan(chart, wide * _USUAL / size, PRINT, _USUAL)
    return _svg((wide, plan.height * size / _USUAL), _USUAL / size, view=plan, is_shares=True, is_example=False)


def shares_drawn(chart: ShareChart, *, wide: float, high: float, size: float) -> tuple[str, ...]:
    """The same as drawings of at most HIGH points, one after the other."""
    by = _USUAL / size
    parts = divided(chart, wide * by, high * by, PRINT, _USUAL)
    return tuple(shares_svg(one, wide=wide, size=size) for one in parts)


def chart_picture(chart: Chart, *, wide: float, high: float, size: float, is_example: bool) -> bytes:
    """CHART as a PNG."""
    return picture(chart_svg(chart, wide=wide, high=high, size=size, is_example=is_example))


@lru_cache(maxsize=64)
def symbol_picture(symbol: str, tone: str, side: float) -> bytes:
    """A signal's symbol as a PNG with SIDE in points."""
    return picture(symbol_svg(symbol, tone, side))


@cache
def _rules() -> str:
    return " ".join(_RULE.findall((ASSETS / "css" / "base.css").read_text(encoding="utf-8")))


def _svg(size: tuple[float, float], by: float, **more: object) -> str:
    """A drawing as large as SIZE in points, in units of which a point has BY."""
    given = {"is_shares": False, "rules": _rules(), "family": FAMILY, "letters": _USUAL, "by": by} | more
    return render("drawing.html", size=size, **given)
