"""Writes plans as the goals file that is read in again, for Excel in Swedish; and the template to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from core.documents.files import to_excel
from core.features.planning import file_columns as columns
from core.features.planning.file_bodies import plain
from core.features.planning.file_columns import HEADINGS, year_heading
from core.features.planning.file_levels import level_words
from core.features.planning.file_plans import BETWEEN
from core.features.planning.file_rows import EXAMPLE
from core.features.planning.money_file import money_rows
from core.goals.book import GoalBook
from core.goals.checking import council_plan
from core.goals.models import BodyKind, Goal, GoalIndicator, Level, Plan
from core.goals.planning import Planning
from core.targets.cells import gender_words, guarded
from core.targets.models import Target
from core.targets.setting import TargetSetting
from core.targets.versions import current_versions

# A template has so many years to fill in, and the year of a final target.
_YEARS_AHEAD = 3
_FIRST = (
    *columns.TITLES,
    *(columns.TEXT, columns.OWNER, columns.SUPPORTS, columns.SHARED, columns.ORDER, columns.KPI, columns.GENDER),
)
_SHEET, _MONEY_SHEET, _HELP_SHEET = "Mål", "Budget", "Så gör du"
_HELP = (
    "En rad för varje indikator på ett mål, eller en rad för ett mål som inte har någon indikator.",
    "Fullmäktiges egna mål: fyll i målområde och fullmäktigemål, och lämna organ och nämndmål tomma.",
    "Nämndens mål: fyll också i organ och nämndmål. Fullmäktigemålet är det som nämndmålet ligger under.",
    "Måltext, ansvarig, stöder, delas med och ordning behöver bara stå på en av målets rader. "
    f"Mellan flera mål eller organ står {BETWEEN}.",
    "Ordning är målets plats bland dem bredvid, 1 är först. En tom cell lämnar det där det står.",
    "Indikatorn skrivs med sitt namn eller id. Kön: alla, kvinnor eller män.",
    "Nivåerna skrivs som ”minst 92”, ”högst 45” eller bara 92. De sparas som mål på sidan Målnivåer.",
    "En tom cell lämnar det som finns. Inget tas bort av att det inte står i filen, om du inte väljer det.",
    f"Rader vars målområde börjar med ”{EXAMPLE}” läses inte, och inte heller rader med bara ett organ.",
    "Spara som xlsx eller csv. Alla fel visas på en gång, och inget sparas förrän du har sett vad som ändras.",
)


@dataclass(frozen=True)
class Exported:
    """What is written: the plans of ``year`` in BOOK, of ``bodies`` only (ids; None: of all), and their targets."""

    book: GoalBook
    year: int
    setting: TargetSetting
    targets: Sequence[Target]
    bodies: Collection[str] | None = None

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans to write."""
        return tuple(one for one in self.book.of_year(self.year) if self.bodies is None or one.body in self.bodies)


def exported(planning: Planning, setting: TargetSetting, year: int, bodies: Collection[str] | None = None) -> Exported:
    """What is written of the plans of YEAR, drafts too. Raises NotAllowedError, StateError."""
    targets = [version.target for version in current_versions(planning.engine, planning.municipality)]
    return Exported(planning.book(), year, setting, targets, bodies)


def goals_csv(found: Exported) -> bytes:
    """The file as CSV: semicolon, UTF-8 with BOM, decimal comma; what looks like a formula gets an apostrophe."""
    return _csv(*_table(found))


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def goals_xlsx(found: Exported) -> bytes:
    """The same as a workbook, with a sheet that tells how it is filled in; without plans the template."""
    head, rows = _table(found)
    frame = pd.DataFrame(rows or list(_example(found, head)), columns=head)
    return to_excel({_SHEET: frame, _HELP_SHEET: pd.DataFrame({_HELP_SHEET: _HELP})}, _about(found))


def money_csv(found: Exported) -> bytes:
    """The year's budgets and volumes as a file of their own, as ``goals_csv``."""
    return _csv(*money_rows(found.book, found.year))


def money_xlsx(found: Exported) -> bytes:
    """The same as a workbook."""
    head, rows = money_rows(found.book, found.year)
    return to_excel({_MONEY_SHEET: pd.DataFrame(rows, columns=head)}, _about(found))


def _about(found: Exported) -> list[tuple[str, str]]:
    """What there is to know about the file."""
    bodies = [found.book.bodies[plan.body].name for plan in found.plans if plan.body in found.book.bodies]
    return [
        ("År", str(found.year)),
        ("Organ", ", ".join(bodies) or "mall utan planer"),
        ("Källa", "Planerna på sidan Arbeta med planer, och nivåerna på sidan Målnivåer."),
    ]


def _table(found: Exported) -> tuple[list[str], list[list[str]]]:
    writer = _Writer(found)
    head = [HEADINGS[column] for column in _FIRST]
    head += [year_heading(year, is_final=is_final) for year, is_final in writer.years]
    return head, [writer.cells(row) for plan in found.plans for row in writer.rows(plan)]


@dataclass(frozen=True)
class _Row:
    texts: Mapping[str, str]
    one: GoalIndicator | None


