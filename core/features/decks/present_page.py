"""The page Presentation: the day's decks, to show and to take away; the day itself, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.access.rights import Action, may
from core.documents.area_versions_view import Files
from core.features.decks.day import LONGEST_NAME, SeminarDay
from core.features.decks.shown import day_areas
from core.features.decks.store import Decks, current_decks
from core.outcomes.figures import Figures
from core.web.choices import DECK, PRESENT, REPORT, Choices, link
from core.web.drafts import WorkKind
from core.web.pages import message
from core.web.render import render
from core.web.typed import typed_before
from core.web.visit import Visit

# The decks that are not an area's.
WHOLE_DAY, PAUSE = "dagen", "paus"
# In the day's address: with all slides of all areas.
EVERYTHING = "allt"
# In the address of a file: with the speakers' notes, for those who may edit.
WITH_NOTES = "anteckningar"
FILES = (("HTML", "html"), ("PowerPoint", "pptx"), ("PDF", "pdf"), ("Åhörarkopior", "3.pdf"))


@dataclass(frozen=True)
class DeckLine:
    """An area in the list: its deck, and its report, which has no files (words, address) until it is given out.

    ``edit`` and ``write`` are '' for whoever may not.
    """

    name: str
    status: str
    show: str
    edit: str
    files: Files
    report: Files
    write: str


def present_html(asked: Visit, reports: Callable[[str], Files]) -> str:
    """All decks, with what each is; REPORTS are the files of what is given out of an area."""
    if asked.figures is None:
        why = "Bildspelen görs av siffrorna. Administratören hämtar dem från Kolada."
        return message(asked.address, "Det finns inga siffror än", why, action="Till översikten")
    decks = current_decks(asked.catalogue)
    day = decks.day()
    is_administrator = may(asked.person, Action.CHANGE_SETTINGS)
    return render(
        "present.html",
        address=asked.address,
        day=day.words,
        show_day=f"{PRESENT}/{WHOLE_DAY}",
        show_everything=f"{PRESENT}/{WHOLE_DAY}?{EVERYTHING}=ja",
        show_pause=f"{PRESENT}/{PAUSE}",
        files=_files(WHOLE_DAY, asked),
        lines=[_line(asked, decks, area, reports(area)) for area in _every_area(asked.figures, day)],
        settings=_settings(asked, day) if is_administrator else None,
        longest_name=LONGEST_NAME,
        areas=[area.name for area in asked.catalogue.areas],
        notice=asked.notice,
    )


def _every_area(figures: Figures, day: SeminarDay) -> list[str]:
    """Those of the day first, in its order; then the others."""
    return list(dict.fromkeys((*day_areas(figures, day), *figures.catalogue.area_by_id)))


def _line(asked: Visit, decks: Decks, area: str, report: Files) -> DeckLine:
    frozen = decks.last_frozen(area)
    deck = frozen.frozen if frozen else None
    status = f"siffror per {deck.figures_on:%Y-%m-%d}, frysta" if deck else "gjort av dagens siffror"
    is_hers = may(asked.person, Action.EDIT_DECK, area=area)
    return DeckLine(
        name=asked.catalogue.area_by_id[area].name,
        status=status,
        show=f"{PRESENT}/{area}",
        edit=f"{DECK}?omrade={area}" if is_hers else "",
        files=_files(area, asked),
        report=_in_template(report, asked),
        write=f"{REPORT}?omrade={area}" if is_hers else "",
    )


def _files(name: str, asked: Visit) -> Files:
    return _in_template(tuple((words, f"{PRESENT}/{name}.{kind}") for words, kind in FILES), asked)


def _in_template(files: Files, asked: Visit) -> Files:
    """FILES, those that have a template with the municipality whose it is."""
    chosen = Choices(asked.choices.municipality)
    return tuple((words, link(to, chosen) if to.endswith((".pptx", ".docx")) else to) for words, to in files)


def _settings(asked: Visit, day: SeminarDay) -> dict[str, str]:
    """The day as it is typed; what could not be read comes back as it was."""
    known = asked.catalogue.area_by_id
    lines = [
        f"{session.begins:%H.%M} {known[session.area].name if session.area in known else session.words}"
        for session in day.sessions
    ]
    stored = {"namn": day.name, "dag": str(day.on or ""), "pass": "\n".join(lines)}
    return stored | dict(typed_before(asked, WorkKind.DAY))
