"""Checks one target, given as texts: the same rules for a row of a file and for a line of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.catalogue import Category, Direction, Indicator
from core.signals import TargetKind
from core.tabular.faults import CellError, Fault, cut
from core.tabular.numbers import DecimalSign
from core.targets import cells
from core.targets.models import COLUMNS, KIND_RULES, NUMBER_COLUMNS, Target, TargetKey
from core.targets.references import References

KEY_COLUMNS = frozenset({"municipality", "kpi", "gender", "year"})
# In the indicator's unit, which may stand after the number.
MEASURED_COLUMNS = frozenset({"value", "value2", "tolerance"})


@dataclass(frozen=True)
class Wording:
    """How faults name what the reader of them sees. ``twice`` is told of the row that had the same key first."""

    kind: Callable[[TargetKind], str]
    empty_it: str
    other_kind: str
    low: str
    twice: Callable[[int], tuple[str, str]]


IN_FILE = Wording(
    kind=lambda kind: f"{kind} ({KIND_RULES[kind].swedish})",
    empty_it="Töm cellen.",
    other_kind="at_most",
    low="value",
    twice=lambda first: (f"Samma kommun, nyckeltal, kön och år står redan på rad {first}.", "Ta bort en av raderna."),
)
IN_SWEDISH_FILE = replace(
    IN_FILE,
    kind=lambda kind: f"”{KIND_RULES[kind].swedish}”",
    other_kind=f"”{KIND_RULES[TargetKind.AT_MOST].swedish}”",
    low="nivån före",
)
IN_FORM = Wording(
    kind=lambda kind: f"”{KIND_RULES[kind].swedish}”",
    empty_it="Töm fältet.",
    other_kind=f"”{KIND_RULES[TargetKind.AT_MOST].swedish}”",
    low="nivån före",
    twice=lambda _: ("Två mål har samma år och kön.", "Ändra året på det ena, eller ta bort det."),
)


@dataclass
class RowReader:
    """Reads rows of texts by ``COLUMNS``, and notes what is wrong with them in ``faults``.

    ``decimals`` is the sign that the whole file uses, where it tells.
    """

    references: References
    faults: list[Fault] = field(default_factory=list)
    wording: Wording = IN_FILE
    decimals: DecimalSign = DecimalSign.NONE
    first_rows: dict[TargetKey, int] = field(default_factory=dict)
    parsers: Mapping[str, Callable[[str], Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.parsers = {
            "municipality": self.references.municipality,
            "kpi": self.references.indicator,
            "gender": cells.gender,
            "year": cells.year,
            "kind": cells.kind,
            "base_year": cells.optional_year,
            "group": self.references.group,
            "rank": cells.rank,
            "is_final": cells.yes_or_no,
            "decided_by": cells.free_text,
            "decision": cells.free_text,
            "link": cells.link,
        }

    def target(self, row: int, given: Mapping[str, str]) -> Target | None:
        """The target in the row numbered ROW, or None when it has faults; what GIVEN leaves out is empty."""
        before = len(self.faults)
        texts = dict.fromkeys(COLUMNS, "") | dict(given)
        found: dict[str, Any] = {}
        for name, text in texts.items():
            found[name] = self._read(row, name, text, found.get("kpi"))
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

    def note(self, row: int, column: str, given: str, error: CellError) -> None:
        """Add a fault."""
        self.faults.append(Fault(row, column, cut(given), error.what, error.advice))

    def _read(self, row: int, column: str, text: str, indicator: Indicator | None) -> Any:
        try:
            if column in MEASURED_COLUMNS:
                reader = cells.tolerance if column == "tolerance" else cells.number
                return reader(text, indicator.unit if indicator else "", self.decimals)
            return self.parsers[column](text)
        except CellError as error:
            self.note(row, column, text, error)
            return None

    def _check_double(self, row: int, key: TargetKey) -> None:
        first = self.first_rows.setdefault(key, row)
        if first != row:
            self.note(row, "kpi", key[1], CellError(*self.wording.twice(first)))

    def _check_kind(self, row: int, texts: Mapping[str, str], kind: TargetKind) -> None:
        rule, named = KIND_RULES[kind], self.wording.kind(kind)
        for column in NUMBER_COLUMNS:
            if column in rule.needs and not texts[column]:
                self.note(row, column, "", CellError("Saknas.", f"Behövs för ett mål av sorten {named}."))
            elif texts[column] and column not in rule.needs | rule.may_have:
                error = CellError(f"Hör inte till ett mål av sorten {named}.", self.wording.empty_it)
                self.note(row, column, texts[column], error)

    def _check_indicator(self, row: int, texts: Mapping[str, str], kind: TargetKind | None, known: Indicator) -> None:
        if known.category is Category.INFORMATION:
            what = "Kommunen kan knappt påverka ett informationsmått, så det kan inte ha mål."
            self.note(row, "kpi", texts["kpi"], CellError(what, "Ta bort raden."))
        elif kind is not None and KIND_RULES[kind].needs_direction and known.direction is Direction.NONE:
            other = self.wording.other_kind
            advice = f"Välj en annan sort, till exempel {other}."
            self.note(row, "kind", texts["kind"], CellError(f"För {known.kpi} är ingen riktning bra.", advice))

    def _check_order(self, row: int, texts: Mapping[str, str], found: Mapping[str, Any]) -> None:
        kind, low, high, base, year = (found[name] for name in ("kind", "value", "value2", "base_year", "year"))
        if kind is TargetKind.WITHIN and low is not None and high is not None and low > high:
            what = f"Är lägre än {self.wording.low}."
            self.note(row, "value2", texts["value2"], CellError(what, "Ska vara minst lika högt."))
        if "base_year" in KIND_RULES[kind].needs and base is not None and year is not None and base >= year:
            error = CellError("Basåret ska vara före målåret.", "Ändra det ena.")
            self.note(row, "base_year", texts["base_year"], error)
