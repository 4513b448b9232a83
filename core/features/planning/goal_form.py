"""The form of one goal with its indicators and their levels: what it asks for when it comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.features.planning.desk import Desk
from core.features.planning.file_levels import LevelReader, cell_words, level_words
from core.features.planning.file_rows import GoalRow, RowLevel
from core.features.planning.goal_fields import (
    FINAL,
    FINAL_YEAR,
    LABELS,
    FormRow,
    goal_of,
    indicator_in,
    indicator_word,
    rows_in,
)
from core.features.planning.goal_file import Proposal
from core.goals.checking import PlanFault, ended_doubt, new_faults, surroundings
from core.goals.edits import put_goal
from core.goals.models import Goal, GoalIndicator, Level, Plan, new_id
from core.signals.constants import GENDERS
from core.state.entries import Entry
from core.tabular.faults import CellError
from core.tabular.fields import FieldFault, FieldsError
from core.targets import cells
from core.targets.models import Target, TargetKey
from core.targets.versions import TargetChange, TargetVersion
from core.words.dates import moment_words

_READ_AGAIN = "Töm cellen, eller läs in sidan igen och ändra nivån där den står."
_STANDS_BY_ITSELF = "Töm cellen: nivån följer med indikatorn, och kan ändras här när målet är sparat."


@dataclass
class GoalForm:
    """What a form asks for on DESK: the goal as it would be, and its levels; faults are gathered in ``faults``."""

    desk: Desk
    form: Mapping[str, str]
    faults: list[FieldFault] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)

    def proposal(self, entry: Entry[Plan] | None, new: Plan, held: Goal | None, texts: Mapping[str, str]) -> Proposal:
        """What saving does: HELD (None: a new goal) of ENTRY's plan (NEW where there is none) as TEXTS and rows say.

        Raises FieldsError with every fault, of its texts and of its levels.
        """
        plan = entry.value if entry and entry.value else new
        level = Level(self.form.get("niva", "")) if self.form.get("niva") in tuple(Level) else Level.COMMITTEE
        base = held or Goal(new_id(), level, "")
        rows = rows_in(self.form)
        linked = self._linked(base, rows)
        goal = replace(goal_of(base, texts), indicators=tuple(dict.fromkeys(one for _, one in linked)))
        targets = tuple(self._levels(linked))
        changed = put_goal(goal)(plan)
        around = surroundings(changed, self.desk.book, self.desk.catalogue)
        faults = [*map(_as_field, new_faults(changed, self.desk.plan, around)), *self.faults]
        if faults:
            raise FieldsError(faults)
        plans = () if entry and changed == plan else (changed,)
        before = {plan.key: entry} if entry else {}
        replaced = {one.seen: self._version(one.seen) for one in targets if one.seen}
        return Proposal((), plans, targets, before, {n: v for n, v in replaced.items() if v}, self.desk.names)

    def _linked(self, goal: Goal, rows: Sequence[FormRow]) -> list[tuple[FormRow | None, GoalIndicator]]:
        """The goal's indicators as they would be, each with its row: what somebody else linked meanwhile stays."""
        by_link = {GoalIndicator(row.kpi, row.gender): row for row in rows if not row.is_new}
        kept: list[tuple[FormRow | None, GoalIndicator]] = [
            (row, one) for one in goal.indicators if not ((row := by_link.get(one)) and row.is_removed)
        ]
        for one, row in by_link.items():
            if one not in goal.indicators and not row.is_removed and (typed := self._typed(row)):
                what = f"{indicator_word(self.desk.setting, one)} har tagits bort ur målet under tiden."
                told = f"Du skrev {', '.join(typed)}: lägg till indikatorn på nytt om det ska gälla."
                self.faults.append(FieldFault("indicators", LABELS["indicators"], what, told))
        for row in (row for row in rows if row.is_new and not row.is_removed):
            try:
                known = indicator_in(row.kpi, self.desk.setting)
            except CellError as error:
                self._fault(row, "kpi", error)
                continue
            one = GoalIndicator(known, row.gender if row.gender in GENDERS else "T")
            if one in [other for _, other in kept]:
                self._fault(row, "kpi", CellError("Indikatorn är redan med.", "Välj en annan, eller ett annat kön."))
                continue
            kept.append((row, one))
            if what := ended_doubt(self.desk.setting.catalogue.by_kpi[known], self.desk.setting.newest_years):
                self.doubts.append((row.number, what))
        return kept

    def _typed(self, row: FormRow) -> list[str]:
        """What ROW says that was not drawn there."""
        versions = {cell: self._version(number) for cell, number in row.seen.items()}
        drawn = {cell: cell_words(one.target, self.desk.setting) for cell, one in versions.items() if one}
        if final := versions.get(FINAL):
            drawn[FINAL_YEAR] = str(final.target.year)
        return [text or "tomt" for cell, text in row.texts.items() if text != drawn.get(cell, "")]

    def _levels(self, linked: Sequence[tuple[FormRow | None, GoalIndicator]]) -> Iterable[TargetChange]:
        reader = LevelReader(
            self.desk.setting, self.desk.municipality, self.desk.visit.person, self.desk.held, lambda *_: None
        )
        changes: dict[TargetKey | int | None, TargetChange] = {}
        for row, one in linked:
            for change in self._of_a_row(row, one, reader) if row else ():
                # The final target comes after the milestone of its year, whose place it takes.
                changes[change.seen or (change.target.key if change.target else None)] = change
        self.doubts += dict.fromkeys(reader.doubts)
        return changes.values()

    def _of_a_row(self, row: FormRow, one: GoalIndicator, reader: LevelReader) -> Iterable[TargetChange]:
        found = []
        for cell, text in row.texts.items():
            if cell == FINAL_YEAR:
                continue
            try:
                found += self._of_a_cell(row, one, cell, text, reader)
            except CellError as error:
                self._fault(row, cell, error)
        return found

    def _of_a_cell(
        self, row: FormRow, one: GoalIndicator, cell: str, text: str, reader: LevelReader
    ) -> list[TargetChange]:
        drawn = self._version(row.seen[cell])
        was = cell_words(drawn.target, self.desk.setting) if drawn else ""
        if text == was and not (drawn and cell == FINAL):
            return []
        year = cells.year(cell) if cell != FINAL else self._final_year(row, text, drawn)
        if text == was and drawn and year == drawn.target.year:
            return []
        if drawn and self.desk.held.get(drawn.target.key) != drawn:
            raise CellError(self._overtaken(drawn), "Läs sidan som den är nu, och skriv igen om ditt ska gälla.")
        if not text and drawn:
            self._require_may_set(one.kpi)
            return [TargetChange(drawn.id, None)]
        key = (self.desk.municipality, one.kpi, one.gender, year)
        there = self.desk.held.get(key)
        other = there if there != drawn else None
        is_its_milestone = other is not None and cell == FINAL and other.id == row.seen.get(str(year))
        if other and not is_its_milestone and text not in self._words(other):
            said = f"Det finns redan en nivå för {year}: {level_words(other.target, self.desk.setting)}"
            what = f"{said} ({other.created_by}, {moment_words(other.created_at)})."
            raise CellError(what, _STANDS_BY_ITSELF if row.is_new else _READ_AGAIN)
        known = self.desk.setting.catalogue.by_kpi.get(one.kpi)
        if known is None:
            raise CellError(
                "Indikatorn finns inte längre i katalogen.", "Töm nivån, eller ta bort indikatorn ur målet."
            )
        about = GoalRow(row.number, {}, known, one.gender)
        target = reader.target(about, RowLevel(row.name(cell), year, cell == FINAL, text))
        if cell == FINAL and (milestone := row.texts.get(str(year))):
            self._require_same(target, about, RowLevel(row.name(cell), year, True, milestone), reader)
        if other is None:
            return [TargetChange(drawn.id if drawn else None, target)]
        gone = [TargetChange(drawn.id, None)] if drawn else []
        return [*gone, TargetChange(other.id, target)] if target != other.target else gone

    def _words(self, version: TargetVersion) -> tuple[str, str]:
        """What VERSION's level may be written as."""
        setting = self.desk.setting
        return cell_words(version.target, setting), level_words(version.target, setting)

    def _require_same(self, final: Target, about: GoalRow, milestone: RowLevel, reader: LevelReader) -> None:
        """Raise CellError where MILESTONE, of the same year as FINAL, asks for something else."""
        try:
            other = reader.target(about, milestone)
        except CellError:
            # Told where it stands.
            return
        if (other.kind, other.value) == (final.kind, final.value):
            return
        said = f"Etappmålet för {final.year} är {milestone.text}, men slutmålet samma år är ett annat."
        raise CellError(said, "En indikator har en nivå för varje år: skriv samma, eller ett annat år för slutmålet.")

    def _final_year(self, row: FormRow, text: str, drawn: TargetVersion | None) -> int:
        if not text and drawn:
            return drawn.target.year
        try:
            return cells.year(row.texts.get(FINAL_YEAR, ""))
        except CellError as error:
            raise CellError(f"Slutmålets år: {error.what.lower()}", error.advice) from None

    def _require_may_set(self, kpi: str) -> None:
        if not self.desk.setting.may_set(self.desk.municipality, kpi, by=self.desk.visit.person):
            raise CellError("Ditt konto får inte sätta mål i indikatorns område.", "Låt nivån stå.")

    def _version(self, number: int) -> TargetVersion | None:
        if number not in self._versions:
            found = self.desk.setting.versions([number], by=self.desk.visit.person) if number else {}
            held = next((one for one in self.desk.held.values() if one.id == number), None)
            self._versions[number] = held or found.get(number)
        return self._versions[number]

    def __post_init__(self) -> None:
        self._versions: dict[int, TargetVersion | None] = {}

    def _overtaken(self, drawn: TargetVersion) -> str:
        now = self.desk.held.get(drawn.target.key)
        if now is None:
            return f"Nivån för {drawn.target.year} har tagits bort under tiden."
        said = level_words(now.target, self.desk.setting)
        return f"{now.created_by} ändrade nivån till {said} under tiden ({moment_words(now.created_at)})."

    def _fault(self, row: FormRow, cell: str, error: CellError) -> None:
        said = self.desk.names.indicators.get(row.kpi, row.kpi) or "Ny indikator"
        about = {"kpi": said, FINAL: f"{said}, slutmål"}.get(cell, f"{said}, {cell}")
        self.faults.append(FieldFault(row.name(cell), about, error.what, error.advice))


def _as_field(fault: PlanFault) -> FieldFault:
    label = LABELS.get(fault.field, "Planen")
    return FieldFault(fault.field, label, fault.what.removeprefix(f"{label}: "), fault.advice)
