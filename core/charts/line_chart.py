"""The one description of a chart: its lines or dots, its scale and its marks, for whoever draws it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.catalogue import Direction, Indicator
from core.charts.description import Aim, Chart, Dot, DotChart, LineChart, Series
from core.charts.scales import LEAST_LINE, breaks_within, rules_of, runs
from core.outcomes.indicator import IndicatorFigures, Line, Milestone
from core.words.formats import number, spans
from core.words.labels import without_count

# What is further back than this is not read from the last row.
MOST_YEARS = 10
# So many years back a municipality's value still stands among the others'.
_OLDEST = 4
_WHISKERS = "Lodräta streck: där det rätta värdet ligger 95 gånger av 100."
# With every municipality's line in a chart, only the country's mean beside them.
_BESIDE_OTHERS = ("own", "country")


@dataclass(frozen=True)
class Years:
    """From which year and to which a chart shows; None where there is no end."""

    first: int | None = None
    last: int | None = None

    def __contains__(self, year: int) -> bool:
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


ALL_YEARS = Years()


def _short(name: str) -> str:
    """NAME as it is read from the last row: of how many a mean is stands on the indicator's page."""
    return without_count(name, " (medel)").replace("Landets kommuner", "Landet")


def story_chart(found: IndicatorFigures, *, is_change: bool = True) -> Chart | None:
    """A slide's chart of FOUND, its newest years: all the co-operation's municipalities, one of them strong.

    Lines where a change is told of and its own line shows it, else ranked dots. None where there is no value.
    """
    # In one's own measure, which counts people; the others' means would be lines too many.
    found = replace(found, lines=tuple(_weighted(found, line) for line in found.lines))
    lines = [*(line for line in found.lines if line.key in _BESIDE_OTHERS), *found.participants]
    own = next((line.points for line in lines if line.key == "own"), ())
    # The others to the outcome's year only: a mean of those who have reported a later one is no comparison.
    last = own[-1][0] if own else max((line.points[-1][0] for line in lines), default=0)
    named = [replace(line, name=_short(line.name)) for line in lines]
    aims = aims_of(found.milestones, found.indicator)
    chart = chart_of(found.indicator, named, aims, years=Years(last - MOST_YEARS + 1, last))
    if not own or chart is None:
        return chart
    return chart if is_change and isinstance(chart, LineChart) and _shows_change(chart) else dot_chart(found)


def _weighted(found: IndicatorFigures, line: Line) -> Line:
    """LINE, in place of the mean of the country's municipalities the nation's value where there is one."""
    return found.nation if line.key == "country" and found.nation.points else line


def _shows_change(chart: LineChart) -> bool:
    """Whether CHART's first line ends in a line: where the years before are missing, it would not show the change."""
    return len(runs(chart.series[0].points, chart.step, chart.breaks)[-1]) > 1


def page_chart(found: IndicatorFigures, years: Years = ALL_YEARS) -> Chart | None:
    """The chart of FOUND on the indicator's page: all YEARS, the others' to the outcome's only.

    A mean of those who have reported a later one is no comparison.
    """
    own = next((line.points for line in found.lines if line.key == "own"), ())
    if own:
        years = Years(years.first, min(own[-1][0], years.last or own[-1][0]))
    aims = aims_of(found.milestones, found.indicator)
    chart = chart_of(found.indicator, found.lines, aims, years=years, others=found.participants)
    return _unsure(chart, found.unsure) if isinstance(chart, LineChart) else chart


def _unsure(chart: LineChart, unsure: Mapping[int, float]) -> LineChart:
    """CHART with how sure its own line's values are; what lies outside its scale is cut there."""
    series = tuple(
        line.model_copy(update={"unsure": tuple((year, unsure[year]) for year, _ in line.points if year in unsure)})
        if line.key == "own"
        else line
        for line in chart.series
    )
    notes = (*chart.notes, _WHISKERS) if any(line.unsure for line in series) else chart.notes
    return chart.model_copy(update={"series": series, "notes": notes})


def gender_chart(found: IndicatorFigures, years: Years = ALL_YEARS) -> Chart | None:
    """Women and men in FOUND; it says so where the last year that has both is older than the outcome."""
    both = [{year for year, _ in line.measured} for line in found.by_gender]
    common = max(set.intersection(*both), default=None) if len(both) > 1 else None
    newest = max((line.measured[-1][0] for line in (*found.lines[:1], *found.by_gender) if line.measured), default=None)
    late = common is not None and common != newest
    notes = [f"Senaste år med värden för båda: {common}."] if late else []
    return chart_of(found.indicator, found.by_gender, years=years, notes=notes)


def dot_chart(found: IndicatorFigures) -> DotChart | None:
    """Everybody in the co-operation and the means in FOUND's year, the best first (the highest without direction).

    A municipality without a value in that year has its newest before it, and its name says of which year. None where
    the chosen municipality has no value.
    """
    own = next((line for line in found.lines if line.key == "own"), None)
    if own is None:
        return None
    year = compared_in([*found.lines, *found.participants], own.points[-1][0])
    named = [replace(line, name=_short(line.name)) for line in found.lines]
    lines = [*named, *(as_of(line, year) for line in found.participants)]
    return ranked(lines, year, found.indicator, aims_of(found.milestones, found.indicator))


