"""Decks as a PDF to hand out: slides, notes, page numbers, and an outline by area and slide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from core.charts.looks import tint
from core.charts.printed import PRINT, all_in_print
from core.charts.scales import Box
from core.charts.symbol_shapes import symbol_svg
from core.charts.text_fit import Type, wrapped
from core.documents.deck import Deck, GlanceCell, Signal
from core.documents.drawings import chart_svg, shares_svg
from core.documents.typeset import pdf
from core.features.decks.slide_parts import (
    HEIGHT,
    WIDTH,
    ChartPart,
    DrawnSlide,
    GridPart,
    LegendPart,
    Part,
    RulePart,
    SharesPart,
    SignalPart,
    TextPart,
)
from core.features.decks.slide_plan import BULLET, COLUMN_GAP, drawn_slide
from core.features.decks.slide_shares import head_of, legend_parts, plan_of
from core.features.decks.slide_words import figures_words, file_titles, title_of
from core.words.formats import first_upper

# A chart's letters in the stage's units, as on the screen.
_CHART_SIZE = 20.0
_NOTHING, _INDICATOR = "–", "Indikator"
# Beside a slide of three on a page: how wide its notes are, and how many lines.
_NOTE, _NOTES_WIDE = Type(PRINT, 8.5, leading=1.35), 151.0
_MOST_NOTES = int(352 * HEIGHT / WIDTH / _NOTE.high(1)) - 1
_ELLIPSIS = "… fortsätter i bildspelets anteckningar"


def handout_pdf(decks: Sequence[Deck], *, per_page: Literal[1, 3]) -> bytes:
    """DECKS one after the other: a slide on each page (over its notes, if any), or three on an A4 with room beside."""
    title, subject = file_titles(decks)
    shown = [_deck(all_in_print(deck)) for deck in decks]
    has_notes = any(deck.has_notes for deck in decks)
    said = {"title": title, "subject": subject, "per_page": per_page, "has_notes": has_notes, "decks": shown}
    return pdf("features/decks/slides.typ", said)


def _deck(deck: Deck) -> dict[str, Any]:
    return {
        "head": " · ".join(filter(None, (deck.event, deck.name))),
        "foot": f"{first_upper(figures_words(deck))}. Källa står under varje bild.",
        "slides": [_slide(deck, n) for n in range(1, len(deck.slides) + 1)],
    }


def _slide(deck: Deck, number: int) -> dict[str, Any]:
    drawn = drawn_slide(deck, number, PRINT)
    whole = title_of(deck.slides[number - 1])
    parts = [one for part in drawn.parts for one in _parts(part, whole, is_example=deck.is_example)]
    area = (deck.name or file_titles([deck])[0]) if number == 1 else ""
    return {"area": area, "parts": parts, "notes": drawn.notes, "beside": _beside(drawn)}


def _beside(drawn: DrawnSlide) -> list[str]:
    lines = [line for note in drawn.notes for line in wrapped(note, _NOTE, _NOTES_WIDE)]
    if len(lines) <= _MOST_NOTES:
        return lines
    return [*lines[: _MOST_NOTES - 1], *wrapped(_ELLIPSIS, _NOTE, _NOTES_WIDE)]


def _parts(part: Part, title: str, *, is_example: bool) -> list[dict[str, Any]]:  # noqa: PLR0911 - one a kind
    match part:
        case TextPart():
            return [_text(part, title)]
        case ChartPart(box, chart, words):
            svg = chart_svg(chart, wide=box.w, high=box.h, size=_CHART_SIZE, is_example=is_example)
            return [_at(box, "chart", svg=svg, words=words)]
        case SharesPart(box, shares, words, size=size):
            bars = Box(box.x, box.y + head_of(part), box.w, plan_of(part).height)
            told = [line for one in legend_parts(part) for line in _parts(one, title, is_example=is_example)]
            return [*told, _at(bars, "chart", svg=shares_svg(shares, wide=box.w, size=size), words=words)]
        case SignalPart(symbol, text):
            told = [_at(symbol.box, "symbol", svg=_symbol(symbol.signal, ""), words=symbol.words)] if symbol else []
            return [*told, _text(text, title)]
        case GridPart():
            return [_grid(part)]
        case LegendPart(box, signals, size):
            told = [{"svg": _symbol(one, ""), "words": one.words} for one in signals]
            return [_at(box, "legend", signals=told, size=size)]
        case RulePart(box, colour):
            return [_at(box, "rule", colour=colour)]


def _at(box: Box, kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "box": [box.x, box.y, box.w, box.h], **more}


def _text(part: TextPart, title: str) -> dict[str, Any]:
    wide = (part.box.w - 2 * part.pad - COLUMN_GAP * (part.columns - 1)) / part.columns
    told = [
        {
            "lines": wrapped(
                one.text, Type(PRINT, one.size, one.bold), wide - (BULLET * one.size if part.is_bulleted else 0)
            ),
            "size": one.size,
            "bold": one.bold,
            "colour": one.colour,
        }
        for one in part.paragraphs
    ]
    style = {"leading": part.leading, "align": part.align, "fill": part.fill, "edge": part.edge, "pad": part.pad}
    columns = {"columns": part.columns, "column_gap": COLUMN_GAP, "gap": part.gap, "hang": BULLET}
    said = {"role": part.role, "whole": title, "bulleted": part.is_bulleted, "paragraphs": told}
    return _at(part.box, "text", **said, **style, **columns)


def _grid(part: GridPart) -> dict[str, Any]:
    letters, bold = Type(PRINT, part.size), Type(PRINT, part.size, bold=True)
    rows = [
        {
            "lines": wrapped(row.name, letters, part.name_width - 12),
            "unit": row.unit,
            "cells": [_cell(cell, under) for cell, under in zip(row.cells, row.under, strict=True)],
        }
        for row in part.rows
    ]
    columns = [wrapped(name, bold, part.column_width - 4) for name in part.columns]
    widths = {"name_width": part.name_width, "column_width": part.column_width}
    heights = {"head_height": part.head_height, "row_height": part.row_height, "size": part.size}
    return _at(part.box, "grid", first=_INDICATOR, columns=columns, rows=rows, **widths, **heights)


def _cell(cell: GlanceCell, under: str) -> dict[str, str]:
    square = cell.square
    look = tint(square.tone if square else "")
    mark = _symbol(square, "mark") if square and square.tone != "neutral" else ""
    fill = look.fill if square else ""
    words = square.words if square else ""
    return {
        "value": cell.value or _NOTHING,
        "under": under,
        "fill": fill,
        "colour": look.text,
        "svg": mark,
        "words": words,
    }


def _symbol(signal: Signal, as_: str) -> str:
    """SIGNAL's symbol as a drawing; AS_ "mark": that of a square alone."""
    return symbol_svg(signal.symbol.replace("square", as_) if as_ else signal.symbol, signal.tone, 1)
