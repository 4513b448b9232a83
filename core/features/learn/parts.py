"""The two halves of the page Lär av andra: those among the best, and those that get better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.catalogue import Indicator
from core.charts.charts import Drawn, for_page
from core.charts.line_chart import chart_of
from core.charts.row_view import Arrow, Square, arrow_of, square_of
from core.features.learn import words as learn_words
from core.outcomes.examples import examples_of
from core.outcomes.figures import Figures
from core.outcomes.indicator import Line, year_marks
from core.outcomes.lessons import Lessons, Seen
from core.outcomes.measures import change_words, years_words
from core.outcomes.rows import SERIES_YEARS
from core.signals import Standing, Trend
from core.web.choices import COMPARE, INDICATOR, MEASURE, Choices, link, visiting
from core.web.effect_view import EffectView, effect_view
from core.words import labels
from core.words.formats import filled_lines, number, with_unit
from core.words.sentences import Row, amount, standing_words, trend_sentence

# With one's own the four lines that a chart may have.
MOST_DRAWN = 3
_PEOPLE = "invånare"


@dataclass(frozen=True)
class Signals:
    """A municipality's arrow and square, as everywhere."""

    arrow: Arrow
    square: Square


@dataclass(frozen=True)
class Example:
    """One to learn from: its value, how far from one's own, its signals and the way to its page."""

    name: str
    value: str
    year: str
    gap: str
    signals: Signals
    trend: str
    note: str
    address: str


@dataclass(frozen=True)
class Part:
    """A half of the page. Without ``examples`` only its headline and notes are shown.

    ``others`` (name, address) are those that the chart has no room for.
    """

    id: str
    title: str
    headline: str
    notes: tuple[str, ...]
    charts: tuple[Drawn, ...]
    examples: tuple[Example, ...]
    others: tuple[tuple[str, str], ...]
    compare_words: str
    compare_address: str
    table_head: tuple[str, ...]
    table_rows: tuple[tuple[str, ...], ...]


def parts(found: Lessons, choices: Choices) -> tuple[Part, ...]:
    """Both halves, their charts on the same scale. None without values; the second where somebody is left for it."""
    drawn = {seen.municipality: seen for seen in (*found.best[:MOST_DRAWN], *found.improving[:MOST_DRAWN])}
    maker = _Maker(found, choices, [_line(one, "") for one in (found.own, *drawn.values()) if one.points])
    best = maker.best()
    improving = maker.improving() if best else None
    return tuple(part for part in (best, improving) if part)


class _Maker:
    def __init__(self, found: Lessons, choices: Choices, beside: Sequence[Line]) -> None:
        self._found, self._choices, self._beside = found, choices, beside

    def best(self) -> Part | None:
        """Those among the best in the country; None where no similar municipality has a value."""
        found = self._found
        if not any(seen.points for seen in found.others):
            return None
        judged = any(other.row["standing"] != Standing.NOT_JUDGED for other in found.others)
        return self._part(
            found.best,
            id_="basta",
            title=f"Bland {learn_words.BEST} i landet",
            headline=learn_words.best_headline(len(found.best), len(found.others), any_judged=judged),
            notes=(learn_words.not_compared_sentence(found.others),),
        )

    def improving(self) -> Part | None:
        """Those of the rest that get better; None where nobody is left."""
        found, n = self._found, len(self._found.improving)
        rest = [other for other in found.others if not other.is_best]
        if not rest:
            return None
        judged = any(other.row["trend"] != Trend.SILENT for other in rest)
        most = learn_words.most_improving_sentence(MOST_DRAWN) if n > MOST_DRAWN else ""
        return self._part(
            found.improving[:MOST_DRAWN],
            id_="forbattras",
            title="Förbättras mest",
            headline=learn_words.improving_headline(n, len(rest), of_rest=bool(found.best), any_judged=judged),
            notes=(most, learn_words.no_trend_sentence(rest)),
        )

    def _part(self, seen: Sequence[Seen], *, id_: str, title: str, headline: str, notes: Sequence[str]) -> Part:
        found, own, choices = self._found, self._found.own, self._choices
        drawn, more = seen[:MOST_DRAWN], seen[MOST_DRAWN:]
        head, rows = _numbers([own, *drawn], found.indicator)
        return Part(
            id=id_,
            title=title,
            headline=headline,
            notes=tuple(filter(None, notes)),
            charts=_charts([own, *drawn], found.indicator, self._beside) if drawn else (),
            examples=tuple(example(one, own, choices) for one in drawn),
            others=tuple((one.name, page_of(one.municipality, choices)) for one in more),
            compare_words=learn_words.compare_words([own, *seen]),
            compare_address=comparison(found, seen, choices),
            table_head=head,
            table_rows=rows,
        )


