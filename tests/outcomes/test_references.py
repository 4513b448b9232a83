"""Whom one compares with."""

from __future__ import annotations

import pytest

from core.cache import Snapshot
from core.catalogue import Group
from core.outcomes.references import member_pairs, members, own_group, references
from tests.shared import COUNTY, FULL, GRADES, HUDDINGE, IDS, OTHER_COUNTY, WAIT, small_catalogue

OREBRO, MORA, ZONBY = "1880", "2062", "2513"


def test_the_country_is_offered_first_and_the_co_operation_third() -> None:
    offered = references(small_catalogue())
    assert list(offered) == ["riket", "lan", "sodertorn", "sodertorn-10", "klass", "liknande"]
    assert all(reference.id == key for key, reference in offered.items())
    assert all(reference.name and reference.where for reference in offered.values())


def test_a_group_of_koladas_in_the_catalogue_is_not_offered_twice() -> None:
    names = [reference.name for reference in references(small_catalogue()).values()]
    assert len(names) == len(set(names))


def test_a_group_that_the_catalogue_adds_is_offered() -> None:
    group = Group(id="grannar", name="Grannarna", where="bland grannarna", members=("0126", "0127"))
    assert "grannar" in references(small_catalogue(groups=[*small_catalogue().groups, group]))


@pytest.mark.parametrize(
    ("municipality", "reference", "expected"),
    [
        (HUDDINGE, "riket", set(IDS)),
        (HUDDINGE, "lan", set(IDS[:12])),
        (OREBRO, "lan", set(IDS[12:])),
        (HUDDINGE, "sodertorn", set(FULL)),
        (OREBRO, "sodertorn", set(FULL)),
        (HUDDINGE, "klass", set(IDS[:20])),
        (ZONBY, "klass", set(IDS[20:])),
        (HUDDINGE, "liknande", {"0127", "0182", "0138", "2062", "0643"}),
        (OREBRO, "liknande", set()),
        (HUDDINGE, COUNTY, set(IDS[:12])),
        (HUDDINGE, "G00000", set()),
        ("9999", "lan", set()),
    ],
)
def test_members_are_seen_from_the_municipality(
    small_snapshot: Snapshot, municipality: str, reference: str, expected: set[str]
) -> None:
    assert set(members(small_snapshot, small_catalogue(), municipality, reference)) == expected


def test_the_similar_ones_differ_by_kind(small_snapshot: Snapshot) -> None:
    found = members(small_snapshot, small_catalogue(), HUDDINGE, "liknande", "grundskola")
    assert found == ("0127", "0136", "0181")


def test_everyone_is_compared_with_themselves_too_and_by_the_areas_kind(small_snapshot: Snapshot) -> None:
    pairs = member_pairs(small_snapshot, small_catalogue(), HUDDINGE, "liknande")
    by_kpi = pairs.groupby("kpi")["municipality"].agg(set)
    assert by_kpi[GRADES] == {HUDDINGE, "0127", "0136", "0181"}
    assert by_kpi[WAIT] == {HUDDINGE}
    assert not pairs.duplicated().any()


def test_a_municipality_belongs_to_one_county(small_snapshot: Snapshot) -> None:
    counties = small_catalogue().counties
    assert own_group(small_snapshot, counties, MORA) == COUNTY
    assert own_group(small_snapshot, counties, OREBRO) == OTHER_COUNTY
    assert own_group(small_snapshot, counties, "9999") is None
