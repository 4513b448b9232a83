"""The rows of a goals file as plans: goals found again by their place and title, so that their ids stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from core.features.planning import file_columns as columns
from core.features.planning.file_bodies import FileBodies, plain
from core.features.planning.file_rows import GoalRow, RowReader
from core.goals.book import GoalBook
from core.goals.checking import council_plan
from core.goals.edits import ordered
from core.goals.models import Body, BodyKind, Goal, GoalIndicator, Level, Plan, new_id, plan_key
from core.goals.planning import Planning
from core.tabular.faults import meant

# Between several goals or bodies in one cell.
BETWEEN = "|"
LEFT_OUT = "Fanns inte med i filen som lästes in."
_TITLE_OF = {Level.AREA: columns.AREA, Level.COUNCIL: columns.COUNCIL_GOAL, Level.COMMITTEE: columns.GOAL}


@dataclass
class FilePlans:
    """What a file makes of the plans of a year: ``bodies`` that are new, ``plans``, and the ``rows`` of its goals.

    ``left`` are the goals (ids) that stand in those plans and not in the file; ``doubts`` are to be confirmed.
    """

    bodies: list[Body] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _Wanted:
    """A goal as its rows have it; ``first`` is the row that named it first."""

    goal: Goal
    first: int
    said: dict[str, tuple[int, str]] = field(default_factory=dict)
    lines: dict[GoalIndicator, int] = field(default_factory=dict)


class PlanReader:
    """Reads rows as the plans of YEAR in BOOK, and notes faults with READER.

    Where it REPLACES, what the rows leave out of their plans is withdrawn.
    """

    def __init__(self, planning: Planning, book: GoalBook, year: int, reader: RowReader, *, replaces: bool) -> None:
        self._planning, self._book, self._year, self._reader = planning, book, year, reader
        self._replaces = replaces
        self._made = FilePlans()
        self._bodies = FileBodies(planning, book, year, reader)
        self._wanted: dict[tuple[str, Level, str | None, str], _Wanted] = {}
        self._taken: set[str] = set()
        self._named: set[str] = set()

    def read(self, rows: Sequence[GoalRow]) -> FilePlans:
        """The plans that ROWS make."""
        councils = [row for row in rows if row.level is not Level.COMMITTEE]
        for row in councils:
            self._councils(row)
        for row in rows:
            if row.level is Level.COMMITTEE:
                self._committees(row)
        for row in rows:
            self._links(row)
        by_body: defaultdict[str, list[_Wanted]] = defaultdict(list)
        for (body, *_), wanted in self._wanted.items():
            by_body[body].append(wanted)
        for body, found in by_body.items():
            self._made.plans.append(self._plan(body, found))
        self._made.bodies, self._made.doubts = self._bodies.new, self._bodies.doubts
        return self._made

    def _councils(self, row: GoalRow) -> None:
        body = self._bodies.councils(row)
        area = row.texts[columns.AREA]
        if row.level is Level.COUNCIL and not area:
            self._reader.note(row.number, columns.AREA, "", "Saknas.", "Skriv vilket målområde målet hör till.")
            return
        above = self._goal(body, Level.AREA, None, area, row.number)
        if row.level is Level.AREA:
            self._say(above, row)
        else:
            goal = self._goal(body, Level.COUNCIL, above.goal.id, row.texts[columns.COUNCIL_GOAL], row.number)
            self._say(goal, row)

    def _committees(self, row: GoalRow) -> None:
        body = self._bodies.of(row)
        if body is None:
            return
        parent = self._parent(row)
        self._say(self._goal(body, Level.COMMITTEE, parent, row.texts[columns.GOAL], row.number), row)

    def _parent(self, row: GoalRow) -> str | None:
        title, area = row.texts[columns.COUNCIL_GOAL], row.texts[columns.AREA]
        goals, areas = self._councils_goals(Level.COUNCIL), self._councils_goals(Level.AREA)
        self._named |= {one.id for one in areas if plain(one.title) == plain(area)}
        if not title:
            return None
        found = [one for one in goals if plain(one.title) == plain(title)]
        under = {one.id for one in areas if plain(one.title) == plain(area)}
        if area and found and not [one for one in found if one.parent in under]:
            real = next((one.title for one in areas if one.id == found[0].parent), "")
            what = f"Fullmäktigemålet ligger under målområdet {real}." if real else "Målområdet är okänt."
            self._reader.note(row.number, columns.AREA, area, what, "Rätta målområdet, eller lämna cellen tom.")
        elif not found:
            near = meant(title, {one.title: f"”{one.title}”" for one in goals})
            own = f"Lägg till en rad med {self._reader.name_of(columns.AREA)} och målet, utan nämndmål."
            what = f"Fullmäktigemålet finns inte i kommunens plan för {self._year}."
            self._reader.note(row.number, columns.COUNCIL_GOAL, title, what, near + own)
        chosen = next((one for one in found if not area or one.parent in under), None)
        self._named |= {chosen.id} if chosen else set()
        return chosen.id if chosen else None

    def _councils_goals(self, level: Level) -> list[Goal]:
        """Those of LEVEL that there will be: as the file has them, or as they are."""
        made = {one.goal.id: one.goal for one in self._wanted.values() if one.goal.level is level}
        plan = council_plan(self._book, self._year)
        held = {one.id: one for one in (plan.standing_goals if plan else ()) if one.level is level}
        return list({**held, **made}.values())

    def _goal(self, body: Body, level: Level, parent: str | None, title: str, row: int) -> _Wanted:
        """The goal of BODY under PARENT that is called TITLE: the one there is, one that moves here, or a new one."""
        key = (body.id, level, parent, plain(title))
        if key not in self._wanted:
            held = self._held(body, level, parent, title)
            goal = replace(held, parent=parent, withdrawn="") if held else Goal(new_id(), level, title, parent=parent)
            self._taken.add(goal.id)
            self._made.rows[goal.id] = row
            self._wanted[key] = _Wanted(goal, row)
        return self._wanted[key]

    def _held(self, body: Body, level: Level, parent: str | None, title: str) -> Goal | None:
        entry = self._book.plans.get(plan_key(body.id, self._year))
        goals = entry.value.goals if entry and entry.value else ()
        named = [one for one in goals if one.level is level and plain(one.title) == plain(title)]
        alike = [one for one in named if one.id not in self._taken]
        alike.sort(key=lambda one: (one.parent != parent, bool(one.withdrawn)))
        return alike[0] if alike else None

    def _say(self, wanted: _Wanted, row: GoalRow) -> None:
        """Let WANTED have what ROW says of it; what two rows say differently is a fault."""
        for column in (columns.TEXT, columns.OWNER, columns.SUPPORTS, columns.SHARED, columns.ORDER):
            text = row.texts[column]
            if not text:
                continue
            first, other = wanted.said.setdefault(column, (row.number, text))
            if plain(other) != plain(text):
                what = f"Målet ”{wanted.goal.title}” har något annat här på rad {first}."
                self._reader.note(
                    row.number, column, text, what, "Skriv det på en av målets rader, eller lika på alla."
                )
        if row.indicator is None:
            return
        one = GoalIndicator(row.indicator.kpi, row.gender)
        if one in wanted.lines:
            what = f"Indikatorn står redan för målet på rad {wanted.lines[one]}."
            advice = "Ta bort en av raderna, eller ändra kön."
            self._reader.note(row.number, columns.KPI, row.indicator.name, what, advice)
        else:
            wanted.lines[one] = row.number

    def _links(self, row: GoalRow) -> None:
        """The faults of what ROW says that its goal supports and is shared with."""
        goals = {plain(one.title) for one in self._councils_goals(Level.COUNCIL)}
        for column, known, what in (
            (columns.SUPPORTS, goals, f"Fullmäktigemålet finns inte i kommunens plan för {self._year}."),
            (columns.SHARED, set(self._bodies.by_name), f"Organet finns inte {self._year}."),
        ):
            for name in parts_of(row.texts[column]):
                if plain(name) not in known:
                    advice = f"Skriv dess namn. Mellan flera står {BETWEEN}."
                    self._reader.note(row.number, column, name, what, advice)

    def _plan(self, body: str, found: Sequence[_Wanted]) -> Plan:
        entry = self._book.plans.get(plan_key(body, self._year))
        plan = (entry.value if entry else None) or Plan(
            body, self._year, plan_title(self._bodies.kind(body), self._year)
        )
        made = {one.goal.id: self._whole(one) for one in found}
        goals = [self._left(goal) if goal.id not in made else made[goal.id] for goal in plan.goals]
        numbers = {one.goal.id: int(one.said[columns.ORDER][1]) for one in found if columns.ORDER in one.said}
        held = {goal.id for goal in goals}
        for goal in (made[one] for one in numbers if one not in held):
            beside = [at for at, one in enumerate(goals) if (one.level, one.parent) == (goal.level, goal.parent)]
            goals.insert(beside[-1] + 1 if beside else len(goals), goal)
        goals = ordered(goals, numbers)
        after = None
        for goal in made.values():
            if goal.id not in {one.id for one in goals}:
                place = next((i + 1 for i, one in enumerate(goals) if one.id == after), len(goals))
                goals.insert(place, goal)
            after = goal.id
        return replace(plan, goals=tuple(goals))

    def _left(self, goal: Goal) -> Goal:
        if goal.withdrawn or goal.id in self._named:
            return goal
        self._made.left.append(goal.id)
        return replace(goal, withdrawn=LEFT_OUT) if self._replaces else goal

    def _whole(self, wanted: _Wanted) -> Goal:
        goal, said = wanted.goal, {column: text for column, (_, text) in wanted.said.items()}
        text, owner = said.get(columns.TEXT, goal.text), said.get(columns.OWNER, goal.owner)
        kept = () if self._replaces and wanted.lines else goal.indicators
        linked = tuple(
            dict.fromkeys((*(one for one in goal.indicators if one in wanted.lines or one in kept), *wanted.lines))
        )
        supports, shared = goal.supports, goal.bodies
        if columns.SUPPORTS in said:
            supports = self._ids(said[columns.SUPPORTS], self._councils_goals(Level.COUNCIL), supports)
        if columns.SHARED in said:
            shared = self._ids(said[columns.SHARED], [_Named(one) for one in self._bodies.by_name.values()], shared)
        return replace(
            goal,
            text=goal.text if _same(text, goal.text) else text.strip(),
            owner=goal.owner if _same(owner, goal.owner) else owner.strip(),
            supports=supports,
            bodies=shared,
            indicators=linked,
        )

    def _ids(self, text: str, known: Iterable[Goal | _Named], held: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of those of KNOWN that TEXT names; of two with one title, the one that is HELD."""
        ids: defaultdict[str, list[str]] = defaultdict(list)
        for one in known:
            ids[plain(one.title)].append(one.id)
        found = [
            sorted(ids[plain(name)], key=lambda id_: id_ not in held)[0] for name in parts_of(text) if ids[plain(name)]
        ]
        return held if set(found) == set(held) else tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Named:
    body: Body

    @property
    def id(self) -> str:
        return self.body.id

    @property
    def title(self) -> str:
        return self.body.name


def parts_of(text: str) -> list[str]:
    """The names in TEXT, a cell that may have several."""
    return [name.strip() for name in text.split(BETWEEN) if name.strip()]


def plan_title(kind: BodyKind, year: int) -> str:
    """What a new plan of a body of KIND is called."""
    return f"Mål och budget {year}" if kind is BodyKind.COUNCIL else f"Verksamhetsplan {year}"


def title_column(level: Level) -> str:
    """The column that holds the titles of goals of LEVEL."""
    return _TITLE_OF[level]


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
