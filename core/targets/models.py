"""What a target is (DESIGN.md, section 3, "Attainment"), without any database or file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from core.signals import TargetKind

TargetKey = tuple[str, str, str, int]


@dataclass(frozen=True)
class Target:
    """One target: municipality x kpi x gender x year.

    ``gender`` is T, K, M or None (none given; it is the total's, shown for women and men as "mål för alla").
    ``value``, ``value2`` and ``tolerance`` are in the indicator's own unit. ``group`` is a comparison group's
    id. ``decided_by``, ``decision`` and ``link`` tell what the target rests on and may be empty.
    """

    municipality: str
    kpi: str
    gender: str | None
    year: int
    kind: TargetKind
    value: float | None = None
    value2: float | None = None
    base_year: int | None = None
    group: str | None = None
    rank: int | None = None
    tolerance: float | None = None
    is_final: bool = False
    decided_by: str = ""
    decision: str = ""
    link: str = ""

    @property
    def key(self) -> TargetKey:
        """What there may be one current target for. No gender and T are the same: both are the total's."""
        return (self.municipality, self.kpi, self.gender or "T", self.year)


@dataclass(frozen=True)
class ImportOutcome:
    """How many targets were new, got a new version, or stood as given already."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class KindRule:
    """Which of ``NUMBER_COLUMNS`` a kind needs and which it may have beside them; all others must be empty.

    ``needs_direction`` is true where "good" has to be known from the catalogue. ``swedish`` is its word.
    """

    swedish: str
    needs: frozenset[str]
    may_have: frozenset[str] = frozenset({"tolerance"})
    needs_direction: bool = False


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Target))
NUMBER_COLUMNS = ("value", "value2", "base_year", "group", "rank", "tolerance")

KIND_RULES: Mapping[TargetKind, KindRule] = MappingProxyType(
    {
        TargetKind.AT_LEAST: KindRule("minst", frozenset({"value"})),
        TargetKind.AT_MOST: KindRule("högst", frozenset({"value"})),
        TargetKind.WITHIN: KindRule("inom ett intervall", frozenset({"value", "value2"})),
        TargetKind.INCREASE: KindRule("öka från ett basår", frozenset({"base_year"})),
        TargetKind.DECREASE: KindRule("minska från ett basår", frozenset({"base_year"})),
        TargetKind.KEEP: KindRule("behålla från ett basår", frozenset({"base_year"})),
        TargetKind.AS_GROUP: KindRule("lika bra som en grupp", frozenset({"group"}), needs_direction=True),
        TargetKind.BEST_QUARTER: KindRule("bland de bästa 25 %", frozenset(), needs_direction=True),
        # "Nearly" is the next place, so a tolerance would have no meaning.
        TargetKind.RANK: KindRule("högst plats i en grupp", frozenset({"group", "rank"}), frozenset(), True),
    }
)
