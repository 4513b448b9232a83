"""The targets and milestones that the example sets."""

from __future__ import annotations

from collections import Counter

import pytest

from core.cache.harvest import Harvest
from core.catalogue import Catalogue, Category, Direction, default_catalogue
from core.example import example_targets
from core.signals import TargetKind
from core.targets.models import KIND_RULES, NUMBER_COLUMNS, Target
from tests.example.conftest import LAST_YEAR


@pytest.fixture(scope="module")
def targets(view: Catalogue, harvest: Harvest) -> list[Target]:
    return example_targets(view, harvest)


def test_the_same_every_time(view: Catalogue, harvest: Harvest, targets: list[Target]) -> None:
    assert example_targets(view, harvest) == targets
    assert example_targets(default_catalogue(), harvest) == targets


def test_storkoping_and_its_six_neighbours_have_about_40_each(view: Catalogue, targets: list[Target]) -> None:
    with_targets = {(t.municipality, t.kpi) for t in targets}
    assert {municipality for municipality, _ in with_targets} == set(view.full_participants)
    counts = Counter(municipality for municipality, _ in with_targets)
    assert all(30 <= n <= 45 for n in counts.values())


def test_all_kinds_are_there(targets: list[Target]) -> None:
    assert {t.kind for t in targets} == set(TargetKind)


def test_each_indicator_may_have_its_kind(view: Catalogue, targets: list[Target]) -> None:
    for target in targets:
        indicator, rule = view.by_kpi[target.kpi], KIND_RULES[target.kind]
        given = {name for name in NUMBER_COLUMNS if getattr(target, name) is not None}
        assert indicator.category is not Category.INFORMATION
        assert rule.needs <= given <= rule.needs | rule.may_have
        assert not rule.needs_direction or indicator.direction is not Direction.NONE
        if target.kind is TargetKind.INCREASE:
            assert indicator.direction is Direction.HIGH
        if target.kind is TargetKind.WITHIN:
            assert target.value is not None
            assert target.value2 is not None
            assert target.value < target.value2
        assert target.tolerance is None or target.tolerance > 0
        assert target.decision.startswith("Mål och budget, § ")


def test_groups_exist(view: Catalogue, targets: list[Target]) -> None:
    assert {t.group for t in targets if t.group} <= {group.id for group in view.groups}


def test_no_key_twice_and_one_final_target_each(targets: list[Target]) -> None:
    assert len({t.key for t in targets}) == len(targets)
    finals = Counter((t.municipality, t.kpi) for t in targets if t.is_final)
    assert set(finals) == {(t.municipality, t.kpi) for t in targets}
    assert set(finals.values()) == {1}
    assert all(LAST_YEAR < t.year <= LAST_YEAR + 3 for t in targets if t.is_final)


def test_base_years_have_values(harvest: Harvest, targets: list[Target]) -> None:
    values = harvest.values[(harvest.values["gender"] == "T") & harvest.values["value"].notna()]
    known = set(zip(values["kpi"], values["municipality"], values["year"], strict=True))
    based = [t for t in targets if t.base_year is not None]
    assert based
    assert all((t.kpi, t.municipality, t.base_year) in known for t in based)
