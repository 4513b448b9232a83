"""Looks a workbook over before anything opens it: what it would unpack to, and what it claims to be."""

from __future__ import annotations

import io
import re
import zipfile

from core.tabular.faults import UnusableError
from core.tabular.file_kinds import ODS_MARK, SAVE_AS
from core.tabular.limits import MOST_PART_BYTES, MOST_PARTS, MOST_RATIO, MOST_UNPACKED_BYTES

_WORKBOOK = "xl/workbook.xml"
# What the stricter kind of workbook, which few programs read, begins with.
_STRICT = b"purl.oclc.org/ooxml"
_HEAD = 4_000
# Parts that may be large: sheets and texts are read piece by piece, and the others not at all.
_LARGE = re.compile(
    r"xl/(worksheets/[^/]+\.xml|sharedStrings\.xml|(media|embeddings|pivotCache|externalLinks|model|drawings)/.*|.*\.bin)"
    r"|docProps/thumbnail.*|customXml/.*|content\.xml|Pictures/.*"
)


def refuse_bombs(content: bytes) -> None:
    """Raise UnusableError unless CONTENT (a zip file) is a workbook of a reasonable size. Unpacks almost nothing.

    The sizes are those the archive's directory gives, and ``zipfile`` never unpacks more than they say. What is in the
    parts is held to its limits where it is read (``xlsx_xml``).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts, len(content))
            _check_kind({part.filename for part in parts}, archive)
    except UnusableError:
        raise
    except Exception as error:  # a damaged archive makes zipfile raise whatever it was doing
        raise damaged() from error


def damaged() -> UnusableError:
    """What is said of a workbook that cannot be opened."""
    return UnusableError("Excelfilen är skadad och går inte att öppna.", f"Öppna den i Excel. {SAVE_AS}")


def unreasonable() -> UnusableError:
    """What is said of a workbook that holds more than any table needs."""
    advice = "Kopiera tabellen till en ny arbetsbok, eller spara bladet som csv."
    return UnusableError("Excelfilen är orimligt stor när den packas upp.", advice)


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    too_large = any(part.file_size > MOST_PART_BYTES and not _LARGE.fullmatch(part.filename) for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_BYTES or unpacked > MOST_RATIO * packed or too_large:
        raise unreasonable()


def _check_kind(names: set[str], archive: zipfile.ZipFile) -> None:
    if _WORKBOOK in names:
        if _STRICT in archive.open(_WORKBOOK).read(_HEAD):
            raise UnusableError(
                "Arbetsboken är sparad i formatet Strict Open XML.",
                "Öppna den i Excel, välj Spara som, Excel-arbetsbok (*.xlsx), och välj den filen i stället.",
            )
        return
    kind = archive.open("mimetype").read(200) if "mimetype" in names else b""
    if ODS_MARK in kind and "content.xml" in names:
        return
    if b"opendocument" in kind:
        raise UnusableError("Filen är ett dokument i LibreOffice-format, inte ett kalkylblad.", SAVE_AS)
    if "xl/workbook.bin" in names:
        raise UnusableError("Filen är en binär Excelfil (xlsb).", SAVE_AS)
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnusableError("Filen är ett dokument eller en presentation, inte en tabell.", SAVE_AS)
    if any(name.startswith("Index/") or name.endswith(".iwa") for name in names):
        raise UnusableError("Filen är i Numbers-format.", SAVE_AS)
    raise UnusableError("Filen är en packad fil (zip), inte en Excelfil.", "Packa upp den och välj tabellen i den.")
