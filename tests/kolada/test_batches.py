"""How large questions are split."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from core.kolada import KoladaClient

ids = st.lists(st.integers(0, 9999).map(lambda n: f"N{n:05d}"), max_size=90)
areas = st.lists(st.integers(0, 9999).map(lambda n: f"{n:04d}"), max_size=90)
years = st.lists(st.integers(1970, 2040), max_size=60)


@settings(deadline=None)  # a slow machine is no fault
@given(kpis=ids, areas=areas, years=years)
def test_every_combination_is_asked_for_exactly_once_and_no_list_is_too_long(
    kpis: list[str], areas: list[str], years: list[int]
) -> None:
    batches = KoladaClient.observation_batches(kpis, areas, years)
    asked = [combination for b in batches for combination in product(b.kpis, b.areas, b.years)]
    assert len(asked) == len(set(asked))
    assert set(asked) == set(product(kpis, areas, years))
    for batch in batches:
        sizes = [len(batch.kpis), len(batch.areas), len(batch.years)]
        assert all(1 <= size <= 25 for size in sizes)
        assert sizes[0] * sizes[1] * sizes[2] <= 5000


def test_the_whole_catalogue_takes_fewer_than_two_hundred_questions() -> None:
    kpis = [f"N{n:05d}" for n in range(110)]
    areas = [f"{n:04d}" for n in range(342)]
    assert len(KoladaClient.observation_batches(kpis, areas, range(2005, 2027))) == 182
