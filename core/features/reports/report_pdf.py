"""A report as PDF: one form for all areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.charts.description import chart_words
from core.charts.looks import tint
from core.charts.printed import PRINT, drawable
from core.charts.symbol_shapes import symbol_svg
from core.charts.text_fit import Type, longest_word
from core.documents.deck import GlanceCell
from core.documents.drawings import chart_svg
from core.documents.paper_pdf import WIDE, heading, lines, written
from core.features.reports import report_words as words
from core.features.reports.report import SECTION_TITLES, Report, ReportStory, Section

_CHART_HIGH, _CHART_SIZE = 178.0, 8.5
_LONGEST_NAME = 160
# A definition no longer than this is not divided between pages.
_LONG = 1500
# Of a table's columns: the widest, and what names are left; the smallest and the largest letters of heads and figures.
_WIDEST, _NAMES = 60.0, 130.0
_HEADS, _FIGURES = (4.5, 7.5), (4.0, 8.0)
_MARK = 1.1
_Block = dict[str, Any]


def report_pdf(report: Report) -> bytes:
    """The file's bytes."""
    return written(
        title=words.title_of(report),
        subject=report.day,
        kind=words.KIND,
        name=report.name,
        cover=words.cover_lines(report),
        foot=" · ".join(filter(None, (report.name, report.day))),
        day=f"Siffror per {report.figures_on.isoformat()}",
        mark=report.mark,
        blocks=list(_content(report)),
    )


def _content(report: Report) -> Iterator[_Block]:
    for part in report.sections:
        yield heading(SECTION_TITLES[part.section], 1)
        for text in part.paragraphs:
            yield from lines(text, "body")
        if part.section == Section.OBSERVATIONS:
            for told in report.stories:
                yield from _story(told, is_example=report.is_example)
        if report.is_empty(part):
            yield from lines(words.UNWRITTEN, "quiet")
        if part.section == Section.COMPARISONS and report.glance and report.glance.rows:
            rows = [(row.name, row.unit, row.cells) for row in report.glance.rows]
            table = [heading(words.OVERVIEW, 2), _key(), _figures(report.glance.columns, rows)]
            yield from [_together(table)] if len(rows) <= words.ROWS_TOGETHER else table
    yield heading(words.FIGURES, 1, begins_page=True)
    if not report.appendix:
        yield from lines(words.NO_FIGURES, "quiet")
        return
    yield from lines(words.figures_line(report), "quiet")
    yield _key()
    yield _figures(report.columns, words.figure_rows(report))
    yield heading(words.DEFINITIONS, 1, begins_page=True)
    for row in report.appendix:
        said = [*lines(f"{row.name} ({row.kpi})", "outcome"), *lines(f"{row.definition}\n{words.facts(row)}", "quiet")]
        yield from [_together(said)] if len(row.definition) < _LONG else said


def _story(told: ReportStory, *, is_example: bool) -> Iterator[_Block]:
    """A story: its message, chart, signals with their reasons, and what the municipality says."""
    story, title = told.story, words.story_title(told)
    first = [heading(title, 2), *lines(told.subtitle, "quiet"), *lines(story.lost, "lost")]
    if story.chart and not story.chart.is_empty:
        svg = chart_svg(story.chart, wide=WIDE, high=_CHART_HIGH, size=_CHART_SIZE, is_example=is_example)
        first.append({"kind": "chart", "svg": svg, "words": chart_words(story.chart, title)})
    first += lines(words.outcome_line(told), "outcome")
    if story.signals:
        rows = [
            {"svg": symbol_svg(one.symbol, one.tone, 1), "words": one.words, "sentence": one.sentence}
            for one in story.signals
        ]
        first.append({"kind": "signals", "rows": rows})
    source = lines(words.source_line(told), "source")
    if said := words.comment_lines(told):
        # It may be longer than a page.
        yield _together(first)
        for one in said:
            yield from lines(one, "comment")
        yield from source
    else:
        yield _together([*first, *source])


def _together(blocks: Sequence[_Block]) -> _Block:
    return {"kind": "together", "blocks": blocks}


def _key() -> _Block:
    return {"kind": "key", "marks": [(symbol_svg(symbol, tone, 1), said) for symbol, tone, said in words.KEY]}


def _figures(columns: Sequence[str], named: Iterable[tuple[str, str, tuple[GlanceCell, ...]]]) -> _Block:
    """A table of all municipalities, tinted and marked: letters as large as the widest word of a column allows."""
    rows = list(named)
    each = min(_WIDEST, (WIDE - _NAMES) / max(len(columns), 1))
    heads = max((longest_word(drawable(name), Type(PRINT, 1, bold=True)) for name in columns), default=1)
    cells = [cell for _, _, of_row in rows for cell in of_row]
    figures = max((longest_word(drawable(cell.value), Type(PRINT, 1)) for cell in cells), default=1) + _MARK
    return {
        "kind": "figures",
        "first": words.INDICATOR,
        "columns": columns,
        "each": each,
        "head_size": _between(_HEADS, (each - 5) / heads),
        "size": _between(_FIGURES, (each - 4) / figures),
        "rows": [
            {"name": name[:_LONGEST_NAME], "unit": unit[:_LONGEST_NAME], "cells": list(map(_cell, of_row))}
            for name, unit, of_row in rows
        ],
    }


def _between(ends: tuple[float, float], size: float) -> float:
    return min(max(size, ends[0]), ends[1])


def _cell(cell: GlanceCell) -> dict[str, str]:
    square = cell.square
    look = tint(square.tone if square else "")
    mark = symbol_svg(square.symbol.replace("square", "mark"), square.tone, 1) if square else ""
    told = {"value": cell.value, "year": cell.year, "colour": look.text, "svg": mark}
    return told | {"fill": look.fill if square else "", "words": square.words if square else ""}
