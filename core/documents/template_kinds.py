"""The documents that have a template, and the product's own templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

PDF_TYPE = "application/pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
POWERPOINT_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FOLDER = Path(__file__).with_name("templates")


class TemplateKind(StrEnum):
    """What is made with a template; the value is the name of the product's own file."""

    DECK = "bildspel"
    REPORT = "rapport"
    PROJECT_PLAN = "projektplan"
    REVIEW = "granskning"
    DECISION = "beslut"
    INTERIM = "delarsrapport"
    EXERCISE = "ovning"

    @property
    def suffix(self) -> str:
        """What its files end with."""
        return "pptx" if self is TemplateKind.DECK else "docx"

    @property
    def media_type(self) -> str:
        """What its files are to a browser."""
        return POWERPOINT_TYPE if self is TemplateKind.DECK else WORD_TYPE

    @property
    def file(self) -> Path:
        """The product's own template."""
        return FOLDER / f"{self.value}.{self.suffix}"

    @property
    def swedish(self) -> str:
        """What the document is called."""
        return _SWEDISH[self]


_SWEDISH = {
    TemplateKind.DECK: "Bildspel",
    TemplateKind.REPORT: "Rapport",
    TemplateKind.PROJECT_PLAN: "Projektplan",
    TemplateKind.REVIEW: "Granskning",
    TemplateKind.DECISION: "Underlag för beslut",
    TemplateKind.INTERIM: "Delårsrapport",
    TemplateKind.EXERCISE: "Resultat av övning",
}


@dataclass(frozen=True)
class Made:
    """What a document is made with: a template, and what the document says of it. ``key`` is another for another."""

    kind: TemplateKind
    said: str = "Mall: produktens egen"
    own: bytes = field(default=b"", repr=False)

    @property
    def content(self) -> bytes:
        """The template's bytes."""
        return self.own or self.kind.file.read_bytes()

    @property
    def key(self) -> str:
        """What a file that is kept is known by."""
        return f"{self.kind} {self.said}"


OWN_DECK, OWN_REPORT, OWN_DECISION = map(Made, (TemplateKind.DECK, TemplateKind.REPORT, TemplateKind.DECISION))
