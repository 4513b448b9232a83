"""Where a municipality lies among all: every dot in its place, the bands as the square judges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from core.charts.charts import NARROW, WIDE
from core.charts.strip import Strip, strip
from core.outcomes.figures import Figures
from core.outcomes.indicator import IndicatorFigures, indicator_figures
from core.outcomes.rows import Choice
from core.words.formats import number
from tests.shared import (
    COST,
    GRADES,
    HUDDINGE,
    IDS,
    SAFE,
    WAIT,
    Values,
    figures_of,
    indicators_with,
    small_catalogue,
    small_harvest,
)


@pytest.fixture
def waits(figures: Figures) -> IndicatorFigures:
    return indicator_figures(figures, Choice(HUDDINGE), WAIT)


def made(found: IndicatorFigures, width: int = WIDE) -> Strip:
    it = strip(found, own=HUDDINGE, name="Huddinge", width=width)
    assert it is not None
    return it


def test_every_other_municipality_is_a_dot(waits: IndicatorFigures) -> None:
    it = made(waits)
    places = [float(x) for x in re.findall(r"M([\d.]+) ", it.dots)]
    assert len(places) == len(IDS) - 1
    assert (min(places), max(places)) == (8, WIDE - 8)


def test_a_dot_says_whose_it_is_in_the_order_of_the_dots_and_once_for_both_widths(waits: IndicatorFigures) -> None:
    wide, narrow = (
        strip(waits, own=HUDDINGE, name="Huddinge", width=width, names={one: f"k{one}" for one in IDS})
        for width in (WIDE, NARROW)
    )
    assert wide
    assert narrow
    said = [pair.split("=") for pair in wide.said.split("|")]
    known = dict(zip(waits.others["municipality"], waits.others["value"], strict=True))
    assert said == [[f"k{one}", number(value)] for one, value in known.items() if one != HUDDINGE]
    assert len(said) == wide.dots.count("M") == narrow.dots.count("M")
    assert (narrow.said, narrow.own_said, wide.own_said) == ("", "Huddinge=22", "Huddinge=22")


def test_ones_own_dot_is_named_with_its_value(waits: IndicatorFigures) -> None:
    it = made(waits)
    assert it.own is not None
    assert it.own_label == "Huddinge 22"
    assert it.own[0] < WIDE * 0.25
    assert it.own_anchor == "start"
    assert [text for _, _, text in it.ends] == ["lägst 20", "högst 78 dagar"]


def test_the_bands_cover_the_axis_from_best_to_worst(waits: IndicatorFigures, figures: Figures) -> None:
    for found, kinds in (
        (waits, ["best", "middle", "worst"]),
        (indicator_figures(figures, Choice(HUDDINGE), GRADES), ["worst", "middle", "best"]),
    ):
        bands = made(found).bands
        assert [kind for _, _, kind in bands] == kinds
        assert bands[0][0] == 8
        assert all(x + width == pytest.approx(after) for (x, width, _), (after, _, _) in pairwise(bands))
        assert bands[-1][0] + bands[-1][1] == pytest.approx(WIDE - 8)
        assert all(width >= 0 for _, width, _ in bands)


def test_without_a_direction_there_are_no_bands(figures: Figures) -> None:
    [(x, width, kind)] = made(indicator_figures(figures, Choice(HUDDINGE), COST)).bands
    assert (x, width, kind) == (8, WIDE - 16, "plain")


def of(folder: Path, kpi: str, own: Values, **changes: object) -> Iterator[IndicatorFigures]:
    catalogue = small_catalogue(indicators=indicators_with(kpi, **changes))
    harvest = small_harvest(kpis=[kpi], own=own)
    with figures_of(folder, harvest=harvest, catalogue=catalogue) as figures:
        yield indicator_figures(figures, Choice(HUDDINGE), kpi)


def test_where_there_is_no_square_the_strip_judges_nobody_either(tmp_path: Path) -> None:
    """An open year, too few, most alike, or not to be compared."""
    without_square: list[tuple[Values, dict[str, object]]] = [
        ({(SAFE, m, "T"): {2023: None} for m in IDS if IDS.index(m) > 12}, {}),
        ({(SAFE, m, "T"): dict.fromkeys(range(2014, 2024)) for m in IDS if IDS.index(m) > 12}, {}),
        ({(SAFE, m, "T"): {2023: 95.0} for m in IDS[:20]}, {}),
        ({}, {"comparable": False}),
    ]
    for own, changes in without_square:
        for found in of(tmp_path, SAFE, own, **changes):
            assert found.row["standing"] == "not_judged"
            assert [kind for _, _, kind in made(found).bands] == ["plain"], found.row["standing_reason"]


def test_without_a_value_of_ones_own_the_others_are_drawn(tmp_path: Path, figures: Figures) -> None:
    it = strip(indicator_figures(figures, Choice(HUDDINGE), WAIT), own="9999", name="Ingen", width=WIDE)
    assert it is not None
    assert (it.own, it.own_label) == (None, "")


def test_a_single_value_is_no_strip(waits: IndicatorFigures) -> None:
    for n in (0, 1):
        assert strip(replace(waits, others=waits.others.head(n)), own=HUDDINGE, name="x", width=WIDE) is None


def test_when_all_have_the_same_value_the_dots_stand_in_the_middle(waits: IndicatorFigures) -> None:
    same = replace(waits, others=pd.DataFrame({"municipality": IDS, "value": 5.0}), low_cut=5.0, high_cut=5.0)
    places = {float(x) for x in re.findall(r"M([\d.]+) ", made(same).dots)}
    assert places == {WIDE / 2}
