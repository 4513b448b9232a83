"""A goals file: read, checked against what there is, and what saving it would do. The page and the terminal use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from core.access.rights import Action, may, require
from core.features.planning import file_columns as columns
from core.features.planning.file_columns import is_header, read_header
from core.features.planning.file_levels import LevelReader
from core.features.planning.file_plans import FilePlans, PlanReader, title_column
from core.features.planning.file_rows import GoalRow, RowReader, rows_to_read
from core.features.planning.money_file import MoneyReader, is_money_header
from core.goals.book import GoalBook
from core.goals.checking import MOST_GOALS, PlanFault, ended_doubt, new_faults, surroundings
from core.goals.comparing import Names
from core.goals.models import Body, Goal, Plan
from core.goals.planning import Planning
from core.goals.rights import may_of_body
from core.seals import seal_of
from core.state.entries import Entry
from core.tabular.cells import RawRow, RawTable, shown
from core.tabular.csv_table import NAMES
from core.tabular.faults import Fault, UnusableError, rows_named
from core.tabular.limits import MOST_ROWS_ABOVE_HEADER
from core.tabular.tables import kept_table
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange, TargetVersion, current_versions

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
_FIELD_COLUMN = {
    "text": columns.TEXT,
    "owner": columns.OWNER,
    "parent": columns.COUNCIL_GOAL,
    "supports": columns.SUPPORTS,
    "bodies": columns.SHARED,
    "indicators": columns.KPI,
    "body": columns.BODY,
}


@dataclass(frozen=True)
class Proposal:
    """What saving would do: new BODIES, PLANS that differ from ``before`` (by key), and changed targets."""

    bodies: tuple[Body, ...] = ()
    plans: tuple[Plan, ...] = ()
    targets: tuple[TargetChange, ...] = ()
    before: Mapping[str, Entry[Plan]] = field(default_factory=dict)
    replaced: Mapping[int, TargetVersion] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be another."""
        return not (self.bodies or self.plans or self.targets)

    @property
    def seen(self) -> dict[str, int]:
        """The version of each plan that it was made from."""
        return {plan.key: self.before[plan.key].number if plan.key in self.before else 0 for plan in self.plans}


@dataclass(frozen=True)
class GoalFile:
    """What a file says. Without ``faults`` the ``proposal`` is what it would do; ``doubts`` are to be confirmed.

    ``left`` are the goals that stand in its plans and not in it. ``notes`` are good to know.
    """

    proposal: Proposal | None = None
    faults: tuple[Fault, ...] = ()
    doubts: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()
    left: tuple[Goal, ...] = ()
    goals: int = 0
    rows: int = 0
    table: RawTable | None = None

    @property
    def doubt_seal(self) -> str:
        """What a tick that confirms all doubts says; '' where there are none."""
        return seal_of(self.doubts)

    @property
    def seal(self) -> str:
        """Changes when what there is does: whoever saves must have seen what it would do."""
        if self.proposal is None:
            return ""
        # A new body has another id each time that the file is read.
        new = {body.id: f"{body.name}, {body.kind}" for body in self.proposal.bodies}
        seen = self.proposal.seen
        plans = sorted((new.get(plan.body, plan.key), seen[plan.key]) for plan in self.proposal.plans)
        said = (sorted(new.values()), plans, [one.seen for one in self.proposal.targets])
        return sha256(repr((said, [goal.id for goal in self.left])).encode()).hexdigest()[:16]

    @property
    def understood(self) -> str:
        """How the file was read, in one line."""
        table = self.table
        if table is None:
            return ""
        between = f"{NAMES.get(table.delimiter, '')} mellan kolumnerna" if table.delimiter else ""
        sheet = f"bladet {table.sheet}" if table.sheet else ""
        counted = f"{self.rows} {'rad' if self.rows == 1 else 'rader'} under rubrikerna"
        return ", ".join(filter(None, (table.encoding, between, sheet, counted)))


