"""The figures of a view as a table: on the page for who cannot see the chart, and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import pandas as pd

from core.features.explore.charts import Mean
from core.outcomes.explore import Changes, Measure, lines, of_year
from core.signals import Gender
from core.words import labels
from core.words.formats import alphabetical, number, signed
from core.words.labels import missing_words

_COLUMNS = ("nyckeltal", "namn", "enhet", "kön", "kommunkod", "kommun", "år", "värde", "preliminärt", "värde saknas")


@dataclass(frozen=True)
class Row:
    """A municipality's, or a mean's, cells."""

    name: str
    cells: tuple[str, ...]
    is_own: bool = False


@dataclass(frozen=True)
class FigureTable:
    """A table: what it shows, its columns after the first (heading, small words under it), and its rows."""

    caption: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def cell(measure: Measure, value: float, status: str = "") -> str:
    """A value as it stands in the table, or why there is none."""
    return missing_words(status) if pd.isna(value) else number(value, measure.decimals)


def over_time(
    measure: Measure,
    found: pd.DataFrame,
    means: Sequence[Mean],
    names: Mapping[str, str],
    *,
    own: str,
    changed: Changes | None = None,
) -> FigureTable:
    """A row a line of FOUND (``core.outcomes.explore.lines``) and MEANS, a column a year, the newest first.

    Before them how much each has CHANGED, where that is known.
    """
    years = sorted({int(year) for year in found["year"]}, reverse=True)
    rows = [
        _line_row(measure, names[str(code)], rows, years, is_own=code == own)
        for code, rows in found.groupby("municipality", sort=False)
    ]
    rows.sort(key=lambda row: (not row.is_own, alphabetical(row.name)))
    rows += [_line_row(measure, mean.title, mean.points.assign(status=""), years) for mean in means]
    heads = [(str(year), _early(measure, year)) for year in years]
    if changed:
        by_name = {names[code]: signed(value, measure.decimals) for code, value in changed.by_id.items()}
        rows = [replace(row, cells=(by_name.get(row.name, "–"), *row.cells)) for row in rows]
        heads.insert(0, ("Ändring", f"{changed.first}–{changed.last}"))
    return FigureTable(f"{measure.title}{_in_unit(measure)}", tuple(heads), tuple(rows))


def _line_row(measure: Measure, name: str, rows: pd.DataFrame, years: Sequence[int], *, is_own: bool = False) -> Row:
    known = {
        int(year): cell(measure, value, status)
        for year, value, status in zip(rows["year"], rows["value"], rows["status"], strict=True)
    }
    return Row(name, tuple(known.get(year, "–") for year in years), is_own)


def in_a_year(
    columns: Sequence[tuple[Measure, pd.DataFrame]],
    beside: Mapping[str, str],
    year: int,
    names: Mapping[str, str],
    own: str,
) -> FigureTable:
    """A row a municipality, a column a measure of COLUMNS with what ``of_year`` found; BESIDE is said of each last.

    In the order of the first measure's rows.
    """
    order = list(columns[0][1]["municipality"])
    cells = [
        {c: cell(measure, v, s) for c, v, s in zip(found["municipality"], found["value"], found["status"], strict=True)}
        for measure, found in columns
    ]
    rows = tuple(
        Row(names[code], (*(one[code] for one in cells), *([beside.get(code, "")] if beside else [])), code == own)
        for code in order
    )
    heads = [(one.title, ", ".join(filter(None, (one.unit, str(year), _early(one, year))))) for one, _ in columns]
    caption = " och ".join(measure.title for measure, _ in columns)
    return FigureTable(f"{caption}, {year}", (*heads, *([("", "")] if beside else [])), rows)


def _early(measure: Measure, year: int) -> str:
    return "prel." if year in measure.preliminary else ""


def _in_unit(measure: Measure) -> str:
    return f" ({measure.unit})" if measure.unit else ""


def file_frame(
    measures: Sequence[Measure],
    municipalities: Sequence[str],
    genders: Sequence[Gender],
    year: int | None,
    names: Mapping[str, str],
    *,
    means: Sequence[Mean] = (),
) -> pd.DataFrame:
    """The figures of a view as a file: a row a measure, gender, municipality and year (only YEAR, where there is one).

    Last the MEANS of the first measure that are drawn.
    """
    parts = []
    for one, gender in product(measures, genders):
        found = lines(one, municipalities, gender) if year is None else _one_year(one, municipalities, gender, year)
        parts.append(_file_part(one, gender, found.assign(name=found["municipality"].map(names))))
    for mean in means:
        points = mean.points.assign(municipality="", name=mean.title, status="")
        parts.append(_file_part(measures[0], genders[0], points))
    return pd.concat(parts, ignore_index=True)[list(_COLUMNS)]


def _file_part(measure: Measure, gender: Gender, rows: pd.DataFrame) -> pd.DataFrame:
    """ROWS (municipality, name, year, value, status) as they stand in a file."""
    return pd.DataFrame(
        {
            "nyckeltal": measure.kpi,
            "namn": measure.title,
            "enhet": measure.unit,
            "kön": labels.GENDER[measure.shown_gender(gender).value],
            "kommunkod": rows["municipality"],
            "kommun": rows["name"],
            "år": rows["year"],
            "värde": rows["value"],
            "preliminärt": rows["year"].isin(measure.preliminary),
            "värde saknas": [
                missing_words(status) if pd.isna(value) else ""
                for value, status in zip(rows["value"], rows["status"], strict=True)
            ],
        }
    )


def _one_year(measure: Measure, municipalities: Sequence[str], gender: Gender, year: int) -> pd.DataFrame:
    return of_year(measure, municipalities, gender, year).assign(year=year)