class _Writer:
    def __init__(self, found: Exported) -> None:
        self._setting, self._book = found.setting, found.book
        linked = {(one.kpi, one.gender) for plan in found.plans for goal in plan.goals for one in goal.indicators}
        ahead = [target for target in found.targets if target.year >= found.year]
        self._targets = {t.key[1:]: t for t in ahead if (t.kpi, t.gender or "T") in linked}
        kinds = {(target.year, target.is_final) for target in self._targets.values()}
        last = found.year + _YEARS_AHEAD
        usual = {(year, False) for year in range(found.year, last)}
        kinds |= usual | (set() if any(is_final for _, is_final in kinds) else {(last, True)})
        self.years = sorted(kinds, key=lambda one: (one[1], one[0]))
        council = council_plan(found.book, found.year)
        self._councils = {goal.id: goal for goal in (council.goals if council else ())}

    def rows(self, plan: Plan) -> Iterator[_Row]:
        """A row an indicator of PLAN's standing goals, in their order; one a goal without."""
        body = self._book.bodies[plan.body]
        for goal in plan.standing_goals:
            titles = self._titles(goal, "" if body.kind is BodyKind.COUNCIL else body.name)
            beside = [one for one in plan.standing_goals if (one.level, one.parent) == (goal.level, goal.parent)]
            once = {
                columns.TEXT: goal.text,
                columns.OWNER: goal.owner,
                columns.SUPPORTS: _joined(self._councils[one].title for one in goal.supports if one in self._councils),
                columns.SHARED: _joined(self._book.bodies[one].name for one in goal.bodies if one in self._book.bodies),
                columns.ORDER: str(beside.index(goal) + 1),
            }
            for place, one in enumerate(goal.indicators or (None,)):
                yield _Row({**titles, **(once if place == 0 else {})}, one)

    def cells(self, row: _Row) -> list[str]:
        """ROW by the columns of the file."""
        texts = dict(row.texts)
        if row.one:
            texts[columns.KPI] = self._setting.references.indicator_word(row.one.kpi)
            texts[columns.GENDER] = gender_words(None if row.one.gender == "T" else row.one.gender)
        levels = [self._level(row.one, year, is_final=is_final) for year, is_final in self.years]
        return [texts.get(column, "") for column in _FIRST] + levels

    def _level(self, one: GoalIndicator | None, year: int, *, is_final: bool) -> str:
        target = self._targets.get((one.kpi, one.gender, year)) if one else None
        return level_words(target, self._setting) if target and target.is_final == is_final else ""

    def _titles(self, goal: Goal, body: str) -> dict[str, str]:
        if goal.level is Level.AREA:
            return {columns.AREA: goal.title}
        above = self._councils.get(goal.parent or "")
        if goal.level is Level.COUNCIL:
            return {columns.AREA: above.title if above else "", columns.COUNCIL_GOAL: goal.title}
        area = self._councils.get(above.parent or "") if above else None
        return {
            columns.AREA: area.title if area else "",
            columns.COUNCIL_GOAL: above.title if above else "",
            columns.BODY: body,
            columns.GOAL: goal.title,
        }


def _example(found: Exported, head: Sequence[str]) -> Iterator[list[str]]:
    """The rows of a template: an example of each kind, and the municipality's bodies to write goals for."""
    indicator = next(one for one in found.setting.catalogue.indicators if one.unit == "%")
    bodies = [one for one in found.book.bodies.values() if one.is_of(found.year)]
    committees = [one.name for one in bodies if one.kind is not BodyKind.COUNCIL] or ["Grundskolenämnden"]
    area, above = f"{EXAMPLE} Lära och växa", "Barn och elever når kunskapsmålen"
    goal = "Fler elever blir behöriga till gymnasiet"
    texts = [
        {columns.AREA: area, columns.COUNCIL_GOAL: above},
        {columns.AREA: area, columns.COUNCIL_GOAL: above, columns.BODY: committees[0], columns.GOAL: goal}
        | {columns.TEXT: "Varje elev lämnar grundskolan med betyg som räcker till ett nationellt program."}
        | {columns.OWNER: "grundskolechef", columns.KPI: indicator.name, columns.GENDER: gender_words(None)},
        *({columns.BODY: name} for name in committees[1:]),
    ]
    levels = ["minst 88", "minst 90", "minst 92", "minst 95"]
    for place, row in enumerate(texts):
        cells = [row.get(column, "") for column in _FIRST]
        given = (
            [*levels, *[""] * len(head)][: len(head) - len(cells)] if place == 1 else [""] * (len(head) - len(cells))
        )
        yield [*cells, *given]


def _joined(names: Iterable[str]) -> str:
    return f" {BETWEEN} ".join(names)


def file_name(place: str, year: int, body: str = "", begins: str = "mal") -> str:
    """What the file is called, without its kind: "mal-huddinge-2027-grundskolenamnden"."""
    words = " ".join(filter(None, (begins, plain(place), str(year), plain(body))))
    return words.translate(str.maketrans("åäöé ", "aaoe-"))