def read_goal_file(
    content: bytes, planning: Planning, setting: TargetSetting, year: int, *, replaces: bool = False
) -> GoalFile:
    """What CONTENT (a text or a workbook) says of the goals of YEAR, and every fault in it.

    Where it REPLACES, goals of its plans that it leaves out are withdrawn; else they stay. Never raises for what is
    in it. Raises NotAllowedError for who may change no plan of the municipality, StateError.
    """
    require(planning.by, Action.READ_PLANS, municipality=planning.municipality)
    try:
        table = kept_table(content, _has_header, str.strip)
    except UnusableError as error:
        return GoalFile(faults=(Fault(error.row, "", "", error.what, error.advice),))
    place = next((i for i, row in enumerate(table.rows[:MOST_ROWS_ABOVE_HEADER]) if _is_header(row)), None)
    if place is None:
        known = ", ".join(columns.HEADINGS[one] for one in (*columns.TITLES, columns.TEXT, columns.KPI))
        advice = f"Första raden ska ha rubrikerna {known}: börja gärna med mallen."
        return GoalFile(faults=(Fault(0, "", "", "Filen har inga rubriker som känns igen.", advice), *table.faults))
    texts = [shown(cell).strip() for cell in table.rows[place].cells]
    if not is_header(texts):
        return _read_money(table, place, planning, setting, year)
    head, faults = read_header(table.rows[place].number, texts)
    raw, notes, hidden = rows_to_read(table, place)
    if not raw:
        advice = "Skriv ett mål på varje rad under rubrikerna."
        faults.append(Fault(table.rows[place].number, "", "", "Filen har inga mål.", advice))
    if len(raw) > MOST_ROWS:
        faults.append(Fault(0, "", "", f"Filen har fler än {MOST_ROWS} rader.", "Dela upp den i flera filer."))
    notes += [f"{caution.what} {caution.advice}" for caution in table.cautions]
    found = GoalFile(faults=(*faults, *table.faults), notes=tuple(notes), rows=len(raw), table=table)
    if faults:
        return found
    reader = RowReader(head, setting.references, planning.municipality, is_workbook=not table.delimiter)
    rows = [row for one in raw if (row := reader.read(one))]
    if reader.unused:
        left_out = f"{rows_named(reader.unused).capitalize()} läses inte: mallens exempel, eller organ utan mål."
        found = replace(found, notes=(left_out, *found.notes))
    return _Checked(planning, setting, year, reader, replaces=replaces).read(found, rows, hidden)


def _read_money(table: RawTable, place: int, planning: Planning, setting: TargetSetting, year: int) -> GoalFile:
    """The file of budgets and volumes in TABLE, whose header is its row at PLACE."""
    book = planning.book()
    raw, notes, hidden = rows_to_read(table, place)
    reader = MoneyReader([shown(cell).strip() for cell in table.rows[place].cells], book, year)
    made = [] if len(raw) > MOST_ROWS else reader.read(raw)
    changed = [plan for plan in made if not _is_as_held(plan, book)]
    for plan in changed:
        body = book.bodies[plan.body]
        if not may_of_body(planning.by, Action.CHANGE_PLAN, planning.municipality, body):
            what = f"Ditt konto får inte ändra planen för {body.name}."
            reader.faults.append(
                Fault(reader.rows[plan.key], columns.HEADINGS[columns.BODY], body.name, what, "Ta bort raden.")
            )
    if not made and not reader.faults:
        reader.faults.append(
            Fault(0, "", "", "Filen har inga belopp, eller för många rader.", "Skriv ett organ på varje rad.")
        )
    found = GoalFile(
        faults=(*reader.faults, *table.faults),
        doubts=tuple((0, one) for one in hidden),
        notes=(*notes, *(f"{caution.what} {caution.advice}" for caution in table.cautions)),
        rows=len(raw),
        table=table,
    )
    before = {plan.key: book.plans[plan.key] for plan in changed if plan.key in book.plans}
    proposal = Proposal((), tuple(changed), (), before, {}, names_of(setting, book.bodies, []))
    return found if found.faults else replace(found, proposal=proposal)


def _is_as_held(plan: Plan, book: GoalBook) -> bool:
    """Whether BOOK has PLAN as it is, decided or not."""
    entry = book.plans.get(plan.key)
    return bool(entry and entry.value and replace(entry.value, decision=None) == replace(plan, decision=None))


