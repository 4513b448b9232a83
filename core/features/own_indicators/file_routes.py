"""The files of own indicators: the template to fill in, the list of faults, and a version's values."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.events import Event, told
from core.access.rights import NotAllowedError
from core.documents.files import CSV_TYPE, EXCEL_TYPE
from core.errors import NyckeltalError
from core.features.own_indicators.check_view import FAULTS_FILE
from core.features.own_indicators.history_view import VALUES_FILE
from core.features.own_indicators.models import Form
from core.features.own_indicators.shared import places_of, wizard_of
from core.features.own_indicators.store import current_own
from core.features.own_indicators.template import Template, fault_list, filled_template, template_csv, template_xlsx
from core.features.own_indicators.work import participants
from core.tabular.limits import FIRST_YEAR
from core.tabular.years_and_genders import KINDS
from core.web.alone import no_file
from core.web.answers import attachment, visit_of
from core.web.choices import DOWNLOADS
from core.web.file_desk import FileDesk
from core.web.visit import Visit
from core.words.numbers import number_in

TEMPLATE_FILE = f"{DOWNLOADS}/mall"
_USUAL_YEARS = 5
# A template is filled in by hand: longer than this it is no help.
_MOST_YEARS = 40

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class File:
    """A file as it goes out."""

    name: str
    media_type: str
    content: bytes


Make = Callable[[Visit, Mapping[str, str]], File]


def own_file_routes() -> list[BaseRoute]:
    """GET routes of the three kinds of files; only for whoever may see what is in them."""
    makes: dict[str, Make] = {TEMPLATE_FILE: _template, FAULTS_FILE: _faults, VALUES_FILE: _values}
    desk = FileDesk()
    return [desk.route(path, partial(_answered, make)) for path, make in makes.items()]


def _answered(make: Make, request: Request) -> Response:
    """The file. Never kept: it is made for one person."""
    try:
        who = visit_of(request)
        file = make(who, request.query_params)
    except NotAllowedError as error:
        return no_file(request, str(error), HTTPStatus.FORBIDDEN)
    except NyckeltalError as error:
        log.warning("a file could not be made: %s", error, exc_info=True)
        return no_file(request, str(error), HTTPStatus.NOT_FOUND)
    told(Event.EXPORT, who.person.login, about=file.name)
    return attachment(file.content, file.media_type, file.name, is_kept=False)


def _template(who: Visit, params: Mapping[str, str]) -> File:
    """The template for the piece of work that PARAMS name, with what is known filled in."""
    wizard = wizard_of(who.person, who.catalogue, who.figures, who.now)
    progress = wizard.progress(number_in(params.get("arbete", "")))
    fields, before = progress.work.fields, progress.before
    years = _years(who, params)
    members = participants(who.catalogue, progress.area)
    if before:
        places = places_of(who.figures, who.catalogue)
        # What there is, and a year more to fill in.
        more = years if params.get("till") else [who.now.year - 1]
        template = filled_template(
            before.version.indicator, before.values, places, years=more, municipalities=tuple(members)
        )
    else:
        template = Template(fields.get("name", ""), fields.get("unit", ""), members, years)
    return _file(_chosen(template, params), params.get("typ", ""), "mall")


def _years(who: Visit, params: Mapping[str, str]) -> list[int]:
    usual = who.now.year - 1
    last = number_in(params.get("till", "")) or usual
    last = min(max(last, FIRST_YEAR), who.now.year + 1)
    first = number_in(params.get("fran", "")) or last - _USUAL_YEARS + 1
    return list(range(max(first, FIRST_YEAR, last - _MOST_YEARS + 1), last + 1)) or [last]


def _chosen(template: Template, params: Mapping[str, str]) -> Template:
    """TEMPLATE as the form beside it asks; what is filled in already decides where there is anything."""
    kind = params.get("period", "")
    return replace(
        template,
        form=Form.WIDE if params.get("upplagg") == Form.WIDE.name.lower() else Form.LONG,
        kind=template.kind or (kind if kind in KINDS and not template.values else ""),
        by_gender=template.by_gender or params.get("kon") == "ja",
        with_persons=template.with_persons or params.get("antal") == "ja",
    )


def _file(template: Template, kind: str, stem: str) -> File:
    name = f"{stem} {template.name}".strip().replace("/", "-")[:80]
    if kind == "xlsx":
        return File(f"{name}.xlsx", EXCEL_TYPE, template_xlsx(template))
    return File(f"{name}.csv", CSV_TYPE, template_csv(template))


def _faults(who: Visit, params: Mapping[str, str]) -> File:
    """Everything that is wrong with the file of the piece of work that PARAMS name."""
    wizard = wizard_of(who.person, who.catalogue, who.figures, who.now)
    upload = wizard.progress(number_in(params.get("arbete", ""))).upload
    if upload is None:
        raise NyckeltalError("Det finns ingen fil att lista felen i.", "Välj en fil först.")
    return File("fel i filen.csv", CSV_TYPE, fault_list(upload))


def _values(who: Visit, params: Mapping[str, str]) -> File:
    """The values of the version that PARAMS name, as a file that can be uploaded again."""
    own, id_ = current_own(who.catalogue), params.get("id", "")
    content = own.history.content(id_, number_in(params.get("version", "")), by=who.person)
    places = places_of(who.figures, who.catalogue)
    template = filled_template(content.version.indicator, content.values, places)
    return _file(template, "csv", f"{id_} version {content.version.number}")
