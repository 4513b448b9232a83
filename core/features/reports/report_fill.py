"""Fills an area's report from its deck, the signals and what the convenor has written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from core.catalogue import Indicator
from core.documents.deck import Deck, Glance, SlideKind, Story, Words
from core.documents.glance import GlanceLine, glance_lines
from core.features.reports.report import AppendixRow, Report, ReportSection, ReportStory, Section
from core.outcomes.figures import Figures
from core.words.formats import filled_lines
from core.words.sources import indicator_source

_OF_DECK = {
    Section.COMPARISONS: SlideKind.LEARNED,
    Section.CONCLUSIONS: SlideKind.CONCLUSIONS,
    Section.ACTED: SlideKind.ACTED,
    Section.EXAMPLES: SlideKind.EXAMPLES,
}


def filled_report(figures: Figures, deck: Deck, texts: Mapping[Section, str]) -> Report:
    """The report of DECK's area. TEXTS by ``Section``: a paragraph a line; where one is missing, the deck's.

    The appendix has FIGURES as they are: where DECK was frozen on another day, ``appendix_on`` tells.
    """
    names, lines = glance_lines(figures, deck.area)
    return Report(
        area=deck.area,
        name=deck.name,
        day=deck.event,
        figures_on=deck.figures_on,
        appendix_on=figures.snapshot.info.fetched_at.date(),
        is_example=deck.is_example or figures.snapshot.info.is_example,
        sections=tuple(_sections(deck, texts)),
        stories=tuple(
            ReportStory(title=slide.title, subtitle=slide.subtitle, story=slide.content, source=slide.source)
            for slide in deck.slides
            if isinstance(slide.content, Story)
        ),
        glance=_glance(deck),
        columns=names,
        appendix=tuple(_appendix_row(figures, line) for line in lines),
    )


def _sections(deck: Deck, texts: Mapping[Section, str]) -> Iterator[ReportSection]:
    for one in Section:
        paragraphs = _paragraphs(one, deck, texts)
        # Where nothing is done there is nothing to write.
        if paragraphs or one is not Section.ACTED:
            yield ReportSection(section=one, paragraphs=paragraphs)


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


def _appendix_row(figures: Figures, line: GlanceLine) -> AppendixRow:
    indicator = line.indicator
    source = indicator_source(indicator, is_example=figures.snapshot.info.is_example)
    return AppendixRow(
        kpi=indicator.kpi,
        name=indicator.name,
        definition=_definition(figures, indicator),
        unit=indicator.unit,
        source=f"{source.rstrip('.')} ({indicator.kpi})",
        year="" if line.year is None else str(line.year),
        cells=line.cells,
    )


def _definition(figures: Figures, indicator: Indicator) -> str:
    if indicator.own is not None:
        return indicator.own.definition
    known = figures.snapshot.kpis.get(indicator.kpi)
    return known.description if known else ""