class _Checked:
    """A file's rows against what there is."""

    def __init__(
        self, planning: Planning, setting: TargetSetting, year: int, reader: RowReader, *, replaces: bool
    ) -> None:
        self._planning, self._setting, self._year, self._reader = planning, setting, year, reader
        self._book: GoalBook = planning.book()
        self._plans = PlanReader(planning, self._book, year, reader, replaces=replaces)
        versions = current_versions(planning.engine, planning.municipality)
        self._held = {version.target.key: version for version in versions}

    def read(self, found: GoalFile, rows: Sequence[GoalRow], hidden: Sequence[str]) -> GoalFile:
        """FOUND with what ROWS would do, their faults and doubts; what is HIDDEN is to be confirmed."""
        planning, reader = self._planning, self._reader
        made = self._plans.read(rows)
        levels = LevelReader(self._setting, planning.municipality, planning.by, self._held, reader.note)
        targets = levels.read(rows)
        changed = [plan for plan in made.plans if not _is_as_held(plan, self._book)]
        if len(made.rows) > MOST_GOALS:
            advice = f"Högst {MOST_GOALS} får plats i en fil: dela upp den."
            reader.note(0, "", "", f"Filen har {len(made.rows)} mål.", advice)
        else:
            for plan in changed:
                self._check(plan, made)
        faults = (*found.faults, *reader.faults)
        left = tuple(goal for goal in self._goals() if goal.id in made.left)
        found = replace(
            found,
            faults=tuple(sorted(faults, key=lambda fault: fault.row)),
            doubts=(*((0, one) for one in hidden), *made.doubts, *self._ended(changed, made), *levels.doubts),
            left=left,
            goals=len(made.rows),
        )
        if faults:
            return found
        return replace(found, proposal=self._proposal(made, changed, targets))

    def _proposal(self, made: FilePlans, changed: Sequence[Plan], targets: tuple[TargetChange, ...]) -> Proposal:
        before = {plan.key: self._book.plans[plan.key] for plan in changed if plan.key in self._book.plans}
        by_id = {version.id: version for version in self._held.values()}
        replaced = {one.seen: by_id[one.seen] for one in targets if one.seen}
        bodies = {**self._book.bodies, **{body.id: body for body in made.bodies}}
        goals = [*self._goals(), *(goal for plan in made.plans for goal in plan.goals)]
        names = names_of(self._setting, bodies, goals)
        return Proposal(tuple(made.bodies), tuple(changed), targets, before, replaced, names)

    def _goals(self) -> Iterator[Goal]:
        for plan in self._book.of_year(self._year):
            yield from plan.goals

    def _check(self, plan: Plan, made: FilePlans) -> None:
        """Whether PLAN, which would be another, may be, and may be hers."""
        new = {body.id: body for body in made.bodies}
        bodies = {**self._book.bodies, **new}
        body, by = bodies[plan.body], self._planning.by
        first = min((made.rows[goal.id] for goal in plan.goals if goal.id in made.rows), default=0)
        if not may_of_body(by, Action.CHANGE_PLAN, self._planning.municipality, body):
            what = f"Ditt konto får inte ändra planen för {body.name}, och den skulle bli en annan."
            self._reader.note(first, columns.BODY, body.name, what, "Ta bort de raderna, eller skriv som det står.")
            return
        plans = {one.key: Entry(one.key, 0, one, False, "", "", self._planning.now) for one in made.plans}
        book = replace(self._book, bodies=bodies, plans={**self._book.plans, **plans})
        around = surroundings(plan, book, self._setting.catalogue)
        held = self._book.plans.get(plan.key)
        goals = {goal.id: goal for goal in plan.goals}
        for fault in new_faults(plan, held.value if held else None, around):
            self._note(fault, goals.get(fault.goal), made.rows.get(fault.goal, first))

    def _ended(self, plans: Sequence[Plan], made: FilePlans) -> Iterator[tuple[int, str]]:
        """Indicators that PLANS link, and that may be measured no more."""
        linked = {goal.id: goal.indicators for goal in self._goals()}
        for goal in (goal for plan in plans for goal in plan.standing_goals):
            for kpi in dict.fromkeys(one.kpi for one in goal.indicators if one not in linked.get(goal.id, ())):
                known = self._setting.catalogue.by_kpi.get(kpi)
                if known and (what := ended_doubt(known, self._setting.newest_years)):
                    yield made.rows.get(goal.id, 0), what

    def _note(self, fault: PlanFault, goal: Goal | None, row: int) -> None:
        column = _FIELD_COLUMN.get(fault.field, title_column(goal.level) if goal else "")
        self._reader.note(row, column, goal.title if goal else "", fault.what, fault.advice)


def names_of(setting: TargetSetting, bodies: Mapping[str, Body], goals: Sequence[Goal]) -> Names:
    """What indicators, BODIES and GOALS are called, by id."""
    return Names(
        {kpi: known.name for kpi, known in setting.catalogue.by_kpi.items()},
        {body.id: body.name for body in bodies.values()},
        {goal.id: goal.title for goal in goals},
    )


def may_put_in(planning: Planning, book: GoalBook) -> bool:
    """Whether there is any plan of BOOK's municipality that may be changed, or made."""
    place, by = planning.municipality, planning.by
    return may(by, Action.DECIDE_PLAN, municipality=place) or any(
        may_of_body(by, Action.CHANGE_PLAN, place, body) for body in book.bodies.values()
    )


def _has_header(rows: Sequence[RawRow]) -> bool:
    return any(map(_is_header, rows[:MOST_ROWS_ABOVE_HEADER]))


def _is_header(row: RawRow) -> bool:
    texts = [shown(cell).strip() for cell in row.cells]
    return is_header(texts) or is_money_header(texts)
