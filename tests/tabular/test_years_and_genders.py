"""Years, parts of years and genders, as people write them."""

from __future__ import annotations

import pytest

from core.tabular.years_and_genders import Said, gender_of, period_name, periods_of, said


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("2025", 2025, ""),
        ("År 2025", 2025, ""),
        ("2025 T1", 2025, "T1"),
        ("t1 2025", 2025, "T1"),
        ("T1-2025", 2025, "T1"),
        ("Tertial 2, 2025", 2025, "T2"),
        ("2025 K4", 2025, "Q4"),
        ("Q1 2025", 2025, "Q1"),
        ("2025-03", 2025, "M03"),
        ("2025M11", 2025, "M11"),
        ("mars 2025", 2025, "M03"),
        ("Sept. 2025", 2025, "M09"),
        ("okt-25", 2025, "M10"),
        ("T3", 0, "T3"),
        ("maj", 0, "M05"),
    ],
)
def test_when_is_understood(text: str, year: int, period: str) -> None:
    found = said(text)
    assert found is not None
    assert (found.year, found.period) == (year, period)
    assert found.is_time


@pytest.mark.parametrize(
    "text",
    ["", "T4", "2025 T4", "2025-13", "2024/26", "2024–2026", "25", "20255", "Prognos 2025", "T1 T2", "-", "2025 2026"],
)
def test_what_is_not_a_time_is_not_guessed_at(text: str) -> None:
    found = said(text)
    assert found is None or not found.is_time


def test_a_heading_may_say_when_for_whom_and_of_what() -> None:
    assert said("2025 T1 kvinnor") == Said(2025, "T1", "K")
    assert said("Antal elever 2025") == Said(2025, is_persons=True, is_people=True)
    assert said("Utfall 2025 (%)") == Said(2025, is_value=True)


@pytest.mark.parametrize(
    ("text", "gender"), [("Flickor", "K"), ("män", "M"), ("", "T"), ("Båda könen", "T"), ("x", None)]
)
def test_genders_have_many_names(text: str, gender: str | None) -> None:
    assert gender_of(text) == gender


def test_periods_are_named_as_they_are_read() -> None:
    assert [period_name(2025, period) for period in ("", "T1", "M03")] == ["2025", "2025 T1", "mars 2025"]
    assert [len(periods_of(kind)) for kind in ("", "T", "Q", "M")] == [1, 3, 4, 12]
