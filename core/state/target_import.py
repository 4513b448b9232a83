"""Reads targets from a CSV file: all of it, or a list of every fault in it."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.catalogue import Catalogue, Category, Direction, Indicator
from core.signals import TargetKind
from core.state import target_cells as cells
from core.state.target_cells import CellError, References
from core.state.target_faults import TargetFault, TargetFileError
from core.state.targets import COLUMNS, KIND_RULES, NUMBER_COLUMNS, Target, TargetKey

__all__ = ["TargetFault", "TargetFileError", "read_targets"]

KEY_COLUMNS = frozenset({"municipality", "kpi", "gender", "year"})
# A header far wider than ours is another kind of file, and not worth a fault for every column.
MOST_COLUMNS = 100
REQUIRED_COLUMNS = ("municipality", "kpi", "year", "kind")
_SAVE_AS = "Spara den i Excel som ”CSV UTF-8” och läs in den igen."


def read_targets(
    path: Path, *, catalogue: Catalogue, municipalities: Mapping[str, str] | None, max_bytes: int = 5_000_000
) -> list[Target]:
    """The targets in the CSV file at PATH (semicolon, UTF-8), in its order; at least one.

    Columns are those of ``Target``, in any order; all but ``REQUIRED_COLUMNS`` may be left out.
    MUNICIPALITIES maps id to name; with None any code of four digits is taken, and as names those of the
    catalogue's participants. Raises TargetFileError with all faults at once; nothing is read in part.
    """
    text = _text(path, max_bytes)
    _refuse_other_separators(path, text)
    faults: list[TargetFault] = []
    records = _records(text, faults)
    header = next(records, None)
    columns = _columns(*header, faults) if header else []
    if faults:
        raise TargetFileError.listing(path, faults)
    reader = _Reader(References.of(catalogue, municipalities), columns, faults)
    targets = [target for row, record in records if (target := reader.target(row, record)) is not None]
    if faults:
        raise TargetFileError.listing(path, faults)
    if not targets:
        raise TargetFileError(f"Målfilen {path.name} har inga mål.", "Skriv ett mål på varje rad under rubrikerna.")
    return targets


def _text(path: Path, max_bytes: int) -> str:
    try:
        with path.open("rb") as file:
            # One byte more than allowed tells a file that is too large, whatever its size.
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise TargetFileError(f"Målfilen {path} finns inte.", "Kontrollera sökvägen.") from error
    except OSError as error:
        raise TargetFileError(
            f"Målfilen {path} går inte att läsa.", "Kontrollera sökvägen och rättigheterna."
        ) from error
    if len(data) > max_bytes:
        size = f"{max_bytes / 1_000_000:g} MB".replace(".", ",")
        raise TargetFileError(f"Målfilen {path.name} är större än {size}.", "Dela upp den i flera filer.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise TargetFileError(f"Målfilen {path.name} är inte i UTF-8 (se rad {row}).", _SAVE_AS) from error
    if not text.strip(" \t\r\n;"):
        raise TargetFileError(f"Målfilen {path.name} är tom.", f"Första raden ska vara {';'.join(COLUMNS)}.")
    return text


def _refuse_other_separators(path: Path, text: str) -> None:
    header = text.strip().partition("\n")[0].lower()
    for sign, name in ((",", "komma"), ("\t", "tabbar")):
        known = {part.strip(' "\r') for part in header.split(sign)} & set(COLUMNS)
        if ";" not in header and len(known) > 1:
            message = f"Målfilen {path.name} har {name} mellan kolumnerna; det ska vara semikolon."
            raise TargetFileError(message, _SAVE_AS)


def _records(text: str, faults: list[TargetFault]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with their numbers; a row with lines in its cells is one, as in Excel."""
    row = 0
    try:
        for row, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True), start=1):
            if any(cell.strip() for cell in record):
                yield row, record
    except csv.Error:
        # Where a quotation mark stands wrong, nothing after it can be trusted to be what it seems.
        advice = 'De går inte ihop, och raderna härifrån är inte granskade. Ett " inne i en cell ska vara "".'
        faults.append(TargetFault(row + 1, "", "citattecken", advice))


def _columns(row: int, header: list[str], faults: list[TargetFault]) -> list[str]:
    """The header's names in lower case; notes those that are unknown, doubled or missing."""
    if len(header) > MOST_COLUMNS:
        advice = f"Raden har {len(header)} celler. Första raden ska vara {';'.join(COLUMNS)}."
        faults.append(TargetFault(row, "", header[0].strip(), advice))
        return []
    names = [cell.strip().lower() for cell in header]
    for place, name in enumerate(names):
        if name and name not in COLUMNS:
            near = difflib.get_close_matches(name[:100], COLUMNS, n=1)
            likely = f"Menades {near[0]}? " if near else ""
            advice = f"Kolumnen är okänd. {likely}Kolumnerna är {', '.join(COLUMNS)}."
            faults.append(TargetFault(row, header[place].strip(), header[place].strip(), advice))
        elif name in names[:place] and name:
            faults.append(TargetFault(row, name, header[place].strip(), "Kolumnen står två gånger. Ta bort den ena."))
    faults.extend(
        TargetFault(row, name, "", "Kolumnen saknas. Lägg till den.") for name in REQUIRED_COLUMNS if name not in names
    )
    return names


