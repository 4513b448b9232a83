"""The one page as a Word document of one A4, to be edited: the PDF's texts, as they fit there."""

from __future__ import annotations

from collections.abc import Sequence

from core.charts.description import EXAMPLE, chart_words
from core.documents.drawings import chart_picture
from core.documents.template_kinds import OWN_DECISION, Made
from core.documents.word import Columns, Filled, Picture, word
from core.features.measures.one_page import Placed, one_page
from core.features.measures.one_page_files import KIND, LETTERS
from core.features.measures.sheet import NO_CHART, Sheet

_POINTS_A_CM = 72 / 2.54
# Word's lines are a little higher than they say: its picture makes room for them.
_SHORTER = 0.9
_FIRST_SHARE = 0.26


def sheet_docx(sheet: Sheet, made: Made = OWN_DECISION) -> bytes:
    """The file's bytes, in the template of MADE."""
    page = one_page(sheet)
    heads, *rows = [tuple(one.text for one in row) for row in page.options]
    place, title, *chain = [one.text for one in page.top]
    figure, *signals = [one.text for one in page.figure]
    fields = {
        "plats": f"{place} · {EXAMPLE}" if sheet.is_example else place,
        "titel": title,
        "kedja": chain,
        "diagram": _chart(sheet, page.chart.w, page.chart.h),
        "utan_diagram": NO_CHART,
        "siffra": figure,
        "signaler": signals,
        "varfor": _labelled(page.why),
        "alternativ": {"rubriker": heads, "rader": [{"celler": row} for row in rows]},
        "forslag": _labelled(page.rest),
        "fot": page.foot.text,
    }
    others = len(heads) - 1
    shares = (_FIRST_SHARE, *[(1 - _FIRST_SHARE) / others] * others) if others else (1.0,)
    return word(made, Filled(sheet.title, KIND, fields, [Columns(heads, shares)]))


def _labelled(texts: Sequence[Placed]) -> list[dict[str, str]]:
    """Labels and what stands under each."""
    return [{"rubrik": one.text, "text": said.text} for one, said in zip(texts[::2], texts[1::2], strict=True)]


def _chart(sheet: Sheet, wide: float, high: float) -> Picture | str:
    if sheet.chart is None or sheet.chart.is_empty:
        return ""
    content = chart_picture(sheet.chart, wide=wide, high=high, size=LETTERS, is_example=sheet.is_example)
    return Picture(content, wide * _SHORTER / _POINTS_A_CM, chart_words(sheet.chart, sheet.figure))
