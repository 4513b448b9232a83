"""Kolada's groups of similar municipalities are known by their titles alone."""

from __future__ import annotations

import pytest

from core.cache import Snapshot
from core.cache.similar import similar_groups
from tests.shared import HUDDINGE

NAMES = {"Mora": "2062", "Habo": "0643", "Håbo": "0305", "Huddinge": "0126", "Upplands Väsby": "0114"}


def test_both_forms_of_title_are_read() -> None:
    titles = [
        ("G1", "Liknande kommuner grundskola, Huddinge, 2024"),
        ("G2", "Liknande kommuner, övergripande, Huddinge, 2025"),
        ("G3", "Liknande kommuner ekonomiskt bistånd, Upplands Väsby, 2023"),
    ]
    assert similar_groups(titles, NAMES) == {
        ("0126", "grundskola"): "G1",
        ("0126", "övergripande"): "G2",
        ("0114", "ekonomiskt bistånd"): "G3",
    }


@pytest.mark.parametrize("name", ["Vimmerby, Mora", "Moraby", "mora", "Habo kommun", "Smora", " Mora"])
def test_a_name_that_holds_another_is_not_that_other(name: str) -> None:
    assert similar_groups([("G1", f"Liknande kommuner LSS, {name}, 2024")], NAMES) == {}


def test_names_that_differ_by_a_ring_are_two() -> None:
    titles = [("G1", "Liknande kommuner LSS, Habo, 2024"), ("G2", "Liknande kommuner LSS, Håbo, 2024")]
    assert similar_groups(titles, NAMES) == {("0643", "LSS"): "G1", ("0305", "LSS"): "G2"}


@pytest.mark.parametrize(
    "title",
    [
        "Stockholms läns kommuner (ovägt medel)",
        "Liknande kommuner LSS, Mora",
        "Liknande kommuner LSS, Mora, 24",
        "Liknande kommuner LSS, Mora, 2024 (gammal)",
        "Ej liknande kommuner LSS, Mora, 2024",
        "Liknande regioner LSS, Mora, 2024",
    ],
)
def test_other_titles_are_other_groups(title: str) -> None:
    assert similar_groups([("G1", title)], NAMES) == {}


def test_a_snapshot_knows_the_similar_municipalities_of_each_kind(small_snapshot: Snapshot) -> None:
    assert small_snapshot.similar == {
        (HUDDINGE, "övergripande"): "G35847",
        (HUDDINGE, "grundskola"): "G36141",
        ("2062", "grundskola"): "G36142",
    }
    assert small_snapshot.group_members["G36141"] == ("0127", "0136", "0181")
