"""The form of one goal as its template draws it: its fields, a row an indicator with the path of its levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.charts.aim_path import AimPath
from core.features.planning.desk import NEW, Desk
from core.features.planning.file_levels import cell_words
from core.features.planning.goal_fields import (
    BLANK_ROWS,
    FINAL,
    FINAL_YEAR,
    LABELS,
    final_of,
    indicator_word,
    rows_in,
    texts_of,
    years_of,
)
from core.features.planning.paths import drawn_paths, series_of
from core.features.planning.plan_view import common, goal_page
from core.goals.book import OVERRULINGS
from core.goals.checking import LONGEST_TEXT, LONGEST_TITLE, LONGEST_WORDS
from core.goals.models import Body, Goal, GoalIndicator, Level, Overruling
from core.signals import Attainment
from core.state.merging import theirs_in
from core.targets.models import Target
from core.web.drafts import WorkKind
from core.web.render import render
from core.web.typed import CONFIRMED, SEEN, WORK, notice_of, typed_before, written_from
from core.words import labels
from core.words.dates import day_words
from core.words.formats import dated, number, with_unit
from core.words.numbers import number_in


@dataclass(frozen=True)
class Cell:
    """A field of a level: its name, its text, the version it is drawn from (0: none), and what it is called."""

    name: str
    text: str
    seen: int
    label: str


@dataclass(frozen=True)
class RowView:
    """An indicator of the goal. ``cells`` are milestones by year, then the final target and its year."""

    number: int
    kpi: str
    gender: str
    name: str
    about: str
    cells: tuple[Cell, ...]
    final: Cell
    final_year: Cell
    path: AimPath | None = None
    is_new: bool = False
    is_removed: bool = False

    @property
    def texts(self) -> dict[str, str]:
        """What stands in its fields, by cell."""
        return {one.name.split("-", 2)[2]: one.text for one in (*self.cells, self.final, self.final_year)}


@dataclass(frozen=True)
class Choice:
    """Something to choose: its id, its words, whether it is chosen, and what it stands under."""

    id: str
    words: str
    chosen: bool
    group: str = ""


def goal_html(desk: Desk, body: Body, goal: Goal | None) -> str:
    """The form of GOAL (None: of a new one) in BODY's plan, with what was typed and not saved."""
    typed = typed_before(desk.visit, WorkKind.PLAN)
    notice = notice_of(desk.visit, typed)
    level = goal.level if goal else _level(desk, body)
    texts = texts_of(goal) if goal else {**dict.fromkeys(LABELS, ""), "parent": desk.params.get("under", "")}
    shown = {**texts, **{name: text for name, text in typed.items() if name in texts}}
    newest = desk.entry.number if desk.entry else 0
    overruling = desk.book.overrulings.get(goal.id) if goal else None
    return render(
        "plan_goal.html",
        **{**common(desk), "notice": notice},
        body=body,
        goal=goal,
        level=level.value,
        level_name=level.name,
        title=goal.title if goal else f"Nytt {level.value}",
        texts=shown,
        theirs=theirs_in(typed),
        parents=_parents(desk, level, shown["parent"]),
        parent_label=(Level.AREA if level is Level.COUNCIL else Level.COUNCIL).value,
        supports=_supports(desk, shown) if level is Level.COMMITTEE else [],
        bodies=_bodies(desk, body, shown) if level is not Level.AREA else [],
        years=_years(desk, goal),
        rows=_rows(desk, goal, typed) if level is not Level.AREA else [],
        has_rows=level is not Level.AREA,
        indicators=_to_choose(desk, body),
        of_goal=_kept(desk, typed, "title", newest),
        of_why=_kept(desk, typed, "skal", newest),
        of_face=_kept(desk, typed, "reason", desk.version(OVERRULINGS, goal.id) if goal else 0),
        why=typed.get("skal", ""),
        face={name: typed.get(name, text) for name, text in _face_texts(overruling).items()},
        confirmed=typed.get(CONFIRMED, ""),
        longest={"title": LONGEST_TITLE, "text": LONGEST_TEXT, "owner": LONGEST_WORDS},
        may_change=desk.may_change(body),
        page=goal_page(desk, goal) if goal and goal.id in desk.decided.goals else "",
        overruled=f"{labels.ATTAINMENT[overruling.face]}, {overruling.function}, {day_words(overruling.on)} "
        f"{overruling.on.year}: {overruling.reason}"
        if overruling
        else "",
        faces=[(face.value, labels.ATTAINMENT[face]) for face in Attainment],
    )


def _kept(desk: Desk, typed: Mapping[str, str], field: str, newest: int) -> dict[str, str | int]:
    """What the form with FIELD keeps of the version it was written from, and of the work that was TYPED in it."""
    is_its = field in typed
    work = number_in(desk.visit.params.get(WORK, "")) if is_its else 0
    return {SEEN: written_from(typed if is_its else {}, newest), WORK: work or ""}


def _face_texts(own: Overruling | None) -> dict[str, str]:
    if own is None:
        return {"face": "", "reason": "", "function": ""}
    return {"face": own.face.value, "reason": own.reason, "function": own.function}


def _level(desk: Desk, body: Body) -> Level:
    wanted = desk.params.get(NEW, "").upper()
    if not body.is_council:
        return Level.COMMITTEE
    return Level.AREA if wanted == Level.AREA.name else Level.COUNCIL


def _parents(desk: Desk, level: Level, chosen: str) -> list[Choice]:
    if level is Level.AREA:
        return []
    goals = desk.council.standing_goals if desk.council else ()
    names = {goal.id: goal.title for goal in goals}
    wanted = Level.AREA if level is Level.COUNCIL else Level.COUNCIL
    return [
        Choice(goal.id, goal.title, goal.id == chosen, names.get(goal.parent or "", ""))
        for goal in goals
        if goal.level is wanted
    ]


