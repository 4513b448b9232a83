"""A document of each kind, made with a template to see how it is: of the figures' first area, with made-up texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from core.documents.deck import Deck
from core.documents.paper import Block, Grid, Heading, Line, Look, Paper
from core.documents.template_kinds import Made, TemplateKind
from core.errors import NyckeltalError
from core.features.decks.shown import DecksNow
from core.features.measures.sheet import Sheet, SheetOption
from core.features.reports.store import ReportTexts, report_of
from core.outcomes.figures import Figures, figure_source

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
    foot="Källa: Kolada",
    is_example=False,
)


def _deck(made: Made) -> bytes:
    from core.features.decks.pptx_file import deck_pptx  # noqa: PLC0415 - only whoever asks waits for the library

    return deck_pptx((_area_deck(_figures()),), made)


def _report(made: Made) -> bytes:
    from core.features.reports.report_docx import report_docx  # noqa: PLC0415 - the same

    figures = _figures()
    deck = _area_deck(figures)
    return report_docx(report_of(figures, deck, ReportTexts(area=deck.area)), made)


def _paper(made: Made) -> bytes:
    from core.documents.paper_docx import paper_docx  # noqa: PLC0415 - the same

    day = f"Gjord {datetime.now(UTC).date().isoformat()}"
    name = made.kind.swedish
    return paper_docx(
        Paper(name, f"Prov av {name.lower()}", ("En rad till.",), "Källa: Kolada", day, _BLOCKS, made=made)
    )


def _decision(made: Made) -> bytes:
    from core.features.measures.one_page_word import sheet_docx  # noqa: PLC0415 - the same

    return sheet_docx(_SHEET, made)


def _figures() -> Figures:
    figures = figure_source().get()
    if figures is None:
        raise NyckeltalError("Det finns inga siffror att prova mallen med.", "Hämta siffror först.")
    return figures


def _area_deck(figures: Figures) -> Deck:
    return DecksNow().worked_on(figures, figures.catalogue.areas[0].id).deck


TRIALS: Mapping[TemplateKind, Callable[[Made], bytes]] = {
    **dict.fromkeys(TemplateKind, _paper),
    TemplateKind.DECK: _deck,
    TemplateKind.REPORT: _report,
    TemplateKind.DECISION: _decision,
}
