"""The lines of the form where targets are set: what each asks for, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from core.access.people import Person
from core.catalogue import Direction, Indicator
from core.signals import TargetKind
from core.state.merging import merged
from core.tabular.faults import CellError, Fault
from core.targets.doubts import Doubt, seal_of
from core.targets.export import cell_text
from core.targets.models import COLUMNS, Target, TargetKey
from core.targets.rows import IN_FORM, RowReader
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange, TargetVersion
from core.targets.words import asked_words
from core.words.dates import moment_words

FIELDS = tuple(column for column in COLUMNS if column not in ("municipality", "kpi"))
DECISION = ("decided_by", "decision", "link")
# What goes together when two have changed the same target, and how it is put together.
_LEVEL = tuple(name for name in FIELDS if name not in (*DECISION, "is_final"))
_WHOLE, _SEAM = "nivå", "\x1f"


@dataclass(frozen=True)
class Line:
    """One line as it came. ``seen`` is the version that it was drawn from, 0 for a new one; ``texts`` by FIELDS.

    ``confirmed`` seals the doubts that somebody has ticked, '' for none.
    """

    kpi: str
    number: int
    seen: int
    texts: Mapping[str, str]
    is_removed: bool = False
    confirmed: str = ""


@dataclass(frozen=True)
class ReadLine:
    """What a line asks for.

    ``target`` is None where it is blank, to be removed, or has ``faults``; ``change`` where it asks for nothing new.
    ``overtaken`` says that another version has come since the line was drawn, and ``now_seen`` is that which holds
    now (0 for none): to be drawn from next time. ``doubts`` are to be confirmed, or have been.
    """

    line: Line
    target: Target | None = None
    faults: tuple[Fault, ...] = ()
    change: TargetChange | None = None
    overtaken: str = ""
    now_seen: int = 0
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether it can be saved as it is."""
        return not (self.faults or self.overtaken or self.is_doubted)

    @property
    def is_doubted(self) -> bool:
        """Whether it has doubts that nobody has confirmed."""
        return self.line.confirmed != seal_of(self.doubts) if self.doubts else False


def texts_of(target: Target) -> dict[str, str]:
    """TARGET as a line's texts."""
    fields = asdict(target)
    return {name: cell_text(fields[name]) for name in FIELDS}


def first_kind(indicator: Indicator) -> TargetKind:
    """The kind that a new line for INDICATOR begins with."""
    return TargetKind.AT_LEAST if indicator.direction is Direction.HIGH else TargetKind.AT_MOST


def blank_texts(indicator: Indicator) -> dict[str, str]:
    """A new line's texts."""
    return dict.fromkeys(FIELDS, "") | {"kind": first_kind(indicator).value, "is_final": "nej"}


def read_lines(
    setting: TargetSetting, municipality: str, lines: Sequence[Line], common: Mapping[str, str], *, by: Person
) -> list[ReadLine]:
    """What LINES, all of MUNICIPALITY, ask for, in their order.

    COMMON are the texts of the decision that changed lines rest on where they name none. Lines for an indicator that
    is not in the catalogue are left out. Raises NotAllowedError for one that BY may not set.
    """
    for kpi in {line.kpi for line in lines}:
        setting.require(municipality, kpi, by=by)
    held = {version.id: version for version in setting.current(municipality, by=by)}
    lines = [line for line in _each_once(lines) if line.kpi in setting.catalogue.by_kpi]
    gone = setting.versions([line.seen for line in lines if line.seen and line.seen not in held], by=by)
    reader = _LineReader(setting, municipality, held, gone, common)
    touched = [line for line in lines if reader.is_touched(line)]
    leaving = {version.id for line in touched if (version := reader.version(line))}
    reader.taken = {v.target.key: v for v in held.values() if v.id not in leaving}
    return [reader.read(line) if line in touched else ReadLine(line, now_seen=line.seen) for line in lines]


def targets_after(lines: Sequence[ReadLine], held: Sequence[TargetVersion]) -> list[Target]:
    """What would hold in place of HELD if those of LINES that can be were saved."""
    leaving = {read.change.seen for read in lines if read.change}
    new = {read.change.target.key: read.change.target for read in lines if read.change and read.change.target}
    kept = {version.target.key: version.target for version in held if version.id not in leaving}
    return list({**kept, **new}.values())


def _each_once(lines: Sequence[Line]) -> list[Line]:
    """LINES, of which no two change the same version: a form of ours has none."""
    seen: set[int] = set()
    kept = []
    for line in lines:
        kept.append(replace(line, seen=0) if line.seen in seen else line)
        seen |= {line.seen} - {0}
    return kept


