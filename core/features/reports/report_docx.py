"""A report as a Word document: the same form as the PDF, with real headings, to be edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.charts.description import Chart, chart_words
from core.charts.looks import MARKS, tint
from core.charts.text_fit import plain
from core.documents.deck import GlanceCell, Signal, signal_words
from core.documents.drawings import chart_picture, symbol_picture
from core.documents.template_kinds import OWN_REPORT, Made
from core.documents.word import WIDE_CM, Columns, Filled, Picture, word
from core.features.reports import report_words as words
from core.features.reports.report import SECTION_TITLES, Report, ReportSection, ReportStory, Section
from core.words.formats import filled_lines

_CHART = (482.0, 190.0, 9.0)
_SIDE_POINTS, _SIDE_CM = 22.0, 0.6
_NAMES_CM, _WIDEST_CM = 4.4, 2.0
# Of a figure that is neither good nor bad, whose cell has its colour only; and what a cell without a colour has.
_PLAIN_MARK, _NO_COLOUR = "■", "auto"

_Named = Sequence[tuple[str, str, tuple[GlanceCell, ...]]]


def report_docx(report: Report, made: Made = OWN_REPORT) -> bytes:
    """The file's bytes, in the template of MADE."""
    glances = [report.columns] + ([report.glance.columns] if report.glance else [])
    columns = [_columns(names) for names in glances]
    return word(made, Filled(words.title_of(report), report.day, _fields(report), columns))


def _fields(report: Report) -> Mapping[str, Any]:
    marks = words.mark_words(report)
    return {
        "slag": words.KIND,
        "titel": report.name,
        "framsida": list(words.cover_lines(report)),
        "markningar": marks,
        "huvud": " · ".join(filter(None, (report.name, report.day))),
        "fot": " · ".join((f"Siffror per {report.figures_on.isoformat()}", *marks)),
        "avsnitten": [_section(report, one) for one in report.sections],
        "bilaga": {
            "rubrik": words.FIGURES,
            "inledning": words.figures_line(report) if report.appendix else words.NO_FIGURES,
            **_table(report.columns, words.figure_rows(report)),
        },
        "definitioner": {
            "rubrik": words.DEFINITIONS,
            "indikatorer": [
                {
                    "namn": f"{row.name} ({row.kpi})",
                    "beskrivning": list(filled_lines(row.definition)),
                    "fakta": words.facts(row),
                }
                for row in report.appendix
            ],
        },
    }


def _section(report: Report, part: ReportSection) -> Mapping[str, Any]:
    glance, section = report.glance, part.section
    overview: Mapping[str, Any] = {}
    if section == Section.COMPARISONS and glance and glance.rows:
        named = [(row.name, row.unit, row.cells) for row in glance.rows]
        overview = {"rubrik": words.OVERVIEW, **_table(glance.columns, named)}
    return {
        "rubrik": SECTION_TITLES[section],
        "ny_sida": section == Section.SUMMARY,
        "stycken": part.paragraphs,
        "fynden": [_story(report, one) for one in report.stories] if section == Section.OBSERVATIONS else [],
        "oskrivet": words.UNWRITTEN if report.is_empty(part) else "",
        "oversikt": overview,
    }


def _story(report: Report, told: ReportStory) -> Mapping[str, Any]:
    story, title = told.story, words.story_title(told)
    chart = story.chart
    return {
        "rubrik": title,
        "underrubrik": told.subtitle,
        "varning": story.lost,
        "diagram": _chart(report, chart, title) if chart and not chart.is_empty else "",
        "utfall": words.outcome_line(told),
        "signaler": [_signal(one) for one in story.signals],
        "kommentarer": words.comment_lines(told),
        "kalla": words.source_line(told),
    }


def _chart(report: Report, chart: Chart, title: str) -> Picture:
    wide, high, size = _CHART
    content = chart_picture(chart, wide=wide, high=high, size=size, is_example=report.is_example)
    return Picture(content, WIDE_CM, chart_words(chart, title))


def _signal(one: Signal) -> Mapping[str, Any]:
    shown = one.symbol and Picture(symbol_picture(one.symbol, one.tone, _SIDE_POINTS), _SIDE_CM, signal_words(one))
    return {"bild": shown, "ord": one.words, "mening": one.sentence}


def _table(columns: Sequence[str], named: _Named) -> Mapping[str, Any]:
    """Rows of (name, unit, cells) under COLUMNS, and what their marks mean."""
    return {
        "forklaring": "\N{EM SPACE}\N{EM SPACE}".join(
            f"{MARKS.get(symbol, _PLAIN_MARK)} {said}" for symbol, _, said in words.KEY
        ),
        "kommuner": columns,
        "rader": [{"namn": name, "enhet": unit, "celler": list(map(_cell, cells))} for name, unit, cells in named],
    }


def _cell(cell: GlanceCell) -> Mapping[str, str]:
    mark = words.mark_of(cell)
    return {
        "text": "\n".join(filter(None, (f"{cell.value}\N{NO-BREAK SPACE}{mark}" if mark else cell.value, cell.year))),
        "farg": tint(cell.square.tone).fill.upper() if cell.square else _NO_COLOUR,
    }


def _columns(names: Sequence[str]) -> Columns:
    each = min(_WIDEST_CM, (WIDE_CM - _NAMES_CM) / max(len(names), 1)) / WIDE_CM
    heads = (words.INDICATOR, *map(plain, names))
    return Columns(heads, (1 - each * len(names), *[each] * len(names)), fits_words=True)
