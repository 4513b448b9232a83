"""Whether a template that somebody has uploaded can be used: what is wrong with it, where, and what to do.

The file is untrusted: it is looked at as a zip of bounded size before any library reads it, nothing in it may run or
lead elsewhere, and a Word template's fields may name the document's texts and nothing else.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from core.documents.template_kinds import TemplateKind
from core.documents.template_parts import DocumentTypeError, read_part, runs

MOST_BYTES = 10_000_000
_MOST_PARTS, _MOST_UNPACKED, _MOST_XML, _LARGEST_XML = 1000, 80_000_000, 24_000_000, 8_000_000
_MAIN = {"pptx": "ppt/presentation.xml", "docx": "word/document.xml"}
_PROGRAM = {"pptx": "PowerPoint", "docx": "Word"}
_WITHIN = (
    (re.compile(r"vbaproject|vbadata|macro", re.IGNORECASE), "ett makro"),
    (re.compile(r"activex|ctrlprops", re.IGNORECASE), "en kontroll (ActiveX)"),
    (re.compile(r"embeddings/|oleobject", re.IGNORECASE), "ett inbäddat objekt"),
    (re.compile(r"externallink", re.IGNORECASE), "en länk till en annan fil"),
)
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_XML = (".xml", ".rels", ".vml", ".svg")
_TYPES = "[Content_Types].xml"
_SAVED_IN = re.compile(r"<Application>([^<]*)")
_FIELD = re.compile(r"\{\{|\{%|\{#")
_WITH_FIELDS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


@dataclass(frozen=True)
class Checked:
    """What was found: FAULTS must be mended, WARNINGS are to think of."""

    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def check(kind: TemplateKind, content: bytes) -> Checked:
    """Whether CONTENT can be a template of KIND; never raises."""
    faults = tuple(dict.fromkeys(_package_faults(kind, content)))
    if faults:
        return Checked(faults)
    if kind is TemplateKind.DECK:
        from core.documents.deck_check import deck_checked  # noqa: PLC0415 - half a second that most need not wait

        found, warned = deck_checked(content)
    else:
        from core.documents.word_check import word_checked  # noqa: PLC0415 - the same

        found, warned = word_checked(kind, content)
    return Checked(tuple(f"{one}{_hint(content) if n == 0 else ''}" for n, one in enumerate(found)), warned)


def _package_faults(kind: TemplateKind, content: bytes) -> Iterator[str]:
    """What is wrong with the file as a package."""
    program = _PROGRAM[kind.suffix]
    if len(content) > MOST_BYTES:
        yield f"Filen är större än {MOST_BYTES // 1_000_000} MB. Gör bilderna i mallen mindre (Komprimera bilder)."
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _faults_in(archive, kind, program)
    except (*_BROKEN, ExpatError):
        what = "skyddad med lösenord eller skadad" if content.startswith(b"\xd0\xcf\x11\xe0") else "trasig"
        yield f"Filen är ingen hel {program}-fil, eller är {what}. Öppna den i {program} och spara som .{kind.suffix}."


def _faults_in(archive: zipfile.ZipFile, kind: TemplateKind, program: str) -> Iterator[str]:
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _MOST_UNPACKED:
        yield f"Filen är för stor uppackad: högst {_MOST_UNPACKED // 1_000_000} MB. Ta bort bilder ur mallen."
        return
    names = [one.filename for one in parts]
    if _MAIN[kind.suffix] not in names or len({name.lower() for name in names}) != len(names):
        other = next((of for suffix, of in _PROGRAM.items() if _MAIN[suffix] in names), "")
        said = f" Det är en {other}-fil." if other and other != program else ""
        yield f"Filen är ingen {program}-fil.{said} {kind.swedish} behöver en .{kind.suffix}."
        return
    for name in names:
        for pattern, what in _WITHIN:
            if pattern.search(name):
                yield f"Filen har {what} ({name}). Ta bort det, och spara som .{kind.suffix} utan makron."
    yield from _faults_within(archive, kind, names)


def _faults_within(archive: zipfile.ZipFile, kind: TemplateKind, names: Sequence[str]) -> Iterator[str]:
    """What the parts hold, each read as those programs read it that open the file."""
    types = read_part(_TYPES, _part(archive, _TYPES)).types if _TYPES in names else {}
    if runs(types):
        yield f"Filen är sparad med makron. Spara den som .{kind.suffix} utan makron."
    left = _MOST_XML
    for name in names:
        told = types.get(f"/{name.lower()}") or types.get(f".{name.rpartition('.')[2].lower()}", "")
        if not (name.lower().endswith(_XML) or told.endswith("xml")):
            continue
        content = _part(archive, name)
        left -= len(content)
        if left < 0:
            yield "Filen har mer i sig än någon mall behöver. Utgå från produktens mall."
            return
        try:
            found = read_part(name, content)
        except DocumentTypeError:
            again = f"Spara den på nytt i {_PROGRAM[kind.suffix]}."
            yield f"Filen har något i {name} som ingen mall ska ha (DOCTYPE). {again}"
            continue
        except ExpatError:
            yield f"{name} i filen är trasig. Öppna mallen i {_PROGRAM[kind.suffix]} och spara den på nytt."
            continue
        yield from found.faults
        if kind is not TemplateKind.DECK and not _WITH_FIELDS.fullmatch(name) and _FIELD.search(found.text):
            yield f"Det står ett fält med klamrar i {name}. Fält får bara stå i texten, sidhuvudet och sidfoten."


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The part NAME, which may not be larger than a part of a template is."""
    with archive.open(name) as part:
        content = part.read(_LARGEST_XML + 1)
    if len(content) > _LARGEST_XML:
        raise ValueError("a part too large")
    return content


def _hint(content: bytes) -> str:
    """Why a template may have lost what it needs: other programs do not keep all of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        told = _part(archive, "docProps/app.xml").decode("utf-8", "replace") if "docProps/app.xml" in names else ""
    saved = _SAVED_IN.search(told)
    if saved and "libreoffice" in saved[1].lower():
        return " Filen är sparad i LibreOffice, som inte behåller allt: ändra mallen i PowerPoint eller Word."
    if not saved:
        return " Filen ser ut att komma från Google, som inte behåller allt: ändra mallen i PowerPoint eller Word."
    return ""
