"""Which kind of file some bytes are, told by the bytes and not by the name."""

from __future__ import annotations

from enum import StrEnum

from core.tabular.faults import UnusableError
from core.tabular.limits import MOST_BYTES

SAVE_AS = "Spara om filen som xlsx eller csv och välj den filen i stället."
# Of a text, which may be called csv already.
SAVE_TEXT_AS = "Öppna den i Excel, välj Spara som, Excel-arbetsbok (*.xlsx) eller ”CSV UTF-8”, och välj den filen."
ZIP_START = b"PK\x03\x04"
# The first part of such a file is not packed, and says what it is.
ODS_MARK = b"application/vnd.oasis.opendocument.spreadsheet"
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An Excel file with a password is wrapped in the old format, with this name in it.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = {
    b"%PDF": "en pdf",
    b"{\\rtf": "ett Word-dokument (rtf)",
    b"\x89PNG": "en bild",
    b"\xff\xd8\xff": "en bild",
    b"GIF8": "en bild",
    b"BM": "en bild",
    b"II*\x00": "en bild",
    b"MM\x00*": "en bild",
    b"\x1f\x8b": "en packad fil (gz)",
    b"7z\xbc\xaf": "en packad fil (7z)",
    b"Rar!": "en packad fil (rar)",
    b"PK\x05\x06": "en tom packad fil (zip)",
    b"PK\x07\x08": "en packad fil (zip)",
    b"SQLite format 3": "en databas",
    b"PAR1": "en datafil (parquet)",
}
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta")


class Kind(StrEnum):
    """The kinds that can be read."""

    TEXT = "csv"
    WORKBOOK = "xlsx"
    SHEET = "ods"


def kind_of(content: bytes) -> Kind:
    """The kind of CONTENT. Raises UnusableError for what is empty, too large or of another kind."""
    if len(content) > MOST_BYTES:
        what = f"Filen är större än {MOST_BYTES // 1_000_000} MB."
        raise UnusableError(what, "Ta bort bilder och blad som inte behövs, eller spara bara tabellen som csv.")
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe;,"):
        raise UnusableError("Filen är tom.", "Fyll i mallen och välj den filen.")
    if content.startswith(_OLE_START):
        raise _old_excel(content)
    for start, name in _FOREIGN.items():
        # Two letters are too little to tell a picture by: a text may begin with them.
        if content.startswith(start) and (len(start) > 2 or b"\x00" in content[:64]):
            raise UnusableError(f"Filen är {name}, inte en tabell.", SAVE_AS)
    if content.startswith(ZIP_START):
        return Kind.SHEET if ODS_MARK in content[:200] else Kind.WORKBOOK
    if content.removeprefix(b"\xef\xbb\xbf")[:200].lstrip().lower().startswith(_MARKUP):
        raise UnusableError(
            "Filen är en webbsida eller xml, även om namnet säger något annat.", f"Öppna den i Excel. {SAVE_AS}"
        )
    return Kind.TEXT


def _old_excel(content: bytes) -> UnusableError:
    if _ENCRYPTED in content:
        # A file of its own tells of the label, but not in all of them.
        return UnusableError(
            "Filen är krypterad: den har ett lösenord eller en känslighetsetikett (som Intern eller Konfidentiell).",
            "Öppna den i Excel, ta bort lösenordet eller välj en etikett utan kryptering, och spara den igen. "
            "Eller kopiera tabellen till en ny arbetsbok.",
        )
    return UnusableError("Filen är i ett äldre format (xls eller doc).", SAVE_AS)
