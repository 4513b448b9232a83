"""Puts the figures into a plan: a deck that can be drawn, or frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from core.access.service import opened_state
from core.charts.line_chart import story_chart
from core.cycle.audience import LEAST_ANSWERS
from core.documents.deck import (
    Content,
    Deck,
    Glance,
    GlanceRow,
    Question,
    Result,
    Slide,
    SlideKind,
    Story,
    Title,
    Words,
)
from core.documents.glance import GlanceLine, glance_lines, glance_message, glance_order, is_judged, weakest
from core.documents.results_view import shown_results
from core.documents.signals import signals_of
from core.features.decks.acted import acted, acted_paragraphs, days_examples, days_paragraphs, days_title
from core.features.decks.plan import DeckPlan, SlidePlan, result_key
from core.features.decks.stories import Found, stories_of
from core.outcomes.comments import comment_on
from core.outcomes.figures import Figures
from core.outcomes.indicator import IndicatorFigures, indicator_figures
from core.outcomes.rows import Choice
from core.outcomes.told import told_sentence
from core.settings import Settings
from core.words import labels
from core.words.formats import dated, difference, filled_lines, number, with_unit
from core.words.headlines import Headline, Side, headline
from core.words.sentences import Row, amount, change_decimals
from core.words.sources import attribution, indicator_source

T = TypeVar("T")

# With many columns the rows' names are narrow, and need lines more.
ROWS_A_SLIDE, _ROWS_OF_MANY, _MANY = 6, 5, 8
_LEAST = 4
_SORTED = "läget bland landets kommuner, svagast först"
# Nobody has learned anything until somebody says so.
SUGGESTED = "Vem vi kan lära av"
_TITLES = {
    SlideKind.LEARNED: "Det här lärde vi av andra",
    SlideKind.EXAMPLES: "Goda exempel",
    SlideKind.CONCLUSIONS: "Slutsatser",
}


def resolved(
    figures: Figures, plan: DeckPlan, event: str, *, before: Deck | None = None, year: int | None = None
) -> Deck:
    """The deck of PLAN with FIGURES as they are now; EVENT is the seminar day, as it stands at the foot of every slide.

    Its good examples are those picked for the day of YEAR (None: the last that are). A story whose indicator has lost
    its data shows what BEFORE (the last frozen deck) had, and says so.
    """
    maker = _Maker(figures, plan.area, event, before, year)
    slides = [slide for one in plan.slides if one.is_shown for slide in maker.slides(one)]
    info = figures.snapshot.info
    return Deck(
        area=plan.area,
        name=maker.name,
        event=event,
        figures_on=info.fetched_at.date(),
        is_frozen=False,
        is_example=info.is_example,
        slides=tuple(slides),
    )


def title_slide(plan: SlidePlan, name: str, event: str) -> Slide:
    """The first slide of the deck of the area called NAME."""
    return _slide(plan, name, event, Title())


def words_slides(plan: SlidePlan, name: str, area: str) -> Sequence[Slide]:
    """The slide of what is written in PLAN of AREA, called NAME; none where nothing is."""
    paragraphs = filled_lines(plan.text)
    if plan.kind is SlideKind.QUESTION:
        if not plan.title.strip() or len(paragraphs) < LEAST_ANSWERS:
            return []
        about = f"{name} · fråga till publiken{', flera svar går bra' if plan.is_several else ''}"
        return [_slide(plan, "", about, Question(area=area, answers=paragraphs, is_several=plan.is_several))]
    title = SUGGESTED if plan.is_suggested else _TITLES[plan.kind]
    return [_slide(plan, title, name, Words(kind=plan.kind, paragraphs=paragraphs))] if paragraphs else []


def _slide(plan: SlidePlan, title: str, subtitle: str, content: Content, source: str = "") -> Slide:
    return Slide(
        id=plan.id,
        title=plan.title.strip() or title,
        automatic=title,
        subtitle=subtitle,
        content=content,
        notes=plan.notes,
        source=source,
    )


class _Maker:
    def __init__(self, figures: Figures, area: str, event: str, before: Deck | None, year: int | None) -> None:
        self._figures, self._area, self._event, self._year = figures, area, event, year
        self._before = {slide.id: slide for slide in before.slides} if before else {}
        self._found = {(one.municipality, one.kpi): one for one in stories_of(figures, area)}
        self._table = glance_lines(figures, area)
        self.name = figures.catalogue.area_by_id[area].name
        self._source = attribution(is_example=figures.snapshot.info.is_example)

    def slides(self, plan: SlidePlan) -> Sequence[Slide]:
        """The slides of PLAN: one, but a glance has as many as it needs."""
        match plan.kind:
            case SlideKind.TITLE:
                return [title_slide(plan, self.name, self._event)]
            case SlideKind.GLANCE:
                made = self._glances
            case SlideKind.STORY:
                made = self._story
            case SlideKind.ACTED:
                made = self._acted
            case SlideKind.RESULT:
                made = self._result
            case _ if plan.shows_picks:
                made = self._examples
            case _:
                return words_slides(plan, self.name, self._area)
        return made(plan)

    def _acted(self, plan: SlidePlan) -> Sequence[Slide]:
        found = acted(self._figures, self._area)
        if not found:
            return []
        content = Words(kind=SlideKind.ACTED, paragraphs=acted_paragraphs(self._figures, found))
        title = told_sentence([one for _, one in found])
        return [_slide(plan, title, f"{self.name} · vad gör vi åt det", content, self._source)]

    def _examples(self, plan: SlidePlan) -> Sequence[Slide]:
        """Those of the day that are about the area, until somebody has written about others."""
        found = days_examples(self._figures, self._area, self._year)
        if not found:
            return []
        content = Words(kind=SlideKind.EXAMPLES, paragraphs=days_paragraphs(found))
        return [_slide(plan, days_title(found), f"{self.name} · goda exempel", content, self._source)]

    def _result(self, plan: SlidePlan) -> Sequence[Slide]:
        """What the exercise came to, as long as everybody may see it."""
        engine = opened_state(Settings.from_environment().database_url).engine
        for run, one in shown_results(engine, plan.municipality, self._figures.catalogue):
            if result_key(run.id, one.key) == plan.result and one.chart:
                place = self._figures.snapshot.municipalities.get(plan.municipality, "")
                about = f"{place} · {run.title}, {run.closed_on} · {one.words}"
                return [_slide(plan, one.title, about, Result(words=f"{one.title} {one.words}", chart=one.chart))]
        return []

    def _glances(self, plan: SlidePlan) -> Sequence[Slide]:
        names, every = self._table
        lines = sorted((line for line in every if line.year is not None), key=glance_order)
        about = _SORTED if any(map(is_judged, lines)) else ""
        parts, slides, shown = _evenly(lines, _ROWS_OF_MANY if len(names) >= _MANY else ROWS_A_SLIDE), [], 0
        for n, part in enumerate(parts, start=1):
            # Which of them, so that it is true where the first table stands alone, as in the day.
            which = f"{shown + 1}–{shown + len(part)} av {len(lines)}" if len(parts) > 1 else ""
            shown += len(part)
            slides.append(
                _slide(
                    # What is written is true of the first table only.
                    plan if n == 1 else plan.model_copy(update={"id": f"{plan.id}-{n}", "title": ""}),
                    glance_message(part[0], names),
                    " · ".join(filter(None, (self.name, about, which))),
                    Glance(columns=names, rows=tuple(map(_glance_row, part))),
                    self._source,
                )
            )
        return slides

    def _story(self, plan: SlidePlan) -> Sequence[Slide]:
        figures = self._figures
        if plan.kpi not in figures.catalogue.by_kpi or plan.municipality not in figures.snapshot.municipalities:
            return self._as_before(plan, "Indikatorn finns inte längre")
        found = indicator_figures(figures, Choice(plan.municipality), plan.kpi)
        row, name = found.row, figures.snapshot.municipalities[plan.municipality]
        if row["value"] != row["value"]:  # NaN is not itself
            return self._as_before(plan, "Värdet finns inte längre")
        comments = figures.comments_on(plan.municipality, plan.kpi)
        said = comment_on(row, comments)
        year = f"{row['year']:.0f}"
        told = self._found.get((plan.municipality, plan.kpi))
        title = story_title(told, name, row)
        content = Story(
            kpi=plan.kpi,
            municipality=plan.municipality,
            name=name,
            outcome=_outcome(row, title),
            year=year,
            change=change_words(row),
            chart=story_chart(found, is_change=title.is_change),
            signals=signals_of(row),
            comment=said.why if said else "",
            actions=said.actions if said else "",
        )
        about, last = labels.whom(row["gender"], is_children=found.indicator.children), _weakest(found, name)
        subtitle = " · ".join(filter(None, (self.name, found.indicator.unit, about, year, last)))
        source = indicator_source(found.indicator, is_example=figures.snapshot.info.is_example)
        return [_slide(plan, title.text, subtitle, content, f"{source.rstrip('.')} ({plan.kpi})")]

    def _as_before(self, plan: SlidePlan, why: str) -> Sequence[Slide]:
        """What the slide showed when it was last frozen, and that it did; nothing where it never was."""
        old = self._before.get(plan.id)
        if old is None or not isinstance(old.content, Story):
            return []
        lost = f"{why}. Siffrorna är de senast frysta."
        return [old.model_copy(update={"content": old.content.model_copy(update={"lost": lost}), "notes": plan.notes})]


def _evenly(rows: Sequence[T], most: int) -> list[Sequence[T]]:
    """ROWS on as few slides as hold them, MOST on each, about as many; the first, which the day shows, has four."""
    slides = -(-len(rows) // most)
    each = max(-(-len(rows) // slides), _LEAST) if slides else 1
    return [rows[start : start + each] for start in range(0, len(rows), each)]


def story_title(told: Found | None, place: str, row: Row) -> Headline:
    """What ROW's story tells of PLACE: on the side that it was found on, or of whatever is strongest."""
    sides: Mapping[bool | None, Side] = {True: 1, False: -1, None: 0}
    return headline(told.row, place, sides[told.row["is_success"]]) if told else headline(row, place)


