"""The ways to the final targets in the form of a goal, as what stands in its fields would make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from core.access.rights import Action, require
from core.charts.aim_path import AimPath, aim_path, path_years
from core.features.planning.desk import Desk
from core.features.planning.file_levels import LevelReader
from core.features.planning.file_rows import GoalRow, RowLevel
from core.features.planning.goal_fields import FINAL, FINAL_YEAR, indicator_in, rows_in
from core.goals.models import GoalIndicator
from core.outcomes.aims import Aim
from core.signals.constants import GENDERS
from core.signals.targets import ONE_LEVEL_KINDS
from core.tabular.faults import CellError
from core.targets import cells
from core.web.render import render

# An indicator, and its levels by cell as they stand in the form.
Typed = tuple[GoalIndicator, Mapping[str, str]]


def drawn_paths(desk: Desk, rows: Sequence[Typed]) -> list[AimPath | None]:
    """The ways of ROWS on the same years; None where there is nothing to draw."""
    series = [series_of(desk, one) for one, _ in rows]
    aims = [sorted(_aims(desk, *row), key=lambda aim: aim.year) for row in rows]
    years = path_years(series, aims)
    if years is None or years[0] == years[1]:
        return [None for _ in rows]
    return [aim_path(one, way, years) for one, way in zip(series, aims, strict=True)]


def paths_of_form(desk: Desk, form: Mapping[str, str]) -> dict[str, str]:
    """The drawings of FORM's rows by number, '' for none: what cannot be read is left out. Raises NotAllowedError."""
    require(desk.visit.person, Action.READ_PLANS, municipality=desk.municipality)
    found: dict[str, Typed] = {}
    for row in rows_in(form):
        with suppress(CellError):
            kpi = indicator_in(row.kpi, desk.setting)
            found[str(row.number)] = GoalIndicator(kpi, row.gender if row.gender in GENDERS else "T"), row.texts
    drawn = zip(found, drawn_paths(desk, list(found.values())), strict=True)
    return {number: render("plan_path.html", path=path).strip() for number, path in drawn}


def series_of(desk: Desk, one: GoalIndicator) -> list[tuple[int, float]]:
    """The newest outcomes of ONE, by year."""
    if desk.visit.figures is None or desk.municipality not in desk.visit.figures.snapshot.municipalities:
        return []
    values = desk.visit.figures.snapshot.values_of([desk.municipality], [one.kpi])
    mine = values[(values["gender"] == one.gender) & values["value"].notna()].sort_values("year")
    return [(int(year), float(value)) for year, value in zip(mine["year"], mine["value"], strict=True)][-8:]


def _aims(desk: Desk, one: GoalIndicator, texts: Mapping[str, str]) -> Iterator[Aim]:
    known = desk.setting.catalogue.by_kpi.get(one.kpi)
    if known is None:
        return
    about = GoalRow(0, {}, known, one.gender)
    reader = LevelReader(desk.setting, desk.municipality, desk.visit.person, desk.held, lambda *_: None)
    for cell, text in texts.items():
        if cell == FINAL_YEAR or not text.strip():
            continue
        with suppress(CellError):
            year = cells.year(texts.get(FINAL_YEAR, "") if cell == FINAL else cell)
            target = reader.target(about, RowLevel(cell, year, cell == FINAL, text))
            level = target.value if target.kind in ONE_LEVEL_KINDS else None
            yield Aim(year, target.kind, text, level, target.is_final)
