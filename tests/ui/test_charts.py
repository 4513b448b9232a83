"""Charts: every value in its place, every label readable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.overview.figures import Figures
from core.overview.indicator import IndicatorFigures, Line, Milestone, indicator_figures
from core.overview.rows import Choice
from core.ui.charts import HEIGHT, LineChart, Strip, line_chart, strip
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

KEYS = ("own", "group", "county", "country")
WIDE, NARROW = 720, 358


def line(key: str, *values: float | None, first: int = 2014) -> Line:
    points = [(first + i, v) for i, v in enumerate(values) if v is not None]
    return Line(key, key.capitalize(), tuple(points))


def milestone(year: int, level: float) -> Milestone:
    return Milestone(year, level, is_final=False)


def drawn(*lines: Line, milestones: tuple[Milestone, ...] = (), width: int = WIDE, step: int = 1) -> LineChart:
    chart = line_chart(lines, milestones, decimals=1, step=step, width=width)
    assert chart is not None
    return chart


values = st.lists(st.none() | st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=1, max_size=12)
some_lines = st.lists(values.filter(any), min_size=1, max_size=4).map(
    lambda some: [line(key, *points) for key, points in zip(KEYS, some, strict=False)]
)
some_milestones = st.dictionaries(st.integers(2014, 2035), st.floats(-1e6, 1e6), max_size=4).map(
    lambda d: tuple(milestone(year, round(level, 2)) for year, level in sorted(d.items()))
)


@given(lines=some_lines, milestones=some_milestones, width=st.sampled_from([WIDE, NARROW]))
def test_everything_is_drawn_inside_the_box(lines: list[Line], milestones: tuple[Milestone, ...], width: int) -> None:
    chart = drawn(*lines, milestones=milestones, width=width)
    assert [x.key for x in chart.lines] == [x.key for x in lines]
    places = [x.end for x in chart.lines] + list(chart.aim_dots)
    for text in (*(x.path for x in chart.lines), chart.aim):
        places += [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", text)]
    for x, y in places:
        assert 0 < x <= chart.right < width
        assert 0 < y < HEIGHT
    assert len(chart.aim_dots) == len(milestones)


@given(lines=some_lines, width=st.sampled_from([WIDE, NARROW]))
def test_the_labels_of_lines_do_not_cover_each_other(lines: list[Line], width: int) -> None:
    heights = sorted(x.label_at[1] for x in drawn(*lines, width=width).lines)
    assert all(after - before >= 17.9 for before, after in pairwise(heights))


@given(lines=some_lines, milestones=some_milestones)
def test_the_scale_covers_all_values_and_targets(lines: list[Line], milestones: tuple[Milestone, ...]) -> None:
    chart = drawn(*lines, milestones=milestones)
    heights = [y for y, _ in chart.rules]
    assert heights == sorted(heights, reverse=True)
    assert len({text for _, text in chart.rules}) == len(chart.rules)
    assert min(heights) <= min(x.end[1] for x in chart.lines) + 0.1
    assert max(heights) >= max(x.end[1] for x in chart.lines) - 0.1


def box(x: float, y: float, text: str) -> tuple[float, float, float, float]:
    """What a text of 13 units takes at the least, from its left end on its base line."""
    return x, y - 9, x + 6 * len(text), y


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize(
    ("width", "year", "level"),
    [(WIDE, 2023, 70.0), (WIDE, 2024, 72.0), (WIDE, 2024, 75.5), (NARROW, 2024, 75.5), (WIDE, 2030, 75.5)],
)
def test_no_label_covers_another_not_even_the_targets(width: int, year: int, level: float) -> None:
    lines = [
        line("own", *[60.0 + i for i in range(10)], 70.0, first=2013),
        line("group", *[74.0] * 11, first=2013),
        line("county", *[76.0] * 11, first=2013),
        line("country", *[79.0] * 11, first=2013),
    ]
    chart = drawn(*lines, milestones=(milestone(year, level),), width=width)
    labels = [(x.label, box(*x.label_at, x.label)) for x in chart.lines]
    labels.append((chart.aim_label, box(*chart.aim_at, chart.aim_label)))
    assert [(a, b) for (a, one), (b, other) in combinations(labels, 2) if overlap(one, other)] == []


@given(first=st.integers(1993, 2020), length=st.integers(1, 35), width=st.sampled_from([WIDE, NARROW]))
def test_years_under_the_chart_are_few_and_end_in_the_last(first: int, length: int, width: int) -> None:
    chart = drawn(line("own", *[1.0] * length, first=first), width=width)
    years = [int(text) for _, text in chart.years]
    assert years[0] == first + length - 1
    assert years == sorted(set(years), reverse=True)
    assert min(years) >= first
    assert len(years) <= (9 if width == WIDE else 5)
    assert all(before - after >= 30 for before, after in pairwise(x for x, _ in chart.years))


def test_a_gap_breaks_the_line_and_a_value_alone_is_a_dot() -> None:
    chart = drawn(line("own", 1.0, 2.0, None, 4.0, None, 6.0))
    [own] = chart.lines
    assert own.path.count("M") == 3
    assert own.path.count("L") == 1
    assert own.path.count("a1 1") == 4


def test_a_series_measured_every_second_year_is_a_whole_line() -> None:
    [own] = drawn(line("own", 1.0, None, 2.0, None, 3.0), step=2).lines
    assert own.path.count("M") == 1


def test_labels_tell_name_and_last_value() -> None:
    lines = [
        Line("own", "Huddinge", ((2022, 61.0), (2023, 62.5))),
        Line("county", "Länet (medel av 26)", ((2023, 70.0),)),
    ]
    assert [x.label for x in drawn(*lines).lines] == ["Huddinge 62,5", "Länet (medel av 26) 70,0"]
    assert [x.label for x in drawn(*lines, width=NARROW).lines] == ["Huddinge 62,5", "Länet 70,0"]


def test_the_targets_are_a_path_of_their_own_with_the_last_one_named() -> None:
    chart = drawn(line("own", 1.0, 2.0), milestones=(milestone(2015, 3.0), milestone(2018, 5.0)))
    assert (chart.aim.count("M"), chart.aim.count("L")) == (1, 1)
    assert chart.aim_label == "mål 2018: 5,0"
    alone = drawn(line("own", 1.0, 2.0), milestones=(milestone(2015, 3.0),))
    assert (alone.aim, len(alone.aim_dots), alone.aim_label) == ("", 1, "mål 2015: 3,0")
    assert drawn(line("own", 1.0)).aim_label == ""


def test_nothing_to_draw_is_no_chart() -> None:
    assert line_chart([], [], decimals=1, step=1, width=WIDE) is None
    assert line_chart([], [milestone(2025, 1.0)], decimals=1, step=1, width=WIDE) is None


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
