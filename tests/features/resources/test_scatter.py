"""Nytta och resurser: what the diagram is made of, and what is said of it."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Direction, Indicator
from core.features.resources import words
from core.features.resources.labels import Box, Named, overlap, place_names
from core.features.resources.scatter import NARROW, WIDE, Scatter
from tests.features.resources.test_view import (
    BETTER_HIGH,
    BETTER_LOW,
    DEVIATION,
    indicator,
    pair_of,
    plain,
    scattered,
    some_points,
    widths,
)
from tests.shared import (
    COST,
    IDS,
    PLACES,
)

COST_IN_KRONOR = indicator(COST)
results = st.sampled_from([BETTER_HIGH, BETTER_LOW])


def boxes(drawing: Scatter) -> list[Box]:
    """What the names cover, the own first."""
    size = 14.5 if drawing.width == WIDE else 13
    own = [drawing.own_name.box(size, bold=True)] if drawing.own_name else []
    return [*own, *(text.box(size) for text in drawing.names)]


@given(points=some_points, width=widths, result=results)
def test_every_municipality_is_drawn_within_the_frame(
    points: list[tuple[float, float]], width: int, result: Indicator
) -> None:
    drawing = scattered(pair_of(points, y=result), width=width)
    left, top, right, bottom = drawing.frame
    marks = [*drawing.quiet, *drawing.group, *([drawing.own] if drawing.own else [])]
    assert len(marks) == len(points)
    for mark in marks:
        assert left < mark.x < right <= width
        assert top < mark.y < bottom < drawing.height
    assert left < drawing.x_median < right
    assert top < drawing.y_median < bottom


@given(points=some_points, width=widths, result=results)
def test_further_right_costs_more_and_further_up_is_better(
    points: list[tuple[float, float]], width: int, result: Indicator
) -> None:
    found = pair_of(points, y=result)
    drawing = scattered(found, width=width)
    at = {mark.title.split(":")[0]: mark for mark in (*drawing.quiet, *drawing.group, drawing.own) if mark}
    for one, other in combinations(found.dots, 2):
        a, b = at[PLACES[one.municipality]], at[PLACES[other.municipality]]
        assert (a.x - b.x) * (one.x - other.x) >= 0
        is_better = one.y - other.y if result.direction is Direction.HIGH else other.y - one.y
        assert (b.y - a.y) * is_better >= 0


@given(points=some_points, width=widths, members=st.integers(0, 29))
def test_no_name_covers_another_name_or_a_corner_and_all_are_inside(
    points: list[tuple[float, float]], width: int, members: int
) -> None:
    drawing = scattered(pair_of(points, own=False), members, width)
    left, top, right, bottom = drawing.frame
    size = 14.5 if width == WIDE else 13
    covered = boxes(drawing)
    assert not any(overlap(one, other) for one, other in combinations(covered, 2))
    assert not any(overlap(name, text.box(size)) for name in covered for text in drawing.corners)
    for box in covered:
        assert left <= box[0] < box[2] <= right
        assert top <= box[1] < box[3] <= bottom
    assert len(drawing.names) + drawing.nameless == len(drawing.group)


@given(points=some_points, width=widths)
def test_the_own_name_is_always_there(points: list[tuple[float, float]], width: int) -> None:
    drawing = scattered(pair_of(points), len(IDS) - 1, width)
    assert drawing.own_name is not None
    assert drawing.own_name.words == PLACES[IDS[0]]


def test_the_own_name_stands_off_with_a_line_where_it_is_crowded() -> None:
    around = [(x, y) for x in (-1.0, 0.0, 1.0) for y in (-2.0, 0.0, 2.0) if (x, y) != (0, 0)]
    far = [(-50.0, -50.0), (50.0, 50.0)]
    crowded = scattered(pair_of([(0.0, 0.0), *around, *around, *far]), len(IDS) - 1)
    assert crowded.own_line is not None
    assert scattered(pair_of([(0.0, 0.0), *far])).own_line is None


names = st.lists(
    st.builds(Named, st.floats(0, 700), st.floats(0, 500), st.just(5.0), st.sampled_from([*PLACES.values()])),
    max_size=30,
)


@given(dots=names)
def test_a_name_is_nearer_its_own_dot_than_another_and_covers_none(dots: list[Named]) -> None:
    for dot, text in zip(dots, place_names(dots, 13, (0, 0, 700, 500)), strict=True):
        if text is None:
            continue
        box = text.box(13)
        assert not any(overlap(box, other.box) for other in dots)
        away = {
            other: math.hypot(max(box[0] - other.x, 0, other.x - box[2]), max(box[1] - other.y, 0, other.y - box[3]))
            for other in dots
        }
        assert all(away[dot] < away[other] for other in dots if other is not dot)


def test_a_lonely_name_stands_to_the_right_of_its_dot_and_at_the_edge_to_the_left() -> None:
    bounds = (0.0, 0.0, 300.0, 200.0)
    [middle] = place_names([Named(100, 100, 5, "Salem")], 13, bounds)
    [edge] = place_names([Named(280, 100, 5, "Salem")], 13, bounds)
    assert middle is not None
    assert edge is not None
    assert (middle.anchor, edge.anchor) == ("start", "end")
    assert middle.x > 105
    assert edge.x < 275


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_marks_under_the_drawing_do_not_touch_each_other(width: int) -> None:
    dear = [(564_003.0 + 60_000 * i, float(i)) for i in range(len(IDS))]
    drawing = scattered(pair_of(dear, x=COST_IN_KRONOR), width=width)
    placed = [text.box(13) for _, text in drawing.x_marks]
    assert len(placed) >= 2
    assert not any(overlap(one, other) for one, other in combinations(placed, 2))
    assert all(0 <= box[0] < box[2] <= width for box in placed)


def test_the_corners_are_named_from_the_cost_to_the_result() -> None:
    points = [(float(i), float(i)) for i in range(len(IDS))]
    left, top, right, bottom = scattered(pair_of(points)).frame
    for text in scattered(pair_of(points)).corners:
        is_left, is_high = text.x < (left + right) / 2, text.y < (top + bottom) / 2
        assert "kostnad" not in text.words or ("lägre" in text.words) == is_left
        assert "resultat" not in text.words or ("bättre" in text.words) == is_high


# What is said.


MIDDLING = "Botkyrka har ungefär samma kostnad mot väntat som kommunen i mitten"


def others(own: tuple[float, float]) -> list[tuple[float, float]]:
    """OWN among 24 others whose median is (1, 50)."""
    return [own, *((float(i) - 11, 38.0 + i) for i in range(25))][:26]


@pytest.mark.parametrize(
    ("own", "result", "headline"),
    [
        ((9, 60), BETTER_HIGH, "Botkyrka har högre kostnad mot väntat än de flesta, och bättre resultat"),
        ((9, 40), BETTER_HIGH, "Botkyrka har högre kostnad mot väntat än de flesta, och sämre resultat"),
        ((-9, 60), BETTER_HIGH, "Botkyrka har lägre kostnad mot väntat än de flesta, och bättre resultat"),
        ((-9, 40), BETTER_LOW, "Botkyrka har lägre kostnad mot väntat än de flesta, och bättre resultat"),
        ((-9, 60), BETTER_LOW, "Botkyrka har lägre kostnad mot väntat än de flesta, och sämre resultat"),
        ((1, 60), BETTER_HIGH, f"{MIDDLING}, och bättre resultat än de flesta"),
        ((2, 60), BETTER_LOW, f"{MIDDLING}, och sämre resultat än de flesta"),
        (
            (9, 50),
            BETTER_HIGH,
            "Botkyrka har högre kostnad mot väntat än de flesta, och ungefär samma resultat som kommunen i mitten",
        ),
        (
            (-9, 51),
            BETTER_LOW,
            "Botkyrka har lägre kostnad mot väntat än de flesta, och ungefär samma resultat som kommunen i mitten",
        ),
        ((1, 50), BETTER_HIGH, "Botkyrka ligger ungefär i mitten för både kostnad mot väntat och resultat"),
    ],
)
def test_the_headline_says_where_the_municipality_lies(
    own: tuple[float, float], result: Indicator, headline: str
) -> None:
    found = pair_of(others(own), y=result)
    assert (found.x.median, found.y.median) == pytest.approx((1, 50), abs=0.5)
    assert plain(words.headline(found, "Botkyrka")) == headline


def test_the_headline_is_silent_about_a_municipality_that_is_not_there_or_has_few_to_stand_among() -> None:
    assert plain(words.headline(pair_of(others((9, 60)), own=False), "Salem")) == (
        "Kostnad mot väntat och resultat i 26 kommuner"
    )
    few = pair_of(others((9, 60))[:19], x=COST_IN_KRONOR)
    assert words.headline(few, "Botkyrka") == "Kostnad och resultat i 19 kommuner"
    assert words.headline(pair_of([(1, 1)], x=COST_IN_KRONOR), "Botkyrka") == "Kostnad och resultat i 1 kommun"


@pytest.mark.parametrize(
    ("value", "said"),
    [(4.21, "4,2 % högre kostnad än väntat"), (-7.06, "7,1 % lägre kostnad än väntat"), (0.04, "kostnad som väntat")],
)
def test_a_departure_is_told_in_plain_words(value: float, said: str) -> None:
    assert plain(words.own_words(DEVIATION, value)) == said
    assert words.own_words(COST_IN_KRONOR, value) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nettokostnadsavvikelse i grundskolan", "nettokostnadsavvikelse"),
        ("Kvalitetsindex för LSS-boende", "kvalitetsindex"),
        ("Kostnad för kulturverksamhet", "kostnad för kulturverksamhet"),
        ("LSS-insatser", "LSS-insatser"),
    ],
)
def test_a_menu_says_no_more_than_it_must(name: str, short: str) -> None:
    assert words.short_name(indicator(COST, name=name)) == short


def test_a_turned_axis_is_told() -> None:
    assert any("axeln är vänd" in said for said in words.how_to_read(pair_of([(1, 1)], y=BETTER_LOW)))
    assert not any("axeln är vänd" in said for said in words.how_to_read(pair_of([(1, 1)], y=BETTER_HIGH)))


def test_a_departure_is_explained_and_a_plain_cost_is_told_not_to_be_adjusted() -> None:
    assert words.how_to_read(pair_of([(1, 1)]))[0].startswith("Nettokostnadsavvikelsen visar hur många procent")
    assert words.how_to_read(pair_of([(1, 1)], x=COST_IN_KRONOR))[0].startswith("Kostnaden är inte justerad")
