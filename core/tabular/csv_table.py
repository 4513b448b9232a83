"""Text files: their encoding, which sign is between the cells, and what stands in them."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import islice

from core.tabular.cells import RawTable, RowBasket, clean
from core.tabular.faults import Caution, CautionKind, Fault, UnusableError, cut
from core.tabular.file_kinds import SAVE_TEXT_AS, Kind
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


UTF8, UTF8_BOM, UTF16, WINDOWS = "UTF-8", "UTF-8 med BOM", "UTF-16", "Windows-1252"
# Of older programs; the last is the least common.
_EIGHT_BITS = (("cp1252", WINDOWS), ("cp850", "DOS (cp850)"), ("mac_roman", "Mac Roman"))
_LETTERS = frozenset("åäöÅÄÖ")
# What else a Swedish text may hold; any other sign tells that it was read by the wrong encoding.
_OTHERS = frozenset("éÉüÜ–—”“’…»«´°§½²³¹€±·\N{NO-BREAK SPACE}")
# A text without BOM is UTF-16 when every second byte of its beginning is zero, which no other text is.
_SAMPLE = 2_000
_JUDGED = 200_000
_ZERO_SHARE = 0.4
_NO_TEXT = "Filen är varken en Excelfil eller en textfil."
_BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"


def decoded(content: bytes) -> tuple[str, str]:
    """The text of CONTENT and the name of its encoding. Raises UnusableError for what is not text."""
    text, name = _decoded(content)
    strange = sum(unicodedata.category(sign) == "Cc" and sign not in _BLANKS for sign in text[:_SAMPLE])
    if "\x00" in text or strange > len(text[:_SAMPLE]) // 50:
        raise UnusableError(_NO_TEXT, SAVE_TEXT_AS)
    return text, name


def _decoded(content: bytes) -> tuple[str, str]:
    for start, codec, name in (
        (codecs.BOM_UTF8, "utf-8", UTF8_BOM),
        (codecs.BOM_UTF16_LE, "utf-16-le", UTF16),
        (codecs.BOM_UTF16_BE, "utf-16-be", UTF16),
    ):
        if content.startswith(start):
            return _strictly(content.removeprefix(start), codec, name), name
    if codec := _silent_utf16(content[:_SAMPLE]):
        return _strictly(content, codec, UTF16), UTF16
    try:
        return content.decode("utf-8"), UTF8
    except UnicodeDecodeError:
        return _eight_bits(content)


def _eight_bits(content: bytes) -> tuple[str, str]:
    """CONTENT by the encoding in which most of it is Swedish: every byte is a letter of some kind in all of them."""
    found = []
    for codec, name in _EIGHT_BITS:
        try:
            found.append((content.decode(codec), name))
        except UnicodeDecodeError:
            continue
    return max(found, key=lambda one: _swedishness(one[0][:_JUDGED]))


def _swedishness(text: str) -> int:
    counts = Counter(sign for sign in text if not sign.isascii())
    strange = sum(count for sign, count in counts.items() if sign not in _LETTERS | _OTHERS)
    return sum(counts[sign] for sign in _LETTERS) - 2 * strange


def _strictly(content: bytes, codec: str, name: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise UnusableError(f"Filens tecken går inte att läsa som {name}.", SAVE_TEXT_AS) from error


def _silent_utf16(sample: bytes) -> str:
    """The codec when SAMPLE looks like UTF-16 without BOM, else ''."""
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(zeros) > 2 and zeros.count(0) > len(zeros) * _ZERO_SHARE and sample.count(0) == zeros.count(0):
            return codec
    return ""