def _parts(texts: Mapping[str, str]) -> dict[str, str]:
    """TEXTS as parts that two may change each for herself: a level means nothing without its kind, year and gender."""
    level = [texts.get(name, "").replace(_SEAM, " ").strip() for name in _LEVEL]
    return {name: text for name, text in texts.items() if name not in _LEVEL} | {_WHOLE: _SEAM.join(level)}


def _texts(parts: Mapping[str, str]) -> dict[str, str]:
    level = dict(zip(_LEVEL, parts[_WHOLE].split(_SEAM), strict=True))
    return {name: text for name, text in parts.items() if name != _WHOLE} | level


class _LineReader:
    """Reads lines one by one; the number of a fault's row is the line's."""

    def __init__(
        self,
        setting: TargetSetting,
        municipality: str,
        held: Mapping[int, TargetVersion],
        gone: Mapping[int, TargetVersion],
        common: Mapping[str, str],
    ) -> None:
        self._setting, self._municipality = setting, municipality
        self._held, self._gone, self._common = held, gone, common
        self._rows = RowReader(setting.references, wording=IN_FORM)
        self.taken: Mapping[TargetKey, TargetVersion] = {}

    def is_touched(self, line: Line) -> bool:
        """Whether LINE differs from what it was drawn from."""
        if line.is_removed:
            return line.seen != 0
        return {name: text.strip() for name, text in line.texts.items()} != self._as_drawn(line)

    def read(self, line: Line) -> ReadLine:
        """What LINE, which is touched, asks for."""
        before, overtaken, now_seen = self.version(line), "", line.seen
        if line.seen and (before is None or before.id not in self._held):
            successor = self._successor(before)
            clash = line.is_removed or before is None or successor is None
            if before and successor and not clash:
                merge = merged(*map(_parts, (texts_of(before.target), line.texts, texts_of(successor.target))))
                line, clash = replace(line, texts=_texts(merge.fields)), bool(merge.theirs)
                before = successor
            overtaken, now_seen = self._overtaken(successor) if clash else "", successor.id if successor else 0
        if line.is_removed:
            change = TargetChange(before.id, None) if before and not overtaken else None
            return ReadLine(line, None, (), change, overtaken, now_seen)
        first = len(self._rows.faults)
        target = self._rows.target(line.number, self._whole(line))
        if target is not None and not overtaken:
            self._check_place(line, target, now_seen)
        faults = tuple(self._rows.faults[first:])
        if faults or target is None:
            return ReadLine(line, None, faults, None, overtaken, now_seen)
        change = None if overtaken else TargetChange(before.id if before else None, target)
        doubts = self._setting.doubts(target, before.target if before else None)
        return ReadLine(line, target, (), change, overtaken, now_seen, doubts)

    def version(self, line: Line) -> TargetVersion | None:
        """The version that LINE was drawn from, if it is of the same indicator and municipality."""
        found = self._held.get(line.seen) or self._gone.get(line.seen)
        is_its = found and (found.target.municipality, found.target.kpi) == (self._municipality, line.kpi)
        return found if is_its else None

    def _as_drawn(self, line: Line) -> dict[str, str]:
        version = self.version(line)
        return texts_of(version.target) if version else blank_texts(self._setting.catalogue.by_kpi[line.kpi])

    def _whole(self, line: Line) -> dict[str, str]:
        texts = {name: text.strip() for name, text in line.texts.items()}
        if not any(texts[name] for name in DECISION):
            texts |= {name: self._common.get(name, "").strip() for name in DECISION}
        return texts | {"municipality": self._municipality, "kpi": line.kpi}

    def _successor(self, before: TargetVersion | None) -> TargetVersion | None:
        return next((v for v in self._held.values() if before and v.target.key == before.target.key), None)

    def _check_place(self, line: Line, target: Target, now_seen: int) -> None:
        there = self.taken.get(target.key)
        if there is not None and there.id != now_seen:
            words = asked_words(there.target, self._setting.catalogue)
            set_by = f"{there.created_by}, {moment_words(there.created_at)}"
            what = f"Det finns redan ett mål för {target.year}: {words} ({set_by})."
            error = CellError(what, "Ändra det, eller välj ett annat år.")
            self._rows.note(line.number, "year", line.texts["year"], error)

    def _overtaken(self, successor: TargetVersion | None) -> str:
        if successor is None:
            return "Målet har tagits bort sedan du öppnade sidan. Spara igen om ditt ska gälla."
        words = asked_words(successor.target, self._setting.catalogue)
        said = f"{successor.created_by} ändrade målet till {words}, {moment_words(successor.created_at)}"
        return f"{said}, efter att du öppnade sidan. Spara igen om ditt ska gälla i stället."
