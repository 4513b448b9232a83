"""The report: its form, and the files that are made of it. Rights are asked for in ``core.documents.area_versions``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.rights import Action, may
from core.documents.area_forms import DEED, about, restored, sent
from core.documents.area_versions_view import DRAFT, VERSION
from core.documents.deck import Deck
from core.documents.own_templates import made_for
from core.documents.template_kinds import OWN_REPORT, PDF_TYPE, WORD_TYPE, Made, TemplateKind
from core.documents.worked_on import AreaDecks
from core.features.reports.page import SURE
from core.features.reports.report import SECTION_TITLES, Report, Section
from core.features.reports.report_fill import deck_paragraphs
from core.features.reports.store import ReportTexts, current_reports, report_of
from core.web.alone import no_file
from core.web.answers import visit_of
from core.web.choices import REPORT
from core.web.drafts import WorkKind
from core.web.file_desk import FileDesk, Recipe, recipe
from core.web.forms import Form, form_routes
from core.web.kept_forms import Kept, area_form, area_in, asked_first
from core.web.visit import Visit
from core.words.formats import listed
from core.words.numbers import number_in

_AT_ONCE = 2
# Five texts, every letter of which may take six signs in a form.
_MOST_BYTES = 400_000


def _pdf(report: Report, _: Made) -> bytes:
    from core.features.reports.report_pdf import report_pdf  # noqa: PLC0415 - only whoever asks waits for the library

    return report_pdf(report)


def _docx(report: Report, made: Made) -> bytes:
    from core.features.reports.report_docx import report_docx  # noqa: PLC0415 - the same

    return report_docx(report, made)


_MAKERS = {
    "pdf": (_pdf, PDF_TYPE),
    "docx": (_docx, WORD_TYPE),
}


def report_routes(decks: AreaDecks) -> list[BaseRoute]:
    """The page's forms, and /rapport/<area>.pdf and .docx, filled from DECKS."""
    page = area_form(REPORT, WorkKind.REPORT, _typed)
    answers = {
        f"{REPORT}/spara": page.answering(partial(_saved, decks)),
        f"{REPORT}/aterstall": page.answering(restored(current_reports, "texterna")),
        f"{REPORT}/dra-tillbaka": page.answering(_withdrawn),
    }
    forms = form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES)
    return [*forms, FileDesk().route(f"{REPORT}/{{name}}.{{kind}}", partial(_file, decks))]


def _typed(form: Form) -> dict[str, str]:
    return {section.value: form[section.value] for section in Section if section.value in form}


def _saved(decks: AreaDecks, who: Visit, form: Form) -> str | Kept:
    (area, figures), reports = about(who, form), current_reports(who.catalogue)
    now = decks.worked_on(figures, area)
    if form.get(DEED) == "fyll":
        return _filled(now.deck, _typed(form))
    empty, is_given_out = ReportTexts(area=area), form.get(DEED) == "ge-ut"
    found = sent(who, form, reports, empty, typed=_typed(form), is_shown_first=lambda _: is_given_out)
    if isinstance(found, Kept):
        return found
    before, read = found.newest.written if found.newest else empty, ReportTexts.read(found.form, area)
    written = read.stamped(before, now.stamp, is_sure=bool(form.get(SURE)))
    if not is_given_out:
        version = reports.save(written, parent=found.seen, by=who.person, now=who.now)
        return f"Version {version.number} är sparad. Läsarna ser den när du ger ut den.{found.also}"
    report, old = report_of(figures, now.deck, written), written.outdated(now.stamp)
    doubts = [f"Inte skrivet: {lacking}."] if (lacking := _unwritten(report)) else []
    doubts += [f"{SECTION_TITLES[section]}: {why[:1].lower()}{why[1:]}" for section, why in old.items()]
    words = f"Inget är utgivet än. {' '.join(doubts)} Tryck en gång till om rapporten ska ges ut ändå."
    # Of a table that has changed once more the same is said.
    every = [*doubts, *([now.stamp] if old else [])]
    if asked := asked_first(words, every, form, _typed(form), about=(area, found.seen)):
        return asked
    written = written.stamped(written, now.stamp, is_sure=True)
    version = reports.freeze(written, report, parent=found.seen, by=who.person, now=who.now)
    return f"Version {version.number} är utgiven: det är den som läsarna har."


def _filled(deck: Deck, typed: Mapping[str, str]) -> Kept:
    """What was TYPED, with DECK's words where that is nothing."""
    own = {section.value: "\n".join(deck_paragraphs(section, deck)) for section in Section}
    filled = {key: text if text.strip() else own[key] for key, text in typed.items()}
    return Kept("Bildspelets text står nu i de fält som var tomma. Inget är sparat än.", filled)


def _unwritten(report: Report) -> str:
    """Which sections say nothing; '' where all do."""
    return listed([SECTION_TITLES[one.section] for one in report.sections if report.is_empty(one)])


def _withdrawn(who: Visit, form: Form) -> str:
    seen = number_in(form.get("sedd", ""))
    current_reports(who.catalogue).withdraw(area_in(form), parent=seen, by=who.person, now=who.now)
    return "Rapporten är tillbakadragen: läsarna ser den inte längre. Texterna finns kvar här."


def _report(decks: AreaDecks, who: Visit, name: str, number: int) -> Report | None:
    """The report that NAME means: what is given out of an area, or its draft (version NUMBER) for who may write it.

    To the day as it is called now: what is given out has its figures and words as they were.
    """
    found = _found(decks, who, name, number)
    return found and found.model_copy(update={"day": decks.day(who.catalogue)})


def _found(decks: AreaDecks, who: Visit, name: str, number: int) -> Report | None:
    area, reports = name.removeprefix(DRAFT), current_reports(who.catalogue)
    if area not in who.catalogue.area_by_id:
        return None
    if area == name:
        given_out = reports.last_frozen(area)
        return given_out.frozen if given_out else None
    if who.figures is None or not may(who.person, Action.EDIT_DECK, area=area):
        return None
    version = reports.version(area, number, by=who.person) if number else reports.newest(area)
    found = version and version.frozen
    if not found:
        written = version.written if version else ReportTexts(area=area)
        found = report_of(who.figures, decks.worked_on(who.figures, area).deck, written)
    shown = reports.last_frozen(area)
    is_draft = version is None or shown is None or shown.number != version.number
    return found.model_copy(update={"is_draft": is_draft})


def _file(decks: AreaDecks, request: Request) -> Response | Recipe:
    """A report to take away."""
    name, kind = request.path_params["name"], request.path_params["kind"]
    if kind not in _MAKERS:
        return no_file(request, f"Filtypen ”{kind[:20]}” finns inte. Det finns: {', '.join(_MAKERS)}.", 404)
    who = visit_of(request)
    report = _report(decks, who, name, number_in(request.query_params.get(VERSION, "")))
    if report is None:
        return no_file(request, "Rapporten finns inte, eller är inte utgiven än.", 404)
    maker, media_type = _MAKERS[kind]
    made = OWN_REPORT
    if kind == "docx" and who.figures is not None:
        made = made_for(TemplateKind.REPORT, who.choices.municipality or who.person.municipality, who.figures)
    return recipe(
        partial(maker, report, made),
        media_type,
        f"Rapport {report.file_stem()}.{kind}",
        *("rapport", report.model_dump_json(), made.key),
    )
