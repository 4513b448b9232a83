"""Bytes to text: what Excel in Sweden writes, and what the text editors beside it do."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter

from core.tabular.faults import UnusableError
from core.tabular.file_kinds import SAVE_TEXT_AS

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
