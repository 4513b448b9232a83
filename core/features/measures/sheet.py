"""What stands on the one page for a meeting: the goal above, the figure, why, the options and the proposal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from core.charts.description import Chart
from core.charts.line_chart import page_chart
from core.cycle.book import CycleBook
from core.cycle.deciding import estimate_words
from core.cycle.models import Measure, Way
from core.features.measures.lines import GONE
from core.outcomes.chain import served_goals
from core.outcomes.figures import Figures
from core.outcomes.indicator import indicator_figures
from core.outcomes.rows import Choice
from core.outcomes.suggestions import AskedFigure, row_of
from core.signals import Gender
from core.words.formats import first_upper, number, with_unit
from core.words.sources import attribution

# More do not stand beside each other so that they can be read.
MOST_OPTIONS = 5
NO_CHART = "Det finns inga värden att rita."


@dataclass(frozen=True)
class SheetOption:
    """An option: its title with what it takes and gives, and its consequences in the order of the columns."""

    title: str
    weighed: str
    consequences: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The page's texts, whole. ``chain`` is read from the top; ``left_out`` is how many options have no room.

    ``answer`` is what was decided, '' while nothing is; ``proposal`` is then what that says.
    """

    place: str
    title: str
    chain: tuple[str, ...]
    chart: Chart | None
    figure: str
    signals: tuple[str, ...]
    why: str
    is_assumed: bool
    options: tuple[SheetOption, ...]
    left_out: int
    otherwise: str
    proposal: str
    foot: str
    is_example: bool
    answer: str = ""


def sheet_of(figures: Figures, municipality: str, measure: Measure, book: CycleBook, today: date) -> Sheet:
    """The page about MEASURE with the other proposals of its deviation as options, drawn up TODAY."""
    return replace(texts_of(figures, municipality, measure, book, today), chart=_chart(figures, municipality, measure))


def texts_of(figures: Figures, municipality: str, measure: Measure, book: CycleBook, today: date) -> Sheet:
    """The same without its chart: what has to fit, and what it is kept by."""
    held = book.measures_of(measure.deviation) if measure.deviation else []
    options = [measure, *(one for one in held if one.id != measure.id)]
    conclusion = book.conclusions.get(measure.deviation or "")
    body = figures.goals_of(municipality, drafts=True).bodies.get(measure.body or "")
    info = figures.snapshot.info
    place = (figures.snapshot.municipalities[municipality], body.name if body else "", today.isoformat())
    made = measure.decision
    figure, signals = _figure(figures, municipality, measure)
    return Sheet(
        place=" · ".join(
            (f"Beslut: {made.answer}, {made.decision.words}" if made else "Underlag för beslut", *filter(None, place))
        ),
        title=measure.title,
        chain=tuple(_chain(figures, municipality, measure)),
        chart=None,
        figure=figure,
        signals=signals,
        why=conclusion.text if conclusion else "Ingen slutsats är skriven.",
        is_assumed=bool(conclusion and conclusion.is_assumed),
        options=tuple(map(_option, options[:MOST_OPTIONS])),
        left_out=max(0, len(options) - MOST_OPTIONS),
        otherwise=measure.consequences.otherwise,
        proposal=(made.words if made else "") or measure.text or measure.title,
        foot=attribution(is_example=info.is_example),
        is_example=info.is_example,
        answer=made.answer.value if made else "",
    )


def _option(one: Measure) -> SheetOption:
    told = one.consequences
    is_weighed = one.effort is not None and one.effect is not None
    weighed = f"Insats {estimate_words(one.effort)}, effekt {estimate_words(one.effect)}" if is_weighed else ""
    return SheetOption(one.title, weighed, (told.resources, told.work, told.citizens, told.goals))


def _chain(figures: Figures, municipality: str, measure: Measure) -> Iterator[str]:
    """The first goal that the indicator serves with those above it, from the top."""
    goals = figures.goals_of(municipality).goals
    served = served_goals(figures, municipality).get(measure.kpi, ())
    above, goal = [], served[0] if served else None
    while goal is not None:
        above.append(f"{first_upper(goal.level.value)}: {goal.title}")
        goal = goals[goal.parent][1] if goal.parent and goal.parent in goals else None
    yield from reversed(above) if above else ["Indikatorn hör inte till något mål i en beslutad plan."]


def _chart(figures: Figures, municipality: str, measure: Measure) -> Chart | None:
    if measure.kpi not in figures.catalogue.by_kpi:
        return None
    return page_chart(indicator_figures(figures, Choice(municipality, Gender(measure.gender)), measure.kpi))


def _figure(figures: Figures, municipality: str, measure: Measure) -> tuple[str, tuple[str, ...]]:
    """The figure in a sentence and what the three signals say."""
    row = row_of(figures, AskedFigure(municipality, measure.kpi, measure.gender))
    if row is None:
        return f"{GONE} ({measure.kpi}).", ()
    way = "uppåt" if measure.way is Way.UP else "nedåt"
    if row["value"] != row["value"]:  # NaN is not itself
        return f"{row['name']}: inget värde. Ska röra sig {way}.", ()
    value = with_unit(number(row["value"], row["decimals"]), row["unit"])
    signals = (row["attainment_text"], row["trend_text"], row["standing_text"])
    return f"{row['name']}: {value} ({row['year']:.0f}). Ska röra sig {way}.", tuple(filter(None, signals))
