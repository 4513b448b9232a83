"""A document of each kind, made with a template to see how it is: of the made-up country, whatever the figures are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from core.documents.deck import Deck, Glance, Story
from core.documents.paper import Block, Grid, Heading, Line, Look, Paper
from core.documents.template_kinds import Made, TemplateKind
from core.features.measures.sheet import Sheet, SheetOption
from core.features.reports.report import AppendixRow, Report, ReportSection, ReportStory, Section
from core.words.sources import EXAMPLE

_FILE = Path(__file__).with_suffix(".json")
_TEXT = "Så här står en text i dokumentet, med åäö och siffror som 138 420 och −1,3. "
_BLOCKS: tuple[Block, ...] = (
    Heading("En rubrik", begins_page=True),
    Line(_TEXT * 3),
    Heading("En underrubrik", 2),
    Line("En stark rad", Look.STRONG),
    Line(_TEXT, Look.QUIET),
    Grid(("Mål", "Utfall", "Kommentar"), (0.4, 0.2, 0.4), (("Fler elever når målen", "87,2 %", _TEXT),) * 6),
    Heading("En rubrik till"),
    Line(_TEXT * 5),
)
_SHEET = Sheet(
    place="Underlag för beslut · Exempel",
    title="Ett förslag",
    chain=("Fullmäktigemål: Barn och elever når målen",),
    chart=None,
    figure="Behöriga till gymnasiet: 79,0 % (2022).",
    signals=("Målet nås inte.",),
    why=_TEXT * 2,
    is_assumed=False,
    options=(SheetOption("Ett alternativ", "Insats 2, effekt 4", (_TEXT, _TEXT, _TEXT, _TEXT)),) * 2,
    left_out=0,
    otherwise=_TEXT,
    proposal=_TEXT,
    foot=EXAMPLE,
    is_example=True,
)


def _deck(made: Made) -> bytes:
    from core.features.decks.pptx_file import deck_pptx  # noqa: PLC0415 - only whoever asks waits for the library

    return deck_pptx((_example(),), made)


def _report(made: Made) -> bytes:
    from core.features.reports.report_docx import report_docx  # noqa: PLC0415 - the same

    deck = _example()
    glance = next(one.content for one in deck.slides if isinstance(one.content, Glance))
    stories = [(one, one.content) for one in deck.slides if isinstance(one.content, Story)]
    report = Report(
        area=deck.area,
        name=deck.name,
        day=deck.event,
        figures_on=deck.figures_on,
        appendix_on=deck.figures_on,
        is_example=True,
        sections=tuple(ReportSection(section=one, paragraphs=(_TEXT * 3,) * 2) for one in Section),
        stories=tuple(
            ReportStory(title=slide.title, subtitle=slide.subtitle, story=told, source=slide.source)
            for slide, told in stories
        ),
        glance=glance,
        columns=glance.columns,
        appendix=tuple(
            AppendixRow(
                kpi=row.kpi,
                name=row.name,
                definition=_TEXT,
                unit=row.unit,
                source=EXAMPLE,
                year=str(deck.figures_on.year),
                cells=row.cells,
            )
            for row in glance.rows
        ),
    )
    return report_docx(report, made)


def _paper(made: Made) -> bytes:
    from core.documents.paper_docx import paper_docx  # noqa: PLC0415 - the same

    day = f"Gjord {datetime.now(UTC).date().isoformat()}"
    name = made.kind.swedish
    return paper_docx(Paper(name, f"Prov av {name.lower()}", ("En rad till.",), EXAMPLE, day, _BLOCKS, made=made))


def _decision(made: Made) -> bytes:
    from core.features.measures.one_page_word import sheet_docx  # noqa: PLC0415 - the same

    return sheet_docx(_SHEET, made)


@cache
def _example() -> Deck:
    """An area's slides in the made-up country, one of each kind and some with all that they may have."""
    return Deck.model_validate_json(_FILE.read_text(encoding="utf-8"))


TRIALS: Mapping[TemplateKind, Callable[[Made], bytes]] = {
    **dict.fromkeys(TemplateKind, _paper),
    TemplateKind.DECK: _deck,
    TemplateKind.REPORT: _report,
    TemplateKind.DECISION: _decision,
}
