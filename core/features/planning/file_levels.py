"""The levels of a goals file as targets: what each asks for, and what it would change of what holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.access.people import Person
from core.catalogue import Direction, Indicator
from core.features.planning.file_rows import GoalRow, RowLevel
from core.signals import TargetKind
from core.signals.targets import ONE_LEVEL_KINDS
from core.tabular.faults import CellError
from core.tabular.numbers import DecimalSign, decimals_of
from core.targets import cells
from core.targets.cells import plain
from core.targets.export import cell_text
from core.targets.models import KIND_RULES, Target, TargetKey
from core.targets.setting import TargetSetting, takes_targets
from core.targets.versions import TargetChange, TargetVersion
from core.targets.words import asked_words

_SIGNS = {"≥": TargetKind.AT_LEAST, ">=": TargetKind.AT_LEAST, "≤": TargetKind.AT_MOST, "<=": TargetKind.AT_MOST}
_SAID = re.compile(r"(minst|lägst|minimum|högst|som mest|maximum|≥|>=|≤|<=)\s*(.*)", re.IGNORECASE | re.DOTALL)
_OF_DIRECTION = {Direction.HIGH: TargetKind.AT_LEAST, Direction.LOW: TargetKind.AT_MOST}
# Takes a fault: its row, its column, what stands there, what is wrong, what to do.
Note = Callable[[int, str, str, str, str], None]


@dataclass
class LevelReader:
    """Reads the levels of one municipality's file or form. ``held`` is what holds now; ``note`` takes the faults."""

    setting: TargetSetting
    municipality: str
    by: Person
    held: Mapping[TargetKey, TargetVersion]
    note: Note
    decimals: DecimalSign = DecimalSign.NONE
    doubts: list[tuple[int, str]] = field(default_factory=list)
    _found: dict[TargetKey, tuple[int, Target]] = field(default_factory=dict)

    def read(self, rows: Sequence[GoalRow]) -> tuple[TargetChange, ...]:
        """What the levels of ROWS ask for that does not hold already."""
        said = decimals_of(_amount(level.text)[1] for row in rows for level in row.levels)
        self.decimals = DecimalSign.NONE if said.unsure else said.sign
        for row in rows:
            for level in row.levels:
                self._take(row, level)
        return tuple(self._changes())

    def _take(self, row: GoalRow, level: RowLevel) -> None:
        try:
            target = self.target(row, level)
        except CellError as error:
            self.note(row.number, level.column, level.text, error.what, error.advice)
            return
        first, other = self._found.setdefault(target.key, (row.number, target))
        if other == target or replace(other, is_final=True) == target:
            self._found[target.key] = first, target
        elif replace(target, is_final=True) != other:
            where = "samma rad" if first == row.number else f"rad {first}"
            what = f"Nivån för {target.year} är en annan på {where}: {level_words(other, self.setting)}."
            advice = "En indikator har en nivå för varje år och kön: skriv samma."
            self.note(row.number, level.column, level.text, what, advice)

    def target(self, row: GoalRow, level: RowLevel) -> Target:
        """What LEVEL of ROW asks for. Raises CellError."""
        known = row.indicator
        assert known is not None  # noqa: S101 - a level without an indicator is a fault of its row
        if not takes_targets(known):
            raise CellError("Kommunen kan knappt påverka ett informationsmått, så det kan inte ha mål.", "Töm cellen.")
        key = (self.municipality, known.kpi, row.gender, level.year)
        version = self.held.get(key)
        before = version.target if version else None
        target = self._asked(known, row, level, before)
        if target != before and not self.setting.may_set(self.municipality, known.kpi, by=self.by):
            area = self.setting.catalogue.area_by_id[known.area].name
            raise CellError(f"Ditt konto får inte sätta mål i området {area}.", "Töm cellen.")
        if target != before:
            self.doubts += [(row.number, f"{known.name}: {one.what}") for one in self.setting.doubts(target, before)]
        return target

    def _asked(self, known: Indicator, row: GoalRow, level: RowLevel, before: Target | None) -> Target:
        # A level under a year is no less final than it was.
        is_final = level.is_final or bool(before and before.is_final)
        if before and plain(level.text) == plain(level_words(before, self.setting)):
            return replace(before, is_final=is_final)
        said, text = _amount(level.text)
        value = cells.number(text, known.unit, self.decimals)
        if value is None:
            raise CellError("Nivån saknar tal.", "Skriv till exempel minst 92.")
        kind = said or (
            before.kind if before and before.kind in ONE_LEVEL_KINDS else _OF_DIRECTION.get(known.direction)
        )
        if kind is None:
            advice = f"Skriv ”minst {text}” eller ”högst {text}”."
            raise CellError(
                "För indikatorn är varken högt eller lågt bra, så talet säger inte vad som ska nås.", advice
            )
        if before and (before.kind, before.value) == (kind, value):
            return replace(before, is_final=is_final)
        gender = None if row.gender == "T" else row.gender
        new = Target(self.municipality, known.kpi, gender, level.year, kind, value, is_final=is_final)
        return replace(new, gender=before.gender, tolerance=before.tolerance) if before else new

    def _changes(self) -> list[TargetChange]:
        changes = []
        for key, (_, target) in self._found.items():
            version = self.held.get(key)
            if version is None or version.target != target:
                changes.append(TargetChange(version.id if version else None, target))
        return changes


def level_words(target: Target, setting: TargetSetting) -> str:
    """TARGET as it stands in a file, and is read again: "minst 92,5"; other kinds in the words of the page."""
    if target.kind in ONE_LEVEL_KINDS:
        return f"{KIND_RULES[target.kind].swedish} {cell_text(target.value)}"
    return asked_words(target, setting.catalogue, dict(setting.references.groups))


def cell_words(target: Target | None, setting: TargetSetting) -> str:
    """TARGET as it stands in a form: the number alone where the indicator says whether it is the least or the most."""
    if target is None:
        return ""
    known = setting.catalogue.by_kpi.get(target.kpi)
    is_plain = known is not None and _OF_DIRECTION.get(known.direction) == target.kind
    return cell_text(target.value) if is_plain else level_words(target, setting)


def _amount(text: str) -> tuple[TargetKind | None, str]:
    """The kind that TEXT names, if any, and the rest of it."""
    said = _SAID.fullmatch(text.strip())
    if not said:
        return None, text.strip()
    word = said[1].casefold()
    return _SIGNS.get(word) or cells.kind(word), said[2].strip()
