"""The matrix against the same rules worked out slowly, one value at a time, on a country full of holes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.compare.matrix import (
    COUNTRY,
    COUNTY,
    EVERYONE,
    GROUP,
    Cell,
    MatrixRow,
    Newer,
    Scope,
    matrix,
    sort_keys,
)
from core.outcomes.figures import Figures
from core.outcomes.groups import comparison_group
from core.signals import Gender, Reason
from tests.shared import IDS, KPIS, LAST, SAFE, YEARS, Values, figures_of, genders, plain_value, small_harvest

SILENT = IDS[5]
STATUSES = ("Missing", "Privacy", "Not applicable")


def holes(seed: int) -> dict[tuple[str, str, str], dict[int, float | str | None]]:
    """Of all values a fifth are gone, a tenth have a status, some are revised; the last year of SAFE is just begun."""
    dice = Random(seed)  # noqa: S311 -- not for secrets

    def point(kpi: str, municipality: str, year: int, gender: str) -> float | str | None:
        roll = dice.random()
        is_late = kpi == SAFE and year == LAST and roll < 0.7
        if municipality == SILENT or is_late or roll < 0.2:
            return None
        if roll < 0.3:
            return dice.choice(STATUSES)
        return plain_value(kpi, municipality, year, gender) + dice.choice([0, 0, 3, -2])

    return {
        (kpi, municipality, gender): {year: point(kpi, municipality, year, gender) for year in YEARS}
        for kpi in KPIS
        for municipality in IDS
        for gender in genders(kpi)
    }


@pytest.fixture(scope="module", params=[1, 2])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Figures, Values]]:
    own = holes(request.param)
    with figures_of(tmp_path_factory.mktemp("holes"), harvest=small_harvest(own=own)) as made:
        yield made, own


@st.composite
def scopes(draw: st.DrawFn, figures: Figures) -> Scope:
    own = draw(st.sampled_from(IDS))
    some = st.lists(st.sampled_from(IDS), min_size=1, max_size=9, unique=True).map(".".join)
    group = draw(some | st.sampled_from(["sodertorn", "lan", "klass", "liknande"]))
    year = draw(st.none() | st.sampled_from(YEARS))
    gender = draw(st.sampled_from(Gender))
    return Scope(own, comparison_group(figures, own, group, kind=""), figures.catalogue.indicators, gender, year)


# Whether a year of an indicator is open, by indicator, gender and year.
Known = Mapping[tuple[str, str, int], bool]


def known_of(figures: Figures) -> Known:
    columns = figures.snapshot.kpi_years[["kpi", "gender", "year", "is_open"]]
    return {(kpi, gender, year): is_open for kpi, gender, year, is_open in columns.itertuples(index=False)}


class Plain:
    """One row, worked out slowly."""

    def __init__(self, known: Known, values: Values, kpi: str, scope: Scope) -> None:
        self.kpi, self.scope = kpi, scope
        self.years = [year for year in YEARS if scope.year is None or year <= scope.year]
        self._values, self._known = values, known
        closed = [
            year for (one, _, year), is_open in known.items() if one == kpi and not is_open and year in self.years
        ]
        self.fresh = [year for year in self.years if year >= max(closed) - 2] if closed else self.years
        self.split = any(self.number(m, y, scope.gender) is not None for m in scope.columns for y in self.fresh)
        self.gender = scope.gender if self.split else Gender.TOTAL

    def given(self, municipality: str, year: int, gender: str) -> float | str | None:
        return self._values.get((self.kpi, municipality, gender), {}).get(year)

    def number(self, municipality: str, year: int, gender: str | None = None) -> float | None:
        found = self.given(municipality, year, gender or self.gender)
        return found if isinstance(found, float) else None

    def year(self) -> int | None:
        """The year that most show, the newest of those that as many do."""
        members = self.scope.group.members or self.scope.columns
        shown = [found[1] for m in members if m in self.scope.columns and (found := self.value(m))]
        return max(shown, key=lambda year: (shown.count(year), year), default=None)

    def value(self, municipality: str) -> tuple[float, int] | None:
        """The newest figure of a year that is not open, else the newest; none that is too old."""
        years = [year for year in self.fresh if self.number(municipality, year) is not None]
        if not years:
            return None
        year = max([year for year in years if not self.is_open(year)] or years)
        value = self.number(municipality, year)
        assert value is not None
        return value, year

    def outdated(self, municipality: str) -> tuple[float, int] | None:
        """The newest figure of those that are too old."""
        old = [year for year in self.years if year not in self.fresh]
        found = [(value, year) for year in old if (value := self.number(municipality, year)) is not None]
        return found[-1] if found else None

    def is_open(self, year: int) -> bool:
        return self._known.get((self.kpi, self.gender, year), False)

    def status(self, municipality: str) -> str:
        """Why there is no figure: what the row's year says, else what the newest year does that says anything."""
        here = self.year()
        said = {y: v for y in self.years if (v := self.given(municipality, y, self.gender)) is not None}
        found = said.get(here if here in said else max(said, default=0))
        return found if isinstance(found, str) else ""

    def newer(self) -> Newer | None:
        """The newest year after the row's that any of the columns has, and how many have it."""
        here = self.year()
        having = {y: sum(self.number(m, y) is not None for m in self.scope.columns) for y in self.years}
        later = [year for year, n in having.items() if n and here is not None and year > here]
        return Newer(max(later), having[max(later)], self.is_open(max(later))) if later else None

    def place(self, value: float, year: int, direction: str) -> float:
        others = [v for m in IDS if (v := self.number(m, year)) is not None]
        worse = sum(v > value if direction == "low" else v < value for v in others)
        return worse / (len(others) - 1)