def example(seen: Seen, own: Seen, choices: Choices) -> Example:
    """SEEN as one to learn from, beside one's OWN."""
    return Example(
        name=seen.name,
        value=amount(seen.row),
        year=learn_words.year_words(seen),
        gap=learn_words.gap_words(seen, own),
        signals=signals(seen),
        trend=learn_words.trend_words(seen),
        note="Är bland de bästa och förbättras dessutom." if seen.is_best and seen.is_improving else "",
        address=page_of(seen.municipality, choices),
    )


def comparison(found: Lessons, seen: Sequence[Seen], choices: Choices) -> str:
    """The comparison of oneself and SEEN in the whole area."""
    codes = sorted({found.own.municipality, *(one.municipality for one in seen)})
    return link(COMPARE, choices, group=".".join(codes), area=found.indicator.area)


def page_of(municipality: str, choices: Choices) -> str:
    """The indicator's page as MUNICIPALITY sees it."""
    return link(INDICATOR, visiting(choices, municipality))


@dataclass(frozen=True)
class Done:
    """What another municipality has done about the indicator, and what its figure did; ``contact`` is a function."""

    name: str
    title: str
    text: tuple[str, ...]
    contact: str
    measure: str
    address: str
    change: str
    effect: EffectView


def done_elsewhere(figures: Figures, choices: Choices, indicator: Indicator) -> tuple[Done, ...]:
    """The other participants' good examples about INDICATOR, newest first."""
    return tuple(
        Done(
            name=one.name,
            title=one.example.title,
            text=filled_lines(one.example.text),
            contact=one.example.contact,
            measure=one.of.measure.title,
            address=link(MEASURE, visiting(choices, one.municipality), measure=one.of.measure.id),
            change=f"{change_words(one.of.effect, indicator.decimals)} {indicator.unit} ({years_words(one.of.effect)})",
            effect=effect_view(one.of.effect, indicator.decimals),
        )
        for one in examples_of(figures, indicator.kpi)
        if one.municipality != choices.municipality
    )


def signals(seen: Seen) -> Signals:
    """The arrow and the square among the whole country."""
    row: Row = {
        **seen.row,
        "series": [point for point in _line(seen, "").measured if point[0] > seen.row["year"] - SERIES_YEARS],
        "trend_text": trend_sentence(seen.row),
        "standing_words": standing_words(seen.row, where=labels.in_country(is_own=seen.row["is_own"])),
        "standing_text": "",
    }
    return Signals(arrow_of(row), square_of(row))


def people_words(seen: Seen) -> str:
    """How many live there; empty where it is not known."""
    return "" if seen.population != seen.population else with_unit(number(seen.population), _PEOPLE)


def _line(seen: Seen, key: str) -> Line:
    return Line(key, seen.name, seen.points, repeated=seen.repeated)


def _charts(seen: Sequence[Seen], indicator: Indicator, beside: Sequence[Line]) -> tuple[Drawn, ...]:
    """For a window and for a phone, on the scale of BESIDE. SEEN begins with one's own, which may have no values."""
    keyed = zip(("own", "peer-1", "peer-2", "peer-3"), seen, strict=False)
    lines = [_line(one, key) for key, one in keyed if one.points]
    early = {int(one.row["year"]) for one in seen if one.row["preliminary"]}
    return for_page(chart_of(indicator, lines, beside=beside), year_marks(indicator, early))


def _numbers(seen: Sequence[Seen], indicator: Indicator) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The figures behind a chart: one row a year, newest first, one column a municipality."""
    series = [dict(one.points) for one in seen]
    years = sorted({year for points in series for year in points}, reverse=True)
    rows = tuple((str(year), *(number(points.get(year), indicator.decimals) for points in series)) for year in years)
    return ("År", *(one.name for one in seen)), rows
