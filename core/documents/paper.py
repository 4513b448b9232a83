"""A document of headings, texts and tables, the same whether it becomes a PDF or a Word file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.charts.description import EXAMPLE
from core.charts.share_bars import ShareChart
from core.documents.entry import DRAFT_MARK
from core.documents.template_kinds import PDF_TYPE, WORD_TYPE, Made, TemplateKind

DRAFT_WORDS = f"{DRAFT_MARK}: planer som inte är beslutade är med."


class Look(StrEnum):
    """How a text stands."""

    BODY = "body"
    QUIET = "quiet"
    STRONG = "strong"


@dataclass(frozen=True)
class Heading:
    """A heading of LEVEL 1 (which the contents list) or 2, at the top of a page where it ``begins_page``."""

    text: str
    level: int = 1
    begins_page: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph."""

    text: str
    look: Look = Look.BODY


@dataclass(frozen=True)
class Grid:
    """A table of texts; ``shares`` are the columns' parts of the width, 1 together."""

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Shares:
    """Shares of answers as bars, drawn in a PDF, and what they say; the grid after it has all of it."""

    chart: ShareChart
    words: str


Block = Heading | Line | Grid | Shares


_OWN = Made(TemplateKind.EXERCISE)


@dataclass(frozen=True)
class Paper:
    """A document: what ``kind`` it is, its ``title``, lines on its cover, and what stands on every page.

    ``foot`` is at the top, ``day`` at the bottom. Drafts and made-up figures are marked on every page.
    ``made`` is the template of the Word file.
    """

    kind: str
    title: str
    cover: tuple[str, ...]
    foot: str
    day: str
    blocks: tuple[Block, ...]
    has_drafts: bool = False
    is_example: bool = False
    made: Made = _OWN

    @property
    def mark(self) -> str:
        """What stands on each page of drafts and of made-up figures; '' else."""
        return " · ".join(filter(None, (DRAFT_MARK if self.has_drafts else "", EXAMPLE if self.is_example else "")))

    @property
    def mark_words(self) -> tuple[str, ...]:
        """What is said of drafts on the cover; of made-up figures the source does."""
        return (DRAFT_WORDS,) if self.has_drafts else ()


def _pdf(paper: Paper) -> bytes:
    from core.documents.paper_pdf import paper_pdf  # noqa: PLC0415 - only whoever asks waits for the library

    return paper_pdf(paper)


def _docx(paper: Paper) -> bytes:
    from core.documents.paper_docx import paper_docx  # noqa: PLC0415 - the same

    return paper_docx(paper)


# What makes a file of each kind, and its media type.
MAKERS: Mapping[str, tuple[Callable[[Paper], bytes], str]] = {
    "pdf": (_pdf, PDF_TYPE),
    "docx": (_docx, WORD_TYPE),
}

# What a reader is offered of a result, in that order: what is read, then what is counted on.
OFFERED = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV"}
