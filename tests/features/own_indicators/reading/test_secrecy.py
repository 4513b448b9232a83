"""Nobody can work out a value with too few persons behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.own_indicators.reading.reading import read_upload
from core.features.own_indicators.reading.secrecy import hide_small
from core.tabular.numbers import SUPPRESSED
from tests.features.own_indicators.shared import context, entry

PERSONS = st.none() | st.integers(0, 12)
GENDERS = st.sampled_from([("T", "K", "M"), ("K", "M"), ("T", "K"), ("T",)])


@st.composite
def groups(draw: st.DrawFn) -> list[tuple[str, int | None, str]]:
    """Gender, persons and status of the values of a municipality in a year."""
    status = st.sampled_from(["", "", "", SUPPRESSED, "Missing"])
    return [(gender, draw(PERSONS), draw(status)) for gender in draw(GENDERS)]


@given(group=groups(), least=st.integers(1, 10))
def test_a_hidden_value_cannot_be_worked_out(group: list[tuple[str, int | None, str]], least: int) -> None:
    rows = [
        entry(gender=gender, persons=persons, value=None if status else 50.0, status=status)
        for gender, persons, status in group
    ]
    hidden, notes = hide_small(rows, context(least_persons=least))
    found = {one.gender: one for one in hidden}
    for one in hidden:
        assert one.persons is None or one.persons >= least
        assert one.status != SUPPRESSED or one.persons is None
    shown = {gender for gender, one in found.items() if one.value is not None}
    secret = {gender for gender, one in found.items() if one.status == SUPPRESSED}
    assert not ("T" in shown and secret & {"K", "M"} and shown & {"K", "M"})
    assert len(notes) == sum(old.value is not None and new.value is None for old, new in zip(rows, hidden, strict=True))


def test_the_values_of_other_years_and_periods_stay() -> None:
    rows = [
        *(entry(gender=gender, persons=3 if gender == "K" else 30) for gender in "TKM"),
        *(entry(gender=gender, persons=30, year=2023) for gender in "TKM"),
        *(entry(gender=gender, persons=30, municipality="0136") for gender in "TKM"),
    ]
    hidden, _ = hide_small(rows, context())
    assert [one.value is None for one in hidden] == [False, True, True, *[False] * 6]


def test_a_value_whose_persons_are_not_told_stays() -> None:
    assert hide_small([entry(persons=None)], context()) == ([entry(persons=None)], [])


HEAD = "Kommun;År;Kön;Värde;Antal\n"


@pytest.mark.parametrize(
    "rows",
    [
        "Salem;2024;K;90;52\nSalem;2024;M;-;2\nSalem;2024;T;90,7;54",
        "Salem;2024;K;90;52\nSalem;2024;M;-;2\nSalem;2024;T;90,7;",
        "Salem;2024;K;90;52\nSalem;2024;M;;2\nSalem;2024;T;90,7;54",
        "Salem;2024;K;90;\nSalem;2024;M;;<5\nSalem;2024;T;90,7;54",
        "Salem;2024;K;90;52\nSalem;2024;T;90,7;54",
        "Salem;2024;K;90;52\nSalem;2024;M;80;\nSalem;2024;T;90,7;54",
    ],
)
def test_a_gender_with_few_persons_hides_the_other_where_the_total_is_shown(rows: str) -> None:
    upload = read_upload((HEAD + rows).encode(), "fil.csv", context(expected=frozenset()))
    shown = {one.gender for one in upload.rows if one.value is not None}
    assert (upload.faults, shown) == ((), {"T"})


@pytest.mark.parametrize("rows", ["Salem;2024;K;90;54\nSalem;2024;M;-;0\nSalem;2024;T;90;54", "Salem;2024;K;90;52"])
def test_a_gender_with_nobody_hides_nothing(rows: str) -> None:
    upload = read_upload((HEAD + rows).encode(), "fil.csv", context(expected=frozenset()))
    assert next(one.value for one in upload.rows if one.gender == "K") == 90
