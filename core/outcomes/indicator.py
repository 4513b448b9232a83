"""What the page of one indicator tells: lines over time, the others' values, targets and facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from core.cache import KpiInfo
from core.cache.harvest import ALL_MUNICIPALITIES
from core.catalogue import Catalogue, Group, Indicator
from core.kolada import NATION
from core.outcomes.aims import aims_of
from core.outcomes.figures import Figures
from core.outcomes.references import COUNTRY, COUNTY, own_group
from core.outcomes.rows import Choice
from core.outcomes.uncertainty import uncertainties
from core.signals import doubtful_zeros, repetitions
from core.words import labels
from core.words.sentences import Row, unsure_remark

Points = tuple[tuple[int, float], ...]
# By area (a municipality, a group, the nation): year, value and of how many it is, oldest first.
Series = Mapping[str, Sequence[tuple[int, float, float]]]
# The column that says what of a row is doubted.
REMARK = "Anmärkning"
UNSURE = "Osäkerhet ±"
PRELIMINARY = "preliminärt"
_OF = re.compile(r"\(medel av \d+\)")


@dataclass(frozen=True)
class Line:
    """A series with the name that stands at its end.

    ``key`` is own, other (a municipality), group, county, country, women or men; ``whose`` the id of the municipality
    or of the comparison group, by which a reader chooses the line. ``doubtful`` are the years whose value is most
    likely a fault in the source, ``repeated`` those whose value was measured in an earlier year (of the whole series,
    however few years of it are left). ``members`` has of how many a mean is, by year.
    """

    key: str
    name: str
    points: Points
    doubtful: tuple[int, ...] = ()
    whose: str = ""
    members: tuple[tuple[int, int], ...] = ()
    repeated: tuple[int, ...] = ()

    def measured_every(self, step: int) -> Line:
        """The same, a whole series, that knows which of its values repeat another: it is measured every STEP years."""
        return replace(self, repeated=repetitions(self.points, step))

    @property
    def measured(self) -> Points:
        """The points that were measured in their own year."""
        return tuple(point for point in self.points if point[0] not in self.repeated)

    def said_of(self, year: int) -> str:
        """That the value of YEAR, one of those repeated, was measured before: when, where that is within the points."""
        measured = max((one for one, _ in self.measured if one < year), default="tidigare")
        return f"{self.name}: mätt {measured}"

    def named_in(self, year: int) -> Line:
        """The same, its name saying of how many its mean of YEAR is."""
        count = dict(self.members).get(year)
        return self if count is None else replace(self, name=_OF.sub(f"(medel av {count})", self.name))

    def named_in_all(self) -> Line:
        """The same, its name saying of how many its means are, from the fewest to the most."""
        shown = {year for year, _ in self.points}
        counts = [count for year, count in self.members if year in shown]
        if not counts:
            return self
        told = "–".join(map(str, sorted({min(counts), max(counts)})))
        return replace(self, name=_OF.sub(f"(medel av {told})", self.name))


@dataclass(frozen=True)
class Milestone:
    """A level that a target asks for in a year."""

    year: int
    level: float
    is_final: bool


@dataclass(frozen=True)
class IndicatorFigures:
    """Everything about one indicator for one municipality. ``others`` has municipality and value in its year.

    ``participants`` are those of the co-operation's municipalities that are in the indicator's area, but the chosen
    one, in the catalogue's order. ``nation`` is the country's own value, which counts people, where ``lines`` have the
    mean of its municipalities; without points where there is none. ``unsure`` is half a 95 % interval of its own
    values, by year, where that is known; ``marks`` are as ``year_marks`` gives them.
    """

    indicator: Indicator
    info: KpiInfo | None
    row: Row
    lines: tuple[Line, ...]
    participants: tuple[Line, ...]
    nation: Line
    by_gender: tuple[Line, ...]
    milestones: tuple[Milestone, ...]
    others: pd.DataFrame
    low_cut: float
    high_cut: float
    reported: int
    is_open: bool
    unsure: Mapping[int, float]
    marks: Mapping[int, str] = field(default_factory=dict)


def indicator_figures(figures: Figures, choice: Choice, kpi: str) -> IndicatorFigures:
    """The figures of KPI (in the catalogue) for CHOICE. Raises KeyError for another."""
    indicator = figures.catalogue.by_kpi[kpi]
    row = figures.record(choice, kpi)
    if row is None:
        raise KeyError(kpi)
    values = figures.snapshot.values_of_kpi(kpi)
    values = values[values["value"].notna()]
    of_gender = values[values["gender"] == row["gender"]]
    series, mine = _series(of_gender), values[values["municipality"] == choice.municipality]
    year: int | None = None if pd.isna(row["year"]) else int(row["year"])
    others = of_gender[
        (of_gender["year"] == year) & of_gender["municipality"].isin(list(figures.snapshot.municipalities))
    ]
    now = figures.snapshot.kpi_year(kpi, str(row["gender"]), year)

    def measured(lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(line.measured_every(indicator.step) for line in lines)

    return IndicatorFigures(
        indicator=indicator,
        info=figures.snapshot.kpis.get(kpi),
        row=row,
        lines=measured(_lines(figures, choice.municipality, series)),
        participants=measured(_participants(figures, choice.municipality, indicator.area, series)),
        nation=_nation(series).measured_every(indicator.step),
        by_gender=measured(_by_gender(indicator, mine, choice.municipality)),
        milestones=_milestones(figures, choice.municipality, kpi, str(row["gender"])),
        others=others[["municipality", "value"]].reset_index(drop=True),
        low_cut=float("nan") if now is None else float(now["low_cut"]),
        high_cut=float("nan") if now is None else float(now["high_cut"]),
        reported=0 if now is None else int(now["n"]),
        is_open=bool(row["is_open"]),
        unsure=unsure_years(figures, choice.municipality, kpi, str(row["gender"])),
        marks=year_marks(indicator, preliminary_years(values)),
    )


def year_marks(indicator: Indicator, preliminary: Collection[int]) -> dict[int, str]:
    """What is said of INDICATOR's values by year: that it was an exceptional one, is among the PRELIMINARY, or both."""
    marks = dict.fromkeys(indicator.exceptional_years, "undantagsår")
    for year in sorted(preliminary):
        marks[year] = ", ".join([*filter(None, [marks.get(year)]), PRELIMINARY])
    return marks


