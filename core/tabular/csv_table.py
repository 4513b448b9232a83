"""Text files: which sign is between the cells, and what stands in them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

from core.tabular.cells import RawTable, RowBasket, clean
from core.tabular.encodings import decoded
from core.tabular.faults import Caution, CautionKind, Fault, cut
from core.tabular.file_kinds import Kind
from core.tabular.headings import is_heading

DELIMITERS = (";", "\t", ",", "|")
NAMES = {";": "semikolon", "\t": "tabb", ",": "komma", "|": "lodstreck"}
_SAMPLE_SIGNS = 60_000
_SAMPLE_ROWS = 120
# Excel takes this line as an instruction and does not show it, so row 1 is the one after.
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[;,\t]*(?:\r\n|\r|\n|$)", re.IGNORECASE)


def read_text(content: bytes, tidy: Callable[[str], str] = clean) -> RawTable:
    """The table in CONTENT, each cell as TIDY makes it. Raises UnusableError for what is not text or too large."""
    text, encoding = decoded(content)
    told = _SEPARATOR_LINE.match(text)
    if told:
        text = text[told.end() :]
    delimiter = told.group(1) if told and told.group(1) in DELIMITERS else delimiter_of(text)
    basket, faults, cautions = RowBasket(), [], []
    number = 0
    try:
        for number, record in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1
        ):
            long = next((cell for cell in record if delimiter in cell and ("\n" in cell or "\r" in cell)), "")
            if long:
                cautions.append(_swallowed(number, long))
            basket.add(number, [tidy(cell) for cell in record])
    except csv.Error:
        # Where a quotation mark stands wrong, nothing after it can be trusted to be what it seems.
        what = "Citattecknen går inte ihop, och raderna härifrån är inte granskade."
        advice = 'Ta bort citattecknet, eller skriv det dubbelt (""), och läs in filen igen.'
        faults.append(Fault(number + 1, "", "", what, advice))
    return RawTable(
        kind=Kind.TEXT,
        rows=tuple(basket.rows),
        encoding=encoding,
        delimiter=delimiter,
        faults=tuple(faults),
        cautions=tuple(cautions),
    )


def delimiter_of(text: str) -> str:
    """The sign that splits TEXT into most known headings, or else into rows of most equal width."""
    samples = {sign: _sample(text, sign) for sign in DELIMITERS}
    known = {sign: max((sum(map(is_heading, row)) for row in rows), default=0) for sign, rows in samples.items()}
    best = max(DELIMITERS, key=lambda sign: known[sign])
    if known[best] >= 2:
        return best
    return max(DELIMITERS, key=lambda sign: _evenness(samples[sign]))


def _sample(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(
            islice(csv.reader(io.StringIO(text[:_SAMPLE_SIGNS], newline=""), delimiter=delimiter), _SAMPLE_ROWS)
        )
    except csv.Error:
        return rows
    return rows


def _evenness(rows: list[list[str]]) -> int:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)


def _swallowed(number: int, cell: str) -> Caution:
    """A quotation mark that is closed rows later hides the rows between, and nothing else in the file tells."""
    what = f"Rad {number} har en cell med flera rader text: ”{cut(cell)}”."
    advice = "Är det rader i tabellen, ta bort citattecknet där cellen börjar."
    return Caution(CautionKind.UNREAD, number, "", what, advice)
