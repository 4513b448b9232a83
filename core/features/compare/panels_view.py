"""Small charts side by side: one indicator, every municipality of the group, the same scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.catalogue import Indicator
from core.charts.charts import Drawn, Hover, for_page
from core.charts.line_chart import as_of, compared_in, doubt_words, ranked, shown
from core.charts.scales import LEAST_LINE, Point, breaks_within, dotted, drawn_runs, rules_of, scale
from core.charts.svg import axis, said, through
from core.features.compare.matrix import Scope, described
from core.features.compare.panels import Panels, panels
from core.outcomes.figures import Figures
from core.outcomes.indicator import Line, Points
from core.web.choices import INDICATOR, Choices, link, visiting
from core.words.formats import level, number, with_unit

WIDTH, HEIGHT = 240, 132
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 12, 12, 24


@dataclass(frozen=True)
class Panel:
    """One municipality's chart. ``alt`` says in a sentence what it shows, ``said`` its values (``svg.said``)."""

    name: str
    address: str
    is_own: bool
    latest: str
    path: str
    dots: tuple[Point, ...]
    alt: str
    said: str


@dataclass(frozen=True)
class PanelsView:
    """All charts. ``rules`` are (y, text), ``years`` (x, text) and ``breaks`` x, the same in each.

    ``hover`` is what all have in common for one who points at them, its line the mean.

    Where nobody has more than two measurements ``dots`` has the last one's ranked dots instead of ``panels``.
    """

    title: str
    subtitle: str
    panels: tuple[Panel, ...]
    mean: str
    mean_words: str
    rules: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    breaks: tuple[float, ...]
    hover: Hover | None
    unit: str
    dots: tuple[Drawn, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    table_head: tuple[str, ...]
    table_rows: tuple[tuple[str, ...], ...]


def panels_view(figures: Figures, choices: Choices, scope: Scope) -> PanelsView | None:
    """The small charts of SCOPE's only indicator, without panels when nobody has a value; None without indicator."""
    if not scope.indicators:
        return None
    [indicator] = scope.indicators
    found, names = panels(figures, scope), figures.snapshot.municipalities
    figure = described(indicator, found.gender, split=found.split)
    lines = {m: cut for m, line in found.series.items() if (cut := shown(line)).points}
    if not lines:
        empty = tuple(names[m] for m in scope.columns)
        return PanelsView(indicator.name, figure, (), "", "", (), (), (), None, "", (), (), empty, (), ())
    mean = shown(found.mean)
    drawing = _Drawing(found, [*lines.values(), mean])
    own = lines.get(scope.own)
    dots = None
    if all(len(line.points) < LEAST_LINE for line in lines.values()):
        given = [found.series[scope.own]] if own else found.series.values()
        year = compared_in(lines.values(), max(line.points[-1][0] for line in given))
        lines = {m: as_of(line, year) for m, line in lines.items()}
        dots = ranked([*lines.values(), mean], year, indicator)
    drawn_names = {dot.name for dot in dots.dots} if dots else {line.name for line in lines.values()}
    head, rows = _table(found)
    return PanelsView(
        title=_title(indicator, own, mean, names[scope.own], scope.group.name_within),
        subtitle=f"{indicator.name} · {figure} · samma skala i alla"
        if not dots
        else f"{indicator.name} · {figure} · {dots.year}",
        panels=()
        if dots
        else tuple(
            Panel(
                name=names[m],
                address=link(INDICATOR, visiting(choices, m), kpi=indicator.kpi),
                is_own=m == scope.own,
                latest=f"{number(line.points[-1][1], indicator.decimals)} ({line.points[-1][0]})",
                path=drawing.path(line.points),
                dots=drawing.dots(line.points),
                alt=_moved(line, indicator),
                said=_said(line, indicator),
            )
            for m, line in lines.items()
        ),
        mean=drawing.path(mean.points),
        mean_words=mean.name if mean.points else "",
        rules=drawing.rules,
        years=drawing.years,
        breaks=drawing.breaks,
        hover=Hover(drawing.axis, said(found.marks.items()), ((mean.name, _said(mean, indicator)),)),
        unit=indicator.unit,
        dots=for_page(dots),
        notes=tuple(filter(None, [doubt_words(mean)])),
        missing=tuple(names[m] for m in scope.columns if m not in lines or lines[m].name not in drawn_names),
        table_head=head,
        table_rows=rows,
    )


class _Drawing:
    """Where years and values go, the same for every municipality."""

    def __init__(self, found: Panels, lines: Sequence[Line]) -> None:
        values = [value for line in lines for _, value in line.points]
        marks = rules_of(values, found.indicator.unit, 3)
        self._step, self._breaks = found.indicator.step, found.indicator.break_years
        years = [year for line in lines for year, _ in line.points]
        self._years, self._domain = (min(years), max(years)), (marks[0], marks[-1])
        self._across, self._up = (_LEFT, WIDTH - _RIGHT), (HEIGHT - _BOTTOM, _TOP)
        self.rules = tuple((scale(m, self._domain, self._up), level(m)) for m in marks)
        self.years = tuple((scale(y, self._years, self._across), str(y)) for y in sorted(set(self._years)))

    def at(self, year: int, value: float) -> Point:
        return scale(year, self._years, self._across), scale(value, self._domain, self._up)

    def path(self, points: Points) -> str:
        return through([[self.at(*point) for point in run] for run in drawn_runs(points, self._step, self._breaks)])

    @property
    def axis(self) -> str:
        """Two years and two values with their places, as ``Hover`` has them."""
        years, values = zip(self._across, self._years, strict=True), zip(self._up, self._domain, strict=True)
        return axis(*years, *values)

    @property
    def breaks(self) -> tuple[float, ...]:
        """Where the method was changed."""
        within = breaks_within(self._breaks, self._years)
        return tuple(scale(y - 0.5, self._years, self._across) for y in within)

    def dots(self, points: Points) -> tuple[Point, ...]:
        """Where POINTS have a dot."""
        return tuple(self.at(*point) for point in dotted(points, self._step, self._breaks))


def _title(indicator: Indicator, own: Line | None, mean: Line, name: str, group: str) -> str:
    """The message: where one's own municipality lies beside the group's mean."""
    if not own:
        return f"{name} har inga värden att visa"
    year, value = own.points[-1]
    said = f"{name} {year}: {with_unit(number(value, indicator.decimals), indicator.unit)}"
    beside = dict(mean.points).get(year)
    return said if beside is None else f"{said}, {group} i medel {number(beside, indicator.decimals)}"


def _said(line: Line, indicator: Indicator) -> str:
    return said((year, number(value, indicator.decimals)) for year, value in line.points)


def _moved(line: Line, indicator: Indicator) -> str:
    name, (first, before), (last, after) = line.name, line.points[0], line.points[-1]
    now = with_unit(number(after, indicator.decimals), indicator.unit)
    if first == last:
        return f"{name}: {now} {last}."
    return f"{name}: från {number(before, indicator.decimals)} år {first} till {now} år {last}."


def _table(found: Panels) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    first, last = found.years
    columns = {line.name: dict(line.points) for line in (*found.series.values(), found.mean)}
    rows = tuple(
        (str(year), *(number(values.get(year), found.indicator.decimals) for values in columns.values()))
        for year in range(last, first - 1, -1)
    )
    return ("År", *columns), rows