@dataclass
class _Reader:
    """Reads rows, and notes their faults."""

    references: References
    columns: list[str]
    faults: list[TargetFault]
    first_rows: dict[TargetKey, int] = field(default_factory=dict)
    parsers: dict[str, Callable[[str], Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.parsers = {
            "municipality": self.references.municipality,
            "kpi": self.references.indicator,
            "gender": cells.gender,
            "year": cells.year,
            "kind": cells.kind,
            "value": cells.number,
            "value2": cells.number,
            "base_year": cells.optional_year,
            "group": self.references.group,
            "rank": cells.rank,
            "tolerance": cells.tolerance,
            "is_final": cells.yes_or_no,
            "decided_by": cells.free_text,
            "decision": cells.free_text,
            "link": cells.link,
        }

    def target(self, row: int, record: list[str]) -> Target | None:
        """The target in RECORD, or None when it has faults."""
        before = len(self.faults)
        self._check_strays(row, record)
        texts = dict.fromkeys(COLUMNS, "")
        texts |= {name: cell.strip() for name, cell in zip(self.columns, record, strict=False) if name}
        found = {name: self._read(row, name, text) for name, text in texts.items()}
        wrong = {fault.column for fault in self.faults[before:]}
        indicator: Indicator | None = found["kpi"]
        kind: TargetKind | None = found["kind"]
        if indicator is not None:
            found["kpi"] = indicator.kpi
            self._check_indicator(row, texts, kind, indicator)
        if not wrong & KEY_COLUMNS:
            self._check_double(row, (found["municipality"], found["kpi"], found["gender"] or "T", found["year"]))
        if kind is not None:
            self._check_kind(row, texts, kind)
            self._check_order(row, texts, found)
        return Target(**found) if len(self.faults) == before else None

    def _read(self, row: int, column: str, text: str) -> Any:
        try:
            return self.parsers[column](text)
        except CellError as error:
            self._note(row, column, text, str(error))
            return None

    def _check_strays(self, row: int, record: list[str]) -> None:
        for place, cell in enumerate(record):
            if cell.strip() and (place >= len(self.columns) or not self.columns[place]):
                advice = "Kolumnen har ingen rubrik. Töm cellen, eller sätt text med semikolon inom citattecken."
                self._note(row, str(place + 1), cell.strip(), advice)
                return

    def _check_double(self, row: int, key: TargetKey) -> None:
        first = self.first_rows.setdefault(key, row)
        if first != row:
            advice = f"Samma kommun, nyckeltal, kön och år står redan på rad {first}. Ta bort en av raderna."
            self._note(row, "kpi", key[1], advice)

    def _check_kind(self, row: int, texts: dict[str, str], kind: TargetKind) -> None:
        rule = KIND_RULES[kind]
        for column in NUMBER_COLUMNS:
            if column in rule.needs and not texts[column]:
                self._note(row, column, "", f"Behövs för ett mål av sorten {kind} ({rule.swedish}).")
            elif texts[column] and column not in rule.needs | rule.may_have:
                advice = f"Hör inte till ett mål av sorten {kind} ({rule.swedish}). Töm cellen."
                self._note(row, column, texts[column], advice)

    def _check_indicator(self, row: int, texts: dict[str, str], kind: TargetKind | None, known: Indicator) -> None:
        if known.category is Category.INFORMATION:
            advice = "Kommunen kan knappt påverka ett informationsmått, så det kan inte ha mål. Ta bort raden."
            self._note(row, "kpi", texts["kpi"], advice)
        elif kind is not None and KIND_RULES[kind].needs_direction and known.direction is Direction.NONE:
            advice = f"För {known.kpi} är ingen riktning bra. Välj en annan sort, till exempel at_most."
            self._note(row, "kind", texts["kind"], advice)

    def _check_order(self, row: int, texts: dict[str, str], found: dict[str, Any]) -> None:
        kind, low, high, base, year = (found[name] for name in ("kind", "value", "value2", "base_year", "year"))
        if kind is TargetKind.WITHIN and low is not None and high is not None and low > high:
            self._note(row, "value2", texts["value2"], "Ska vara minst lika högt som value.")
        if "base_year" in KIND_RULES[kind].needs and base is not None and year is not None and base >= year:
            self._note(row, "base_year", texts["base_year"], "Basåret ska vara före målåret.")

    def _note(self, row: int, column: str, found: str, advice: str) -> None:
        self.faults.append(TargetFault(row, column, found, advice))
