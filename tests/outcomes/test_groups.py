"""Which municipalities stand beside one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Group
from core.outcomes.figures import Figures
from core.outcomes.groups import MOST_CHOSEN, ComparisonGroup, chosen_codes, comparison_group, default_group
from tests.shared import BOTKYRKA, FULL, HUDDINGE, IDS, PLACES, figures_of, small_catalogue

OREBRO, MORA = "1880", "2062"
HABO, HABO_WITH_A_RING = "0643", "0305"
KNOWN = {f"{n:04}": f"Kommun {n}" for n in range(40)}


def seen(figures: Figures, group: str | None, municipality: str = HUDDINGE, kind: str = "") -> ComparisonGroup:
    return comparison_group(figures, municipality, group, kind=kind)


def test_without_a_choice_one_stands_beside_the_co_operation(figures: Figures) -> None:
    group = seen(figures, None)
    assert (group.id, group.name, group.where) == ("sodertorn", "Södertörn", "på Södertörn")
    assert set(group.members) == set(FULL)
    assert group.has_own


@pytest.mark.parametrize(
    ("group", "name", "members", "has_own"),
    [
        ("sodertorn", "Södertörn", set(FULL), True),
        ("sodertorn-10", "Södertörn med Nykvarn, Nacka och Värmdö", {*FULL, "0140", "0182", "0120"}, True),
        ("lan", "Länets kommuner", set(IDS[:12]), True),
        ("klass", "Samma kommuntyp", set(IDS[:20]), True),
        ("liknande", "Liknande kommuner", {BOTKYRKA, "0182", "0138", MORA, HABO}, False),
    ],
)
def test_each_group_that_is_offered_has_its_name_and_members(
    figures: Figures, group: str, name: str, members: set[str], *, has_own: bool
) -> None:
    found = seen(figures, group, kind="övergripande")
    assert (found.name, set(found.members), found.has_own) == (name, members, has_own)
    assert len(found.members) == len(members)
    assert found.where.split()[0] in ("på", "i", "av", "bland")


def test_the_similar_ones_are_those_of_the_areas_kind(figures: Figures) -> None:
    assert set(seen(figures, "liknande", kind="grundskola").members) == {BOTKYRKA, "0136", "0181"}
    assert seen(figures, "liknande", kind="äldreomsorg").members == ()


@pytest.mark.parametrize("group", ["sodertorn", "sodertorn-10", "lan", "klass", "liknande"])
def test_members_come_in_swedish_alphabetical_order(figures: Figures, group: str) -> None:
    members = seen(figures, group, kind="övergripande").members
    order = list(figures.snapshot.municipalities)
    assert list(members) == sorted(members, key=order.index)


def test_a_group_that_does_not_exist_for_a_municipality_has_no_members(figures: Figures) -> None:
    group = seen(figures, "liknande", OREBRO, "grundskola")
    assert (group.name, group.members, group.has_own) == ("Liknande kommuner", (), False)


def test_one_outside_the_co_operation_can_look_at_it_without_belonging(figures: Figures) -> None:
    group = seen(figures, None, OREBRO)
    assert set(group.members) == set(FULL)
    assert not group.has_own


def test_members_that_kolada_does_not_know_are_left_out(tmp_path: Path) -> None:
    group = Group(id="nya", name="Nya", where="bland de nya", members=("0126", "9999", "0127"))
    with figures_of(tmp_path, catalogue=small_catalogue(groups=[group])) as figures:
        assert set(seen(figures, "nya").members) == {"0126", "0127"}


@pytest.mark.parametrize(("own", "has_own"), [("0126.0127", True), ("0127.1880", False), ("0126", True)])
def test_a_choice_of_ones_own_is_shown_as_it_was_chosen(figures: Figures, own: str, *, has_own: bool) -> None:
    group = seen(figures, own)
    assert (group.id, group.name, group.where) == (own, "Eget urval", "i urvalet")
    assert set(group.members) == set(own.split("."))
    assert group.has_own == has_own


def test_a_group_is_named_by_its_id_and_never_taken_for_codes(figures: Figures) -> None:
    for group in figures.references:
        assert chosen_codes(group, PLACES) == ()


@given(codes=st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=40))
def test_codes_are_read_in_one_order_each_once_and_not_too_many(codes: list[str]) -> None:
    found = chosen_codes(".".join(codes), KNOWN)
    different = sorted(set(codes))
    assert list(found) == (different if len(different) <= MOST_CHOSEN else [])
    assert chosen_codes(".".join(found), KNOWN) == found


@given(text=st.text(alphabet="0123456789. -,", max_size=40) | st.text(max_size=40))
def test_whatever_is_not_all_known_codes_is_no_choice(text: str) -> None:
    found = chosen_codes(text, KNOWN)
    assert set(found) in ({*text.split(".")}, set())
    assert set(found) <= set(KNOWN)


@pytest.fixture(scope="module")
def without_groups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("groups"), catalogue=small_catalogue(groups=[])) as made:
        yield made


def test_a_co_operation_without_groups_stands_beside_its_county(without_groups: Figures) -> None:
    assert default_group(without_groups) == "lan"
    group = seen(without_groups, None)
    assert (group.name, set(group.members)) == ("Länets kommuner", set(IDS[:12]))