def assert_cell(cell: Cell, row: MatrixRow, plain: Plain) -> None:
    expected = plain.value(cell.municipality)
    if expected is None and (old := plain.outdated(cell.municipality)):
        assert (cell.value, cell.year, cell.reason) == (*old, Reason.OUTDATED)
        assert math.isnan(cell.place)
        return
    if expected is None:
        assert cell == Cell(cell.municipality, status=plain.status(cell.municipality))
        return
    assert (cell.value, cell.year) == expected
    assert cell.is_newest == all(
        plain.number(cell.municipality, year) is None for year in plain.years if year > expected[1]
    )
    assert cell.n == sum(plain.number(m, expected[1]) is not None for m in IDS)
    if cell.reason in (Reason.NONE, Reason.NO_DIRECTION):
        assert cell.place == pytest.approx(plain.place(*expected, row.indicator.direction.value))
    else:
        assert math.isnan(cell.place)
    here = plain.given(cell.municipality, row.year or 0, plain.gender)
    is_older = row.year is not None and expected[1] < row.year
    assert cell.later_status == (here if is_older and isinstance(here, str) else "")


def assert_means(row: MatrixRow, plain: Plain) -> None:
    county = next(c for c in (IDS[:12], IDS[12:]) if plain.scope.own in c)
    for column, members in ((GROUP, plain.scope.group.members), (COUNTY, county)):
        found = [v for m in members if row.year and (v := plain.number(m, row.year)) is not None]
        mean = row.means.get(column)
        if found and len(found) * 2 >= len(members):
            assert mean is not None
            assert mean.value == pytest.approx(fmean(found))
            assert mean.of == len(found)
        else:
            assert mean is None or mean.value is None
    if row.year is not None:
        assert COUNTRY not in row.means or row.means[COUNTRY].of == 1
        assert EVERYONE not in row.means or row.means[EVERYONE].of > 1


def assert_sorted_by_place(figures: Figures, rows: Sequence[MatrixRow], plain: Mapping[str, Plain]) -> None:
    for municipality in next(iter(plain.values())).scope.columns:
        keys = sort_keys(figures, rows, municipality)
        cells = {r.indicator.kpi: c for r in rows for c in r.cells if c.municipality == municipality}
        assert keys == pytest.approx({kpi: cell.place for kpi, cell in cells.items()}, nan_ok=True)
    for column in (GROUP, COUNTY, COUNTRY):
        keys = sort_keys(figures, rows, column)
        for row in rows:
            mean = row.means.get(column)
            if mean is None or mean.value is None or row.year is None:
                assert row.indicator.kpi not in keys
                continue
            others = [v for m in IDS if (v := plain[row.indicator.kpi].number(m, row.year)) is not None]
            is_low = row.indicator.direction.value == "low"
            worse = sum(v > mean.value if is_low else v < mean.value for v in others)
            assert keys[row.indicator.kpi] == pytest.approx(worse / len(others))


@given(data=st.data())
def test_every_cell_mean_and_order_is_what_a_slow_calculation_gives(
    world: tuple[Figures, Values], data: st.DataObject
) -> None:
    figures, values = world
    known = known_of(figures)
    scope = data.draw(scopes(figures))
    rows = matrix(figures, scope)
    all_plain = {row.indicator.kpi: Plain(known, values, row.indicator.kpi, scope) for row in rows}
    for row in rows:
        plain = all_plain[row.indicator.kpi]
        assert (row.year, row.gender) == (plain.year(), plain.gender)
        assert row.split == (plain.split or scope.gender == Gender.TOTAL)
        assert row.newer == plain.newer()
        assert [cell.municipality for cell in row.cells] == list(scope.columns)
        for cell in row.cells:
            assert_cell(cell, row, plain)
        assert_means(row, plain)
    assert_sorted_by_place(figures, rows, all_plain)


def test_a_column_that_nobody_has_gives_no_order(world: tuple[Figures, Values]) -> None:
    figures, _ = world
    group = comparison_group(figures, IDS[0], "sodertorn", kind="")
    rows = matrix(figures, Scope(IDS[0], group, figures.catalogue.indicators))
    assert sort_keys(figures, rows, "1880") == {}