def _outcome(row: Row, title: Headline) -> str:
    """The outcome as TITLE has it: where that tells a change, both ends and the change are rounded alike."""
    if not title.is_change:
        return amount(row)
    return with_unit(number(row["value"], change_decimals(row)), row["unit"])


def change_words(row: Row) -> str:
    """The change that the arrow is about, with its years: "+11 dagar 2023–2025"; '' where there is none."""
    if row["trend_change"] != row["trend_change"] or row["trend_from_year"] != row["trend_from_year"]:  # NaN
        return ""
    change = difference(row["trend_change"], change_decimals(row), row["unit"], sign=True)
    return dated(change, f"{row['trend_from_year']:.0f}–{row['year']:.0f}")


def _weakest(found: IndicatorFigures, told: str) -> str:
    own = [line for line in found.lines if line.key == "own"]
    # As the chart beside: what one measured last year, others may have measured anew.
    return weakest(found.indicator, [*own, *found.participants], told, int(found.row["repeated_to"]))


def _glance_row(line: GlanceLine) -> GlanceRow:
    indicator = line.indicator
    unit = " · ".join(filter(None, (indicator.unit, line.without, str(line.year))))
    return GlanceRow(kpi=indicator.kpi, name=indicator.name, unit=unit, cells=line.cells)