def preliminary_years(values: pd.DataFrame) -> set[int]:
    """The years of which some of VALUES (year, preliminary) are."""
    return {int(year) for year in values.loc[values["preliminary"].astype(bool), "year"].unique()}


def taking_part(figures: Figures, area: str) -> tuple[str, ...]:
    """Ids of the participants that are in AREA and have figures, in the catalogue's order."""
    known = figures.snapshot.municipalities
    return tuple(p.id for p in figures.catalogue.participants if (p.is_full or area in p.areas) and p.id in known)


def _series(values: pd.DataFrame) -> Series:
    """VALUES (of one gender) by area: looked up once, where a frame would be searched for every line."""
    found: defaultdict[str, list[tuple[int, float, float]]] = defaultdict(list)
    ordered = values.sort_values("year")
    columns = (ordered[column].tolist() for column in ("municipality", "year", "value", "members"))
    for area, year, value, members in zip(*columns, strict=True):
        found[area].append((int(year), float(value), members))
    return found


def _points(values: Series, area: str, *, least: float = 0) -> Points:
    return tuple((year, value) for year, value, members in values.get(area, ()) if members >= least)


def _lines(figures: Figures, municipality: str, values: Series) -> tuple[Line, ...]:
    """Own, the co-operation's mean, the county's and the country's; those without values are left out.

    The country's is of its municipalities, as the square compares; the nation's value where too few have one.
    """
    snapshot, catalogue = figures.snapshot, figures.catalogue
    county = own_group(snapshot, catalogue.counties, municipality) or ""
    least = len(snapshot.group_members.get(county, ())) / 2
    group = _our_group(catalogue)
    mean = _mean_line("country", "Landets kommuner", values, ALL_MUNICIPALITIES, len(snapshot.municipalities) / 2)
    lines = [
        Line("own", snapshot.municipalities[municipality], _points(values, municipality)),
        replace(_mean_line("county", "Länet", values, county, least), whose=COUNTY),
        replace(mean, whose=COUNTRY) if mean.points else replace(_nation(values), whose=COUNTRY),
    ]
    if group:
        mean = _mean_line("group", group.name, values, f"egen:{group.id}", len(group.members) / 2)
        lines.insert(1, replace(mean, whose=group.id))
    return tuple(line for line in lines if line.points)


def _nation(values: Series) -> Line:
    """The nation's value: another measure than the mean of its municipalities."""
    points = _points(values, NATION)
    return Line("country", "Riket", points, doubtful_zeros(points), NATION)


def _our_group(catalogue: Catalogue) -> Group | None:
    """The group that the co-operation itself makes up."""
    return next((g for g in catalogue.groups if set(g.members) == set(catalogue.full_participants)), None)


def lines_to_choose(catalogue: Catalogue) -> tuple[str, ...]:
    """Whose lines can stand beside one's own, by ``Line.whose``: means, which do so unasked, the nation, others."""
    return (*usual_lines(catalogue), NATION, *(participant.id for participant in catalogue.participants))


def usual_lines(catalogue: Catalogue) -> tuple[str, ...]:
    """Whose lines stand beside one's own where nobody has chosen."""
    ours = _our_group(catalogue)
    return (*([ours.id] if ours else []), COUNTY, COUNTRY)