def compared_in(lines: Iterable[Line], last: int) -> int:
    """The newest year up to LAST in which any of LINES was measured: LAST, where the first has been measured then."""
    return max(year for line in lines for year, _ in shown(line, Years(last=last)).points)


def as_of(line: Line, year: int) -> Line:
    """LINE with a value in YEAR: where it has none, its newest of the three years before, and that year in its name."""
    known = dict(line.measured)
    earlier = next((y for y in range(year, year - _OLDEST, -1) if y in known), year)
    if earlier == year:
        return line
    return replace(line, name=f"{line.name} ({earlier})", points=((year, known[earlier]),))


def chart_of(
    indicator: Indicator,
    lines: Sequence[Line],
    aims: Sequence[Aim] = (),
    *,
    years: Years = ALL_YEARS,
    others: Sequence[Line] = (),
    beside: Sequence[Line] = (),
    notes: Sequence[str] = (),
) -> Chart | None:
    """The chart of LINES of INDICATOR and its AIMS; None where no line has a value.

    Where the first line (own, else whoever stands first) has two measurements at most, the ranked dots of LINES and
    OTHERS in its last year. YEARS are those that are shown (all, without), BESIDE lines of a chart on the same scale,
    and NOTES what is said under it.
    """
    pairs = [(line, measured) for line in lines if (measured := shown(line, years)).points]
    if not pairs:
        return None
    drawn = [measured for _, measured in pairs]
    if len(drawn[0].points) < LEAST_LINE:
        given = [year for year, _ in pairs[0][0].points if year in years]
        year = compared_in([*lines, *others], max(given))
        return ranked([*lines, *(as_of(line, year) for line in others)], year, indicator, aims)
    aims = [aim for aim in aims if years.first is None or aim.year >= years.first]
    return _line_chart(indicator, drawn, aims, [shown(line, years) for line in beside], notes)


def shown(line: Line, years: Years = ALL_YEARS) -> Line:
    """LINE's measurements in YEARS: of what is measured every second or fourth year not those that repeat them."""
    points = tuple(p for p in line.measured if p[0] in years and p[0] not in line.doubtful)
    cut = replace(line, points=points, doubtful=tuple(y for y in line.doubtful if y in years))
    return cut.named_in(cut.points[-1][0]) if cut.points else cut


def _line_chart(
    indicator: Indicator, lines: Sequence[Line], aims: Sequence[Aim], beside: Sequence[Line], notes: Sequence[str]
) -> LineChart:
    drawn = [*lines, *beside]
    values = [value for line in drawn for _, value in line.points]
    named = [year for line in drawn for year, _ in line.points]
    rules = rules_of([*values, *(aim.level for aim in aims)], indicator.unit)
    return LineChart(
        unit=indicator.unit,
        decimals=indicator.decimals,
        step=indicator.step,
        series=tuple(Series(key=line.key, name=line.name, points=line.points) for line in lines),
        aims=tuple(aims),
        low=rules[0],
        high=rules[-1],
        rules=tuple(rules),
        breaks=breaks_within(indicator.break_years, named),
        notes=(*filter(None, map(doubt_words, lines)), *notes),
        span=(min(named), max(named)) if beside else None,
    )


def doubt_words(line: Line) -> str:
    """What is said of the zeros of LINE that cannot be right; '' where there are none."""
    return (
        f"{line.name} är 0 år {spans(line.doubtful)}: troligen fel i underlaget, ritas inte." if line.doubtful else ""
    )


def ranked(lines: Sequence[Line], year: int, indicator: Indicator, aims: Sequence[Aim] = ()) -> DotChart | None:
    """The values of LINES in YEAR as dots, the best first; None where there are none."""
    # A value that was measured before says when.
    known = [as_of(line, year) if year in line.repeated else line for line in lines if year not in line.doubtful]
    values = ((line, dict(line.points).get(year)) for line in known)
    dots = [
        Dot(key=line.key, name=line.named_in(year).name, value=value) for line, value in values if value is not None
    ]
    if not dots:
        return None
    dots.sort(key=lambda dot: dot.value, reverse=indicator.direction is not Direction.LOW)
    rules = rules_of([dot.value for dot in dots] + [aim.level for aim in aims[-1:]], indicator.unit)
    return DotChart(
        unit=indicator.unit,
        decimals=indicator.decimals,
        year=year,
        dots=tuple(dots),
        aim=aims[-1] if aims else None,
        low=rules[0],
        high=rules[-1],
        rules=tuple(rules),
    )


def aims_of(milestones: Sequence[Milestone], indicator: Indicator) -> tuple[Aim, ...]:
    """MILESTONES of INDICATOR with their words."""
    return tuple(
        Aim(year=m.year, level=m.level, words=f"mål {m.year}: {number(m.level, indicator.decimals)}")
        for m in milestones
    )
