"""A file of targets, as Excel or a text editor saves it: what it says, every fault in it, and what it would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from core.access.people import Person
from core.state import Target
from core.state.target_faults import TargetFault
from core.state.target_header import Header, is_header, read_header
from core.state.target_import import read_record
from core.state.target_rows import RowReader
from core.state.target_versions import TargetChange, TargetVersion
from core.state.target_words import HEADINGS
from core.state.targets import TargetKey
from core.tabular.cells import RawRow, RawTable, shown
from core.tabular.csv_table import NAMES
from core.tabular.faults import UnusableError
from core.tabular.limits import MOST_ROWS_ABOVE_HEADER
from core.tabular.tables import kept_table
from core.targets.doubts import Doubt, seal_of
from core.targets.setting import TargetSetting

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000


@dataclass(frozen=True)
class TargetUpload:
    """What a file says. ``targets`` are those without faults, each with its row; ``notes`` are good to know.

    ``encoding`` and ``delimiter`` are in Swedish words, '' for a workbook; ``sheet`` is '' for a text.
    ``columns`` are those that were found, in the file's order and words; ``rows`` counts those under the header.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    columns: tuple[str, ...] = ()
    rows: int = 0
    targets: tuple[tuple[int, Target], ...] = ()
    faults: tuple[TargetFault, ...] = ()
    notes: tuple[str, ...] = ()


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


def read_upload(setting: TargetSetting, content: bytes, *, by: Person) -> TargetUpload:
    """What the file CONTENT says, with a fault for every row that BY may not set. Never raises for what is in it."""
    if len(content) > MOST_BYTES:
        return _refused("Filen är större än 1 MB.", "Dela upp den i flera filer.")
    try:
        table = kept_table(content, _has_header)
    except UnusableError as error:
        return _refused(error.what, error.advice, error.row)
    header = next((i for i, row in enumerate(table.rows[:MOST_ROWS_ABOVE_HEADER]) if _is_header(row)), None)
    if header is None:
        headings = ";".join(HEADINGS.values())
        return _refused("Filen har inga rubriker som känns igen.", f"Första raden ska vara {headings}.")
    if len(table.rows) - header - 1 > MOST_ROWS:
        return _refused(f"Filen har fler än {MOST_ROWS} rader.", "Dela upp den i flera filer.")
    return _read(setting, table, header, by)


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


def _read(setting: TargetSetting, table: RawTable, header: int, by: Person) -> TargetUpload:
    faults: list[TargetFault] = []
    first, below = table.rows[header], table.rows[header + 1 :]
    head = read_header(first.number, _texts(first), faults)
    reader = RowReader(setting.references, wording=head.wording)
    targets = () if faults else tuple(_targets(setting, reader, head, below, by))
    faults += head.called(reader.faults)
    faults += (TargetFault(f.row, f.column, f.given, f"{f.what} {f.advice}") for f in table.faults)
    if not below:
        advice = "Filen har inga mål. Skriv ett mål på varje rad under rubrikerna."
        faults.append(TargetFault(first.number, "", "", advice))
    return TargetUpload(
        encoding=table.encoding,
        delimiter=NAMES.get(table.delimiter, ""),
        sheet=table.sheet,
        columns=head.shown,
        rows=len(below),
        targets=targets,
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        notes=tuple(f"{caution.what} {caution.advice}" for caution in table.cautions),
    )


def _targets(
    setting: TargetSetting, reader: RowReader, head: Header, rows: Sequence[RawRow], by: Person
) -> Iterator[tuple[int, Target]]:
    for row in rows:
        target = read_record(reader, row.number, head.columns, _texts(row))
        if target is None:
            continue
        if setting.may_set(target.municipality, target.kpi, by=by):
            yield row.number, target
        else:
            column, advice = _not_hers(setting, target, by)
            reader.note(row.number, column, shown(row[head.columns.index(column)]), advice)


def _not_hers(setting: TargetSetting, target: Target, by: Person) -> tuple[str, str]:
    """The column that makes it another's, and what to do."""
    if by.municipality not in (None, target.municipality):
        name = setting.references.names.get(target.municipality, target.municipality)
        return "municipality", f"Ditt konto får inte sätta mål för {name}. Ta bort raden."
    area = setting.catalogue.area_by_id[setting.catalogue.by_kpi[target.kpi].area].name
    return "kpi", f"Ditt konto får inte sätta mål i området {area}. Ta bort raden."


def _texts(row: RawRow) -> list[str]:
    return [shown(cell) for cell in row.cells]


def _has_header(rows: Sequence[RawRow]) -> bool:
    return any(_is_header(row) for row in rows[:MOST_ROWS_ABOVE_HEADER])


def _is_header(row: RawRow) -> bool:
    return is_header(_texts(row))


def _refused(what: str, advice: str, row: int = 0) -> TargetUpload:
    return TargetUpload(faults=(TargetFault(row, "", "", f"{what} {advice}"),))
