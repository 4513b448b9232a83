"""A slide's chart: every value in its place by the deck's own scale, every label readable."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.charts import DrawnChart, DrawnDots, drawn, for_page, hovered
from core.charts.description import Aim, LineChart, Series
from core.charts.screen_fonts import SCREEN
from core.charts.text_fit import Type, width
from tests.features.decks.decks import AIM, WAITING, chart, series
from tests.features.decks.export_decks import DOTS

KEYS = ("own", "group", "county", "country")
numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 2))
points = st.dictionaries(st.integers(2010, 2030), numbers, min_size=1, max_size=12).map(
    lambda d: tuple(sorted(d.items()))
)
names = st.sampled_from(["Salem", "Södertörn (medel av 7)", "W" * 80, "Ett mycket långt namn på en grupp av kommuner"])
aims = st.lists(st.tuples(st.integers(2020, 2035), numbers), max_size=6).map(
    lambda some: tuple(Aim(year=y, level=v, words=f"mål {y}: högst {v:g}") for y, v in sorted(some))
)


@st.composite
def charts(draw: st.DrawFn) -> LineChart:
    count = draw(st.integers(1, 4))
    made = [Series(key=key, name=draw(names), points=draw(points)) for key in KEYS[:count]]
    return chart(*made, aims=draw(aims), decimals=1)


def made(description: LineChart, high: float = 315) -> DrawnChart:
    found = drawn(description, 537, high, 15)
    assert isinstance(found, DrawnChart)
    return found


@given(description=charts(), high=st.sampled_from([315, 195]))
def test_everything_is_drawn_inside_the_box(description: LineChart, high: float) -> None:
    found = made(description, high)
    places = [dot for line in found.lines for dot in line.dots] + list(found.aim_dots)
    for text in (*(line.path for line in found.lines), found.aim):
        places += [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", text)]
    left, right, high = round(found.plan.left, 1), round(found.plan.right, 1), found.plan.high
    assert all(left <= x <= right and 0 < y < high for x, y in places)
    labels = [line.label for line in found.lines] + ([found.aim_label] if found.aim_label else [])
    for label in labels:
        assert label.at[0] + width(label.text, Type(SCREEN, 15)) <= found.plan.wide
        assert 10 < label.at[1] < high


@given(description=charts())
def test_labels_never_cover_each_other(description: LineChart) -> None:
    found = made(description)
    labels = [line.label for line in found.lines] + ([found.aim_label] if found.aim_label else [])
    heights = sorted(label.at[1] for label in labels)
    assert all(after - before >= 17.8 for before, after in pairwise(heights))


@given(description=charts())
def test_a_label_ends_in_its_lines_last_value(description: LineChart) -> None:
    ends = {one.points[-1][0] for one in description.series}
    for line, one in zip(made(description).lines, description.series, strict=True):
        year = one.points[-1][0]
        text = line.label.text
        assert text.endswith(f" ({year})") is (len(ends) > 1)
        plain = text.removesuffix(f" ({year})").replace("\N{NO-BREAK SPACE}", "")
        shown = plain.replace("−", "-").replace(",", ".").split()[-1]
        assert abs(float(shown) - one.points[-1][1]) < 0.051


def test_a_label_that_has_room_stands_beside_its_line() -> None:
    found = made(WAITING)
    own = found.lines[0]
    assert own.label.at[1] - own.dots[-1][1] == 5
    assert own.label.text == "Huddinge 58"


def test_the_scale_is_the_decks() -> None:
    found = made(WAITING)
    assert [text for _, text in found.plan.rules] == ["40", "45", "50", "55", "60"]
    wider = made(WAITING.model_copy(update={"low": 0.0, "high": 100.0}))
    assert wider.lines[0].dots[-1][1] > found.lines[0].dots[-1][1]


def test_one_target_is_a_level_through_the_whole_chart() -> None:
    found = made(WAITING)
    first, *_, last = re.findall(r"[ML]([\d.]+) ", found.aim)
    assert (float(first), float(last)) == (round(found.plan.left, 1), round(found.plan.right, 1))
    assert found.aim_label is not None
    assert found.aim_label.text == AIM.words


def test_several_targets_are_a_way_with_a_level_at_each() -> None:
    some = tuple(Aim(year=2022 + n, level=40 + n, words=f"mål {2022 + n}: minst {40 + n}") for n in range(3))
    found = made(chart(series("own", "Salem", 38, 39, 40), aims=some))
    assert [mark.text for mark in found.aim_marks] == ["40", "41"]
    assert len(found.aim_dots) == 3
    assert found.aim_label is not None
    assert found.aim_label.text == "mål 2024: minst 42"


def test_a_line_that_ends_early_is_led_to_its_label() -> None:
    found = made(chart(series("own", "Salem", 1, 2), series("county", "Länet", 1, 2, 3, 4)))
    assert [bool(line.leader) for line in found.lines] == [True, False]


def test_ranked_dots_stand_in_their_order_on_one_axis_inside_the_box() -> None:
    for wide, high in ((537, 315), (537, 135), (300, 315)):
        found = drawn(DOTS, wide, high, 15)
        assert isinstance(found, DrawnDots)
        plan = found.plan
        assert [row.dot for row in plan.rows] == list(DOTS.dots)
        assert [row.is_strong for row in plan.rows] == [dot.key == "own" for dot in DOTS.dots]
        heights = [row.at[1] for row in plan.rows]
        assert all(after - before >= plan.size for before, after in pairwise(heights))
        places = [row.at[0] for row in plan.rows]
        assert places == sorted(places, reverse=True)
        letters = Type(SCREEN, plan.size, bold=True)
        assert all(
            plan.left <= row.at[0] and row.beside + width(row.value, letters) <= plan.wide + 1 for row in plan.rows
        )
        assert plan.high <= high + 0.1
        assert "Salem" in found.words


def test_a_chart_without_points_is_none() -> None:
    assert for_page(chart(Series(key="own", name="Salem", points=()))) == for_page(None) == ()


def test_whoever_does_not_see_it_is_told_first_and_last_values() -> None:
    words = made(WAITING).words
    assert "Huddinge: 40 år 2021, 58 år 2025" in words
    assert AIM.words in words.lower()


@given(description=charts())
def test_what_is_said_of_a_point_is_its_value_at_the_place_where_it_is_drawn(description: LineChart) -> None:
    found = made(description)
    said = hovered(found, {2020: "preliminärt"})
    assert isinstance(said, DrawnChart)
    assert said.hover
    assert said.hover.years == "2020=preliminärt"
    x0, first, x1, last, y0, low, y1, high = map(float, said.hover.axis.split(" "))
    assert [name for name, _ in said.hover.lines][: len(found.plan.series)] == [one.name for one in found.plan.series]
    for line, (_, words) in zip(found.plan.series, said.hover.lines, strict=False):
        pairs = [pair.split("=") for pair in words.split("|")]
        values = [
            float(text.replace("\N{NO-BREAK SPACE}", "").replace("−", "-").replace(",", ".")) for _, text in pairs
        ]
        assert [int(year) for year, _ in pairs] == [year for year, _ in line.points]
        assert values == pytest.approx([value for _, value in line.points], abs=0.051)
        for (year, value), spoken in zip(line.points, values, strict=True):
            x, y = found.plan.at(year, value)
            if last > first:
                assert x0 + (year - first) / (last - first) * (x1 - x0) == pytest.approx(x, abs=0.2)
            # As near as a tenth of the unit is in the drawing.
            near = 0.4 + 0.06 * abs((y1 - y0) / (high - low))
            assert y0 + (spoken - low) / (high - low) * (y1 - y0) == pytest.approx(y, abs=near)


def test_a_phones_drawing_has_the_words_of_its_wide_twin_and_a_slides_has_none() -> None:
    wide, narrow = for_page(WAITING)
    assert isinstance(wide, DrawnChart)
    assert isinstance(narrow, DrawnChart)
    assert wide.hover
    assert narrow.hover
    assert len(wide.hover.lines) >= len(wide.lines)
    assert narrow.hover.lines == ()
    assert made(WAITING).hover is None
