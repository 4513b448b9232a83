"""Fills an area's report from its deck, the signals and what the convenor has written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from core.catalogue import Indicator
from core.compare.groups import ComparisonGroup
from core.compare.matrix import MatrixRow, Scope, matrix
from core.overview.figures import Figures
from core.present.deck import Deck, Glance, GlanceCell, SlideKind, Story, Words
from core.present.report import AppendixRow, Report, ReportSection, ReportStory, Section
from core.present.signals import square_of_cell
from core.present.stories import taking_part
from core.words import labels
from core.words.formats import filled_lines, number
from core.words.sources import indicator_source

_OF_DECK = {
    Section.COMPARISONS: SlideKind.LEARNED,
    Section.CONCLUSIONS: SlideKind.CONCLUSIONS,
    Section.EXAMPLES: SlideKind.EXAMPLES,
}


def filled_report(figures: Figures, deck: Deck, texts: Mapping[Section, str]) -> Report:
    """The report of DECK's area. TEXTS by ``Section``: a paragraph a line; where one is missing, the deck's.

    The appendix has FIGURES as they are: where DECK was frozen on another day, ``appendix_on`` tells.
    """
    members, rows = _rows(figures, deck.area)
    return Report(
        area=deck.area,
        name=deck.name,
        day=deck.event,
        figures_on=deck.figures_on,
        appendix_on=figures.snapshot.info.fetched_at.date(),
        is_example=deck.is_example or figures.snapshot.info.is_example,
        sections=tuple(ReportSection(section=one, paragraphs=_paragraphs(one, deck, texts)) for one in Section),
        stories=tuple(
            ReportStory(title=slide.title, subtitle=slide.subtitle, story=slide.content, source=slide.source)
            for slide in deck.slides
            if isinstance(slide.content, Story)
        ),
        glance=_glance(deck),
        columns=tuple(figures.snapshot.municipalities[one] for one in members),
        appendix=tuple(_appendix_row(figures, row) for row in rows),
    )


def _paragraphs(section: Section, deck: Deck, texts: Mapping[Section, str]) -> tuple[str, ...]:
    return filled_lines(texts.get(section, "")) or deck_paragraphs(section, deck)


def deck_paragraphs(section: Section, deck: Deck) -> tuple[str, ...]:
    """What DECK says that belongs in SECTION: there until somebody has written it."""
    if section == Section.SUMMARY:
        return tuple(f"{slide.title.rstrip('.')}." for slide in deck.slides if isinstance(slide.content, Story))
    kind = _OF_DECK.get(section)
    found = (slide.content for slide in deck.slides if isinstance(slide.content, Words))
    return tuple(chain.from_iterable(words.paragraphs for words in found if words.kind == kind))


def _glance(deck: Deck) -> Glance | None:
    """The deck's table as one, however many slides it took. None without one, or where slides differ in columns."""
    parts = [slide.content for slide in deck.slides if isinstance(slide.content, Glance)]
    if not parts or any(part.columns != parts[0].columns for part in parts):
        return None
    return Glance(columns=parts[0].columns, rows=tuple(row for part in parts for row in part.rows))


def _rows(figures: Figures, area: str) -> tuple[tuple[str, ...], tuple[MatrixRow, ...]]:
    members = taking_part(figures, area)
    indicators = tuple(i for i in figures.catalogue.indicators if i.area == area)
    if not members or not indicators:
        return members, ()
    scope = Scope(members[0], ComparisonGroup(area, "", "", members, True, ""), indicators)
    return scope.columns, matrix(figures, scope)


def _appendix_row(figures: Figures, row: MatrixRow) -> AppendixRow:
    indicator = row.indicator
    source = indicator_source(indicator, is_example=figures.snapshot.info.is_example)
    return AppendixRow(
        kpi=indicator.kpi,
        name=indicator.name,
        definition=_definition(figures, indicator),
        unit=indicator.unit,
        source=f"{source.rstrip('.')} ({indicator.kpi})",
        year="" if row.year is None else str(row.year),
        cells=tuple(
            GlanceCell(
                value=number(cell.value, indicator.decimals)
                if cell.value is not None
                else labels.status_word(cell.status) or number(None),
                year=str(cell.year) if cell.value is not None and cell.year != row.year else "",
                square=square_of_cell(cell) if cell.value is not None else None,
            )
            for cell in row.cells
        ),
    )


def _definition(figures: Figures, indicator: Indicator) -> str:
    if indicator.own is not None:
        return indicator.own.definition
    known = figures.snapshot.kpis.get(indicator.kpi)
    return known.description if known else ""
