"""What a file of targets would change, and what of it somebody may set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from core.access.people import Person
from core.targets.doubts import Doubt, seal_of
from core.targets.models import Target, TargetKey
from core.targets.reading import TargetFile, read_target_file
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange, TargetVersion

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Plan:
    """What a file without faults would do, in its order. ``replaced`` are the versions that hold now, by key.

    ``doubts`` are to be confirmed, each with its target.
    """

    added: tuple[Target, ...]
    changed: tuple[Target, ...]
    unchanged: int
    replaced: Mapping[TargetKey, TargetVersion]
    doubts: tuple[tuple[Target, Doubt], ...] = ()

    @property
    def changes(self) -> list[TargetChange]:
        """What is to be saved."""
        return [
            *(TargetChange(None, target) for target in self.added),
            *(TargetChange(self.replaced[target.key].id, target) for target in self.changed),
        ]

    @property
    def seal(self) -> str:
        """Changes when what holds now does: whoever saves must have seen this plan."""
        seen = sorted((str(c.target and c.target.key), c.seen or 0) for c in self.changes)
        return sha256(repr((seen, self.unchanged)).encode()).hexdigest()

    @property
    def doubt_seal(self) -> str:
        """What a tick that confirms all doubts says; '' where there are none."""
        return seal_of([doubt for _, doubt in self.doubts])


def read_hers(setting: TargetSetting, content: bytes, *, by: Person) -> TargetFile:
    """What the file CONTENT says, with a fault for every row that BY may not set. Never raises for what is in it."""
    return read_target_file(content, setting.references, partial(_not_hers, setting, by), most_rows=MOST_ROWS)


def plan(setting: TargetSetting, targets: Sequence[Target], *, by: Person) -> Plan:
    """What saving TARGETS, which BY may set, would change."""
    places = sorted({target.municipality for target in targets})
    held = {v.target.key: v for place in places for v in setting.current(place, by=by)}
    changed = tuple(t for t in targets if t.key in held and held[t.key].target != t)
    added = tuple(t for t in targets if t.key not in held)
    replaced = {target.key: held[target.key] for target in changed}
    doubts = [(t, doubt) for t in added for doubt in setting.doubts(t)]
    doubts += [(t, doubt) for t in changed for doubt in setting.doubts(t, replaced[t.key].target)]
    return Plan(added, changed, len(targets) - len(added) - len(changed), replaced, tuple(doubts))


def _not_hers(setting: TargetSetting, by: Person, target: Target) -> tuple[str, str, str] | None:
    """The column that makes TARGET another's, why, and what to do; None for hers."""
    if setting.may_set(target.municipality, target.kpi, by=by):
        return None
    if by.municipality not in (None, target.municipality):
        name = setting.references.names.get(target.municipality, target.municipality)
        return "municipality", f"Ditt konto får inte sätta mål för {name}.", "Ta bort raden."
    area = setting.catalogue.area_by_id[setting.catalogue.by_kpi[target.kpi].area].name
    return "kpi", f"Ditt konto får inte sätta mål i området {area}.", "Ta bort raden."
