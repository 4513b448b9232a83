"""The page Rapport: the texts of an area's report, by those who may write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.catalogue import Catalogue
from core.documents.area_versions_view import (
    DRAFT,
    Files,
    editable_area,
    frozen_words,
    seen_by,
    without_area,
)
from core.documents.worked_on import AreaDecks, WorkedOn
from core.features.reports.report import SECTION_TITLES, Section
from core.features.reports.report_fill import deck_paragraphs
from core.features.reports.report_words import UNWRITTEN
from core.features.reports.store import ReportVersion, current_reports
from core.state.merging import theirs_in
from core.web.choices import DECK, PRESENT, REPORT
from core.web.drafts import WorkKind
from core.web.render import render
from core.web.typed import CONFIRMED, notice_of, typed_before
from core.web.visit import Visit

# In the form: the texts hold though the figures have changed.
SURE = "stammer"
_ASKED_FOR = {
    Section.SUMMARY: "Det viktigaste på en halv sida, för den som bara läser det här.",
    Section.OBSERVATIONS: "Vad som går bra, vad som går sämre och vad som har ändrats. "
    "Bildspelets berättelser med diagram står efter texten.",
    Section.COMPARISONS: "Hur kommunerna ligger till mot varandra och landet, och vad ni lärde av andra. "
    "Tabellen över alla kommuner står efter texten.",
    Section.CONCLUSIONS: "Vad ni drar för slutsatser, och vad ni tänker göra.",
    Section.ACTED: "Vad kommunerna gör åt det som sticker ut, varför, och vad siffrorna har gjort sedan dess.",
    Section.EXAMPLES: "Vad någon kommun gör som andra kan ta efter.",
}

_FILES = (("PDF", "pdf"), ("Word", "docx"))
_EMPTY = {
    Section.OBSERVATIONS: "Är fältet tomt står bara bildspelets berättelser där.",
    Section.ACTED: "Är fältet tomt finns avsnittet inte i rapporten.",
}


@dataclass(frozen=True)
class SectionForm:
    """A section's field. ``otherwise`` is what stands there when nothing is written; ``empty`` says what else does.

    ``outdated`` tells that the text was written of other figures.
    """

    key: str
    title: str
    asked_for: str
    text: str
    otherwise: tuple[str, ...]
    empty: str
    outdated: str


def report_html(asked: Visit, decks: AreaDecks) -> str:
    """The form with the area's texts, filled from DECKS. Raises NotAllowedError for whoever may not write them."""
    figures, known = asked.figures, editable_area(asked)
    if figures is None or known is None:
        return without_area(asked, "rapport")
    area = known.id
    reports = current_reports(asked.catalogue)
    versions = reports.versions(area, by=asked.person)
    given_out, typed = reports.last_frozen(area), typed_before(asked, WorkKind.REPORT)
    now = decks.worked_on(figures, area)
    return render(
        "report_page.html",
        address=asked.address,
        name=known.name,
        sections=_sections(versions[0] if versions else None, now, typed),
        theirs=theirs_in(typed),
        given_out=frozen_words(given_out, "utgiven"),
        files=report_files(area) if given_out else (),
        draft_files=report_files(DRAFT + area),
        filled_from=_filled_from(now),
        deck=f"{DECK}?omrade={area}",
        seen=seen_by(asked, versions, area, typed),
        confirmed=typed.get(CONFIRMED, ""),
        versions=versions,
        shown=given_out.number if given_out else 0,
        back=PRESENT,
        notice=notice_of(asked, typed),
    )


def report_files(name: str) -> Files:
    """The report of NAME (an area, or its draft) to take away."""
    return tuple((words, f"{REPORT}/{name}.{kind}") for words, kind in _FILES)


def given_out_files(catalogue: Catalogue, area: str) -> Files:
    """What readers can take away of AREA's report: nothing before it is given out."""
    return report_files(area) if current_reports(catalogue).last_frozen(area) else ()


def _filled_from(now: WorkedOn) -> str:
    """Which figures the report has, and whether readers see the same deck."""
    if now.deck.is_frozen:
        return f"det frysta, siffror per {now.deck.figures_on}"
    if now.is_draft:
        return "utkastet med dagens siffror, som läsarna inte ser förrän det är fryst"
    return "som görs av sig självt av dagens siffror"


def _sections(newest: ReportVersion | None, now: WorkedOn, typed: Mapping[str, str]) -> list[SectionForm]:
    written = newest.written.texts if newest else {}
    old = newest.written.outdated(now.stamp) if newest else {}
    return [
        SectionForm(
            key=section.value,
            title=SECTION_TITLES[section],
            asked_for=_ASKED_FOR[section],
            text=typed.get(section.value, "") if typed else written.get(section, ""),
            otherwise=deck_paragraphs(section, now.deck),
            empty=_EMPTY.get(section, f"Är fältet tomt står det ”{UNWRITTEN}”"),
            outdated=old.get(section, ""),
        )
        for section in Section
    ]
