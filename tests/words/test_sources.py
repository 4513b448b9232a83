"""Kolada is credited as its terms ask: only with values that nothing has been done to."""

from __future__ import annotations

from datetime import UTC, datetime

from core.words.sources import attribution, fetched_words


def test_what_is_computed_here_is_not_credited_to_kolada() -> None:
    assert attribution(is_example=False) == "Egen bearbetning av data från Kolada."


def test_unprocessed_values_are_credited_to_kolada() -> None:
    assert attribution(is_example=False, processed=False) == "Källa: Kolada."


def test_example_data_are_nobody_s_and_said_to_be_made_up() -> None:
    for processed in (True, False):
        assert "påhittade" in attribution(is_example=True, processed=processed)
        assert "Kolada" not in attribution(is_example=True, processed=processed)


def test_the_day_of_fetching_is_the_swedish_day() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert fetched_words(late, is_example=False) == "data från Kolada hämtade 2026-07-02"
    assert "exempeldata" in fetched_words(late, is_example=True)