def _supports(desk: Desk, texts: Mapping[str, str]) -> list[Choice]:
    chosen = texts["supports"].split()
    return [replace(one, chosen=one.id in chosen) for one in _parents(desk, Level.COMMITTEE, "")]


def _bodies(desk: Desk, own: Body, texts: Mapping[str, str]) -> list[Choice]:
    chosen = texts["bodies"].split()
    # A chosen one that has ended too: what is not drawn would be gone when the form is saved.
    there = [one for one in desk.book.bodies.values() if (one.is_of(desk.year) or one.id in chosen) and one != own]
    return [Choice(one.id, one.name, one.id in chosen) for one in there]


def _to_choose(desk: Desk, body: Body) -> list[str]:
    """All indicators to link, those of BODY's areas first."""
    known = sorted(desk.catalogue.indicators, key=lambda one: (one.area not in body.areas, one.name))
    return [f"{one.name} ({one.kpi})" for one in known]


def _targets(desk: Desk, one: GoalIndicator) -> list[Target]:
    found = [version.target for version in desk.held.values()]
    return [t for t in found if (t.kpi, t.gender or "T") == (one.kpi, one.gender) and t.year >= desk.year]


def _years(desk: Desk, goal: Goal | None) -> list[int]:
    held = [target for one in (goal.indicators if goal else ()) for target in _but_final(desk, one)]
    return years_of(desk.year, held)


def _but_final(desk: Desk, one: GoalIndicator) -> list[Target]:
    """What stands under the years: all but the last final target, which has a field of its own."""
    targets = _targets(desk, one)
    final = final_of(targets, desk.year)
    return [target for target in targets if target != final]


def _rows(desk: Desk, goal: Goal | None, typed: Mapping[str, str]) -> list[RowView]:
    linked = goal.indicators if goal else ()
    before = {(row.kpi, row.gender): row for row in rows_in(typed) if not row.is_new}
    rows = []
    for place, one in enumerate(linked, start=1):
        row = _row(desk, place, one, _years(desk, goal))
        if (was := before.get((one.kpi, one.gender))) and typed:
            row = _filled(row, {name: was.texts.get(name, "") for name in was.texts}, was.seen)
            row = replace(row, is_removed=was.is_removed)
        rows.append(row)
    typed_levels = [(one, row.texts) for one, row in zip(linked, rows, strict=True)]
    rows = [replace(row, path=path) for row, path in zip(rows, drawn_paths(desk, typed_levels), strict=True)]
    new = [row for row in rows_in(typed) if row.is_new]
    for place in range(max(BLANK_ROWS, len(new) + 1)):
        at = len(rows) + 1
        blank = _blank(at, _years(desk, goal))
        if place < len(new):
            blank = _filled(replace(blank, kpi=new[place].kpi, gender=new[place].gender), new[place].texts, {})
        rows.append(blank)
    return rows


def _filled(row: RowView, texts: Mapping[str, str], seen: Mapping[str, int]) -> RowView:
    """ROW with the TEXTS that were typed in it, and drawn from the versions SEEN then."""

    def cell(one: Cell) -> Cell:
        key = one.name.split("-", 2)[2]
        return replace(one, text=texts.get(key, one.text), seen=seen.get(key, one.seen))

    return replace(row, cells=tuple(map(cell, row.cells)), final=cell(row.final), final_year=cell(row.final_year))


def _row(desk: Desk, place: int, one: GoalIndicator, years: Sequence[int]) -> RowView:
    by_year = {target.year: target for target in _but_final(desk, one)}
    final = final_of(_targets(desk, one), desk.year)
    known = desk.setting.catalogue.by_kpi.get(one.kpi)
    name = indicator_word(desk.setting, one)

    def cell(key: str, target: Target | None, label: str) -> Cell:
        version = desk.held.get(target.key) if target else None
        return Cell(f"rad-{place}-{key}", cell_words(target, desk.setting), version.id if version else 0, label)

    last = cell(FINAL, final, f"{name}, slutmål")
    year = Cell(f"rad-{place}-{FINAL_YEAR}", str(final.year) if final else "", 0, f"{name}, år för slutmålet")
    cells = tuple(cell(str(y), by_year.get(y), f"{name}, etappmål {y}") for y in years)
    return RowView(place, one.kpi, one.gender, name, _about(desk, one, known.unit if known else ""), cells, last, year)


def _about(desk: Desk, one: GoalIndicator, unit: str) -> str:
    """What is known of the indicator: the level that a number means, its newest outcome and its unit."""
    known = desk.setting.catalogue.by_kpi.get(one.kpi)
    kind = {"high": "minst", "low": "högst"}.get(known.direction.value, "skriv minst eller högst") if known else ""
    series = series_of(desk, one)
    now = dated(with_unit(number(series[-1][1], known.decimals), unit), series[-1][0]) if series and known else unit
    return f"{now} · {kind}" if kind else now


def _blank(place: int, years: Sequence[int]) -> RowView:
    cells = tuple(Cell(f"rad-{place}-{y}", "", 0, f"Ny indikator, etappmål {y}") for y in years)
    final = Cell(f"rad-{place}-{FINAL}", "", 0, "Ny indikator, slutmål")
    year = Cell(f"rad-{place}-{FINAL_YEAR}", "", 0, "Ny indikator, år för slutmålet")
    return RowView(place, "", "T", "", "", cells, final, year, is_new=True)