def narrowed(
    found: IndicatorFigures, whose: Collection[str] | None, first: int | None, last: int | None
) -> IndicatorFigures:
    """FOUND with one's own line and those of WHOSE (None: the usual), from the year FIRST to LAST where given."""

    def within(year: int) -> bool:
        return (first is None or year >= first) and (last is None or year <= last)

    def cut(lines: Iterable[Line]) -> tuple[Line, ...]:
        shorter = (
            replace(
                line,
                points=tuple(point for point in line.points if within(point[0])),
                doubtful=tuple(filter(within, line.doubtful)),
            )
            for line in lines
        )
        return tuple(line.named_in(line.points[-1][0]) for line in shorter if line.points)

    # Two that look alike would not be told apart.
    nation = replace(found.nation, key="other" if COUNTRY in (whose or ()) else "country")
    beside = (*found.lines, nation, *found.participants)
    chosen = [line for line in beside if line.key == "own" or line.whose in (whose or ())]
    has_nation = whose is None and found.nation.whose not in {line.whose for line in found.lines}
    return replace(
        found,
        lines=cut(found.lines if whose is None else chosen),
        participants=cut(line for line in found.participants if whose is None or line not in chosen),
        nation=next(iter(cut([found.nation] if has_nation else [])), replace(found.nation, points=())),
        by_gender=cut(found.by_gender),
        milestones=tuple(m for m in found.milestones if within(m.year)),
    )


def _participants(figures: Figures, municipality: str, area: str, values: Series) -> tuple[Line, ...]:
    others = [m for m in taking_part(figures, area) if m != municipality]
    names = figures.snapshot.municipalities
    lines = (Line("other", names[m], _points(values, m), whose=m) for m in others)
    return tuple(line for line in lines if line.points)


def _mean_line(key: str, name: str, values: Series, area: str, least: float) -> Line:
    """A group's mean, where at least LEAST members have a value; named by how many the last one is of."""
    points = _points(values, area, least=least)
    if not points:
        return Line(key, name, ())
    members = tuple((year, int(count)) for year, _, count in values[area])
    last = dict(members)[points[-1][0]]
    return Line(key, f"{name} (medel av {last})", points, doubtful_zeros(points), members=members)


def _by_gender(indicator: Indicator, mine: pd.DataFrame, municipality: str) -> tuple[Line, ...]:
    """Women and men of MUNICIPALITY, whose values MINE are."""
    lines = [
        Line(
            key,
            labels.whom(gender, is_children=indicator.children).capitalize(),
            _points(_series(mine[mine["gender"] == gender]), municipality),
        )
        for gender, key in (("K", "women"), ("M", "men"))
    ]
    return tuple(line for line in lines if line.points)


def _milestones(figures: Figures, municipality: str, kpi: str, gender: str) -> tuple[Milestone, ...]:
    """Targets that ask for one level, by year."""
    aims = aims_of(figures, municipality, kpi, gender)
    return tuple(Milestone(aim.year, aim.level, aim.is_final) for aim in aims if aim.level is not None)


def unsure_years(figures: Figures, municipality: str, kpi: str, gender: str) -> dict[int, float]:
    """Half a 95 % interval of MUNICIPALITY's values of KPI (in the catalogue), by year, where that is known."""
    if not figures.catalogue.by_kpi[kpi].beside:
        return {}
    values = figures.snapshot.values_of([municipality], [kpi])
    known = uncertainties(figures.snapshot, figures.catalogue, municipality, values, [kpi])
    return {int(cell.year): sure.width for cell, sure in known.items() if cell.gender == gender}


def figure_table(found: IndicatorFigures) -> pd.DataFrame:
    """The figures behind the charts: one row a year, newest first, a column a line; doubts, the own values that repeat
    an earlier year's and signals that are unsure are remarked on. How sure the own values are stands beside them.
    """
    drawn = {line.name for line in found.lines}
    nation = (found.nation,) if found.nation.points and found.nation.name not in drawn else ()
    lines = (*found.lines, *nation, *found.by_gender)
    own = [line for line in found.lines if line.key == "own"]
    table = pd.DataFrame({line.named_in_all().name: dict(line.points) for line in lines})
    if own and (unsure := {year: found.unsure[year] for year, _ in own[0].points if year in found.unsure}):
        table.insert(1, UNSURE, pd.Series(unsure))
    remarks = {
        **{year: line.said_of(year) for line in own for year in line.repeated},
        **{year: f"{line.name} 0: troligen fel i underlaget" for line in lines for year in line.doubtful},
    }
    if said := unsure_remark(found.row):
        year = int(found.row["year"])
        remarks[year] = "; ".join(filter(None, (remarks.get(year), said)))
    if remarks:
        table[REMARK] = pd.Series(remarks)
        table[REMARK] = table[REMARK].fillna("")
    table.index.name = "År"
    return table.sort_index(ascending=False).reset_index()
