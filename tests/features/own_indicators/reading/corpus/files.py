"""Texts in every encoding, with every sign between the cells; and files that are no tables."""

from __future__ import annotations

import codecs

from core.tabular.faults import CautionKind, SkipReason
from tests.features.own_indicators.reading.corpus.case import LONG, LONG_TOLD, Case, text

UNREAD = SkipReason.UNREAD

ENCODINGS = {
    "utf-8": Case(text(*LONG), LONG_TOLD, understood={"encoding": "UTF-8"}),
    "utf-8-with-bom": Case(text(*LONG, bom=codecs.BOM_UTF8), LONG_TOLD, understood={"encoding": "UTF-8 med BOM"}),
    "windows-1252": Case(
        text("Kommun;År;Värde", "Södertälje;2024;12,5", encoding="cp1252"),
        "0181 2024 12.5",
        understood={"encoding": "Windows-1252"},
    ),
    "utf-16-le-as-excel-saves-unicode-text": Case(
        text("Kommun\tÅr\tVärde", "Tyresö\t2024\t12,5", encoding="utf-16-le", bom=codecs.BOM_UTF16_LE),
        "0138 2024 12.5",
        understood={"encoding": "UTF-16", "delimiter": "tabb"},
    ),
    "utf-16-be": Case(
        text(*LONG, encoding="utf-16-be", bom=codecs.BOM_UTF16_BE), LONG_TOLD, understood={"encoding": "UTF-16"}
    ),
    "utf-16-without-bom": Case(text(*LONG, encoding="utf-16-le"), LONG_TOLD, understood={"encoding": "UTF-16"}),
    "letters-in-two-parts-from-a-mac": Case(
        text("Kommun;A\u030ar;Va\u0308rde", "So\u0308derta\u0308lje;2024;1,5"), "0181 2024 1.5"
    ),
    "mac-roman": Case(
        text("Kommun;Kommunkod;Ar;Utfall", "Södertälje;;2024;1,5", encoding="mac-roman"),
        "0181 2024 1.5",
        understood={"encoding": "Mac Roman"},
    ),
    "dos-850": Case(
        text("Kommun;År;Värde", "Södertälje;2024;1,5", "Tyresö;2024;2,5", encoding="cp850"),
        "0181 2024 1.5; 0138 2024 2.5",
        understood={"encoding": "DOS (cp850)"},
    ),
    "windows-1252-with-quotation-marks-that-are-letters-elsewhere": Case(
        text("Kommun;År;Värde;Kommentar", "Tyresö;2024;2,5;Ett ”bra” – nästan ”gott” år", encoding="cp1252"),
        "0138 2024 2.5",
        understood={"encoding": "Windows-1252"},
    ),
    "utf-8-read-as-windows-and-saved-again": Case(
        text("Kommun;År;Värde", "Tyresö;2024;1,5").decode("cp1252").encode(),
        says="Ingen rad med rubriker",
        skipped={1: UNREAD, 2: UNREAD},
    ),
}
DELIMITERS = {
    "semicolon": Case(text(*LONG), LONG_TOLD, understood={"delimiter": "semikolon", "decimal_sign": "komma"}),
    "comma-with-points": Case(
        text("Kommun,År,Värde", "Huddinge,2024,12.5"),
        "0126 2024 12.5",
        understood={"delimiter": "komma", "decimal_sign": "punkt"},
    ),
    "comma-with-quoted-decimal-commas": Case(
        text("Kommun,År,Värde", 'Huddinge,2024,"12,5"', 'Haninge,2024,"13,25"'), "0126 2024 12.5; 0136 2024 13.25"
    ),
    "tab": Case(text("Kommun\tÅr\tVärde", "Huddinge\t2024\t12,5"), "0126 2024 12.5", understood={"delimiter": "tabb"}),
    "bar": Case(text("Kommun|År|Värde", "Huddinge|2024|1,5"), "0126 2024 1.5", understood={"delimiter": "lodstreck"}),
    "decimal-commas-outnumber-semicolons": Case(
        text("Kommun;2022;2023;2024", "Huddinge;1,5;2,5;3,5", "Haninge;1,5;;", "Salem;;;9,25"),
        "0126 2022 1.5; 0126 2023 2.5; 0126 2024 3.5; 0136 2022 1.5; 0128 2024 9.25",
        understood={"delimiter": "semikolon"},
    ),
    "sep-line-is-not-a-row": Case(
        text("sep=,", "Kommun,År,Värde", "Okänd,2024,12.5", "Huddinge,2024,1.5"), "0126 2024 1.5", faults="2A"
    ),
    "lone-line-feeds": Case(text(*LONG, end="\n"), LONG_TOLD),
    "lone-carriage-returns": Case(text(*LONG, end="\r"), LONG_TOLD),
    "line-ends-in-a-quoted-cell": Case(
        text("Kommun;År;Värde;Kommentar", 'Huddinge;2024;1,5;"första', 'andra"', "Okänd;2024;2;"),
        "0126 2024 1.5",
        faults="3A",
        notes="Kolumn D Kommentar är inte läst.",
    ),
    "quotation-mark-that-is-never-closed": Case(
        text(*LONG, '"Salem;2024;14', "Tyresö;2024;15"), LONG_TOLD, faults="4", says="Citattecknen går inte ihop"
    ),
    "quotation-mark-closed-rows-later": Case(
        text("Kommun;År;Värde;Kommentar", 'Huddinge;2024;1;"bra', 'Haninge;2024;2;"'),
        "0126 2024 1",
        cautions=(CautionKind.UNREAD,),
    ),
}

NO_TABLES = {
    "empty": Case(b"", says="Filen är tom"),
    "only-separators": Case(b";;;\r\n;;;\r\n", says="Filen är tom"),
    "old-excel": Case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), says="äldre format"),
    "locked-excel": Case(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), says="lösenord"
    ),
    "pdf": Case(b"%PDF-1.7\n%\xe2\xe3", says="en pdf"),
    "picture": Case(b"\x89PNG\r\n\x1a\n" + bytes(20), says="en bild"),
    "web-page-called-xls": Case(b"<html><body><table><tr><td>Kommun</td></tr></table>", says="webbsida"),
    "bytes-of-no-kind": Case(bytes(range(256)) * 4, says="varken en Excelfil eller en textfil"),
    "more-than-five-megabytes": Case(b"Kommun;2024\r\n" + b"x" * 5_000_000, says="större än 5 MB"),
    "more-than-200-columns": Case(
        text(";".join(["Kommun", *map(str, range(1900, 2101))])), faults="1", says="Högst 200"
    ),
    "more-than-100-000-rows": Case(
        text("Kommun;År;Värde", *["Huddinge;2024;1"] * 100_001, end="\n"),
        faults="100002",
        says="fler än 100\u00a0000 rader",
    ),
}
