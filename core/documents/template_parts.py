"""A part of a template read as XML: what it fetches, leads to or runs, however that is spelt, coded or divided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate

# What a field of Word may do: tell of the page, the document or the day. All others may fetch or run something.
_FIELDS = frozenset(
    (
        *("AUTHOR", "CREATEDATE", "DATE", "DOCPROPERTY", "FILENAME", "NUMPAGES", "PAGE", "PAGEREF", "PRINTDATE"),
        *("REF", "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF", "SUBJECT", "SYMBOL", "TIME", "TITLE", "TOC"),
    )
)
_WITHIN = re.compile(r'HYPERLINK\s+\\l\s+"?[\w.-]+"?(\s+\\[hn])*', re.IGNORECASE)
_AWAY = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_ADDRESSES, _PICTURE = ("src", "href"), "data:image/"
# What a click may do: go to another slide.
_CLICKS = ("ppaction://hlinkshowjump", "ppaction://hlinksldjump", "ppaction://noaction")
# What a part may not be tied to, by the last word of the tie's type.
_TIES: Mapping[str, str] = {
    "vbaproject": "ett makro",
    "wordvbadata": "ett makro",
    "oleobject": "ett inbäddat objekt",
    "package": "ett inbäddat objekt",
    "control": "en kontroll (ActiveX)",
    "activexcontrolbinary": "en kontroll (ActiveX)",
    "afchunk": "ett infogat dokument",
    "subdocument": "ett infogat dokument",
    "attachedtemplate": "en kopplad mall: välj Normal under Utvecklare, Dokumentmall",
    "externallink": "en länk till en annan fil",
    "externallinkpath": "en länk till en annan fil",
}
_BRINGS = {"altChunk": "ett infogat dokument", "mailMerge": "en kopplad utskrift (Koppla dokument)"}
_RUNS = ("macroenabled", "vbaproject", "activex", "oleobject")


class DocumentTypeError(ValueError):
    """A part declares a document type: no office program writes one, it is there to make readers fetch or grow."""


@dataclass
class Read:
    """A part: its FAULTS in words, its texts and attributes as they are when read, and what it says parts are."""

    faults: list[str] = field(default_factory=list)
    text: str = ""
    types: dict[str, str] = field(default_factory=dict)


class _Reader:
    """What expat calls; fields of Word are put together of their pieces, one within another."""

    def __init__(self, name: str) -> None:
        self.name, self.found = name, Read()
        self._texts: list[str] = []
        self._fields: list[list[str]] = [[]]
        self._is_instruction = False

    def read(self, content: bytes) -> Read:
        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._said, _refuse
        parser.Parse(content, True)
        for pieces in self._fields:
            self._field("".join(pieces))
        self.found.text = "".join(self._texts)
        return self.found

    def _opened(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        told: dict[str, str] = {}
        for name, value in attributes.items():
            told[_local(name)] = told.get(_local(name), "") + value
        # What is between tags may be put together by who reads; what is in them stands alone.
        self._texts += [f"\0{value}\0" for value in told.values() if "{" in value]
        self._is_instruction = local in ("instrText", "delInstrText")
        if local == "fldChar" and told.get("fldCharType") == "begin":
            self._fields.append([])
        elif local == "fldChar" and told.get("fldCharType") == "end" and len(self._fields) > 1:
            self._field("".join(self._fields.pop()))
        elif local == "fldSimple":
            self._field(told.get("instr", ""))
        elif local == "Relationship":
            self.found.faults += _tie_faults(self.name, told)
        elif local in ("Default", "Override"):
            part = told.get("PartName") or f".{told.get('Extension', '')}"
            self.found.types[part.lower()] = told.get("ContentType", "").lower()
        elif local in _BRINGS:
            self.found.faults.append(f"Mallen har {_BRINGS[local]} ({self.name}). Ta bort det.")
        self.found.faults += _attribute_faults(self.name, attributes)

    def _closed(self, _: str) -> None:
        self._is_instruction = False

    def _said(self, text: str) -> None:
        self._texts.append(text)
        if self._is_instruction:
            self._fields[-1].append(text)

    def _field(self, instruction: str) -> None:
        said = " ".join(instruction.split())
        word = said.partition(" ")[0].upper()
        if said and word not in _FIELDS and not _WITHIN.fullmatch(said):
            self.found.faults.append(
                f"Mallen har ett fält som inte får finnas ({word[:40]}): ett fält får visa sidnummer, datum, innehåll "
                "och dokumentets egenskaper. Ta bort fältet."
            )


def read_part(name: str, content: bytes) -> Read:
    """The part NAME. Raises DocumentTypeError, and ExpatError where CONTENT is no XML."""
    return _Reader(name).read(content)


def runs(types: Mapping[str, str]) -> bool:
    """Whether a file whose parts are of TYPES has something that runs."""
    return any(word in one for one in types.values() for word in _RUNS)


def _tie_faults(name: str, told: Mapping[str, str]) -> Iterator[str]:
    to, part = told.get("Target", ""), name.replace("_rels/", "").removesuffix(".rels")
    if what := _TIES.get(told.get("Type", "").rstrip("/").rpartition("/")[2].lower()):
        yield f"Filen har {what} ({to[:80]}). Ta bort det."
    elif told.get("TargetMode", "Internal") != "Internal" or _AWAY.match(to):
        yield _leads(to, part)


def _leads(to: str, part: str) -> str:
    return f"Mallen har en länk till ”{to[:80]}” ({part}). Ta bort länken: inget i en mall får leda ut ur den."


def _attribute_faults(part: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        local = _local(name)
        if local in _ADDRESSES and _AWAY.match(value) and not value.startswith(_PICTURE):
            yield _leads(value, part)
        if local == "action" and value.startswith("ppaction:") and not value.startswith(_CLICKS):
            yield f"Något i mallen gör något när man klickar på det ({value[:60]}, {part}). Ta bort åtgärden."


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> None:
    raise DocumentTypeError
