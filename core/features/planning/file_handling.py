"""A goals file on the page: sent or pasted, seen before it is saved, thrown away; and the plans as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.events import Event, told
from core.access.rights import NotAllowedError
from core.documents.files import CSV_TYPE, EXCEL_TYPE
from core.errors import NyckeltalError
from core.features.planning.desk import FILE, PART, Desk
from core.features.planning.goal_export import (
    Exported,
    exported,
    file_name,
    goals_csv,
    goals_xlsx,
    money_csv,
    money_xlsx,
)
from core.features.planning.goal_file import MOST_BYTES, GoalFile, may_put_in, read_goal_file
from core.features.planning.plan_view import UNDO_FIELD
from core.features.planning.saving import save
from core.features.planning.words import counted
from core.goals.checking import PlanError
from core.web.alone import no_file
from core.web.answers import attachment, back, signed_out, visit_of
from core.web.choices import DOWNLOADS, PLAN
from core.web.drafts import Work, WorkKind, current_drafts
from core.web.file_desk import FileDesk
from core.web.forms import Form, SentFile, file_routes, form_routes
from core.web.notices import Notice
from core.web.typed import WORK
from core.words.numbers import number_in

SEND, PASTE, SAVE, DROP = f"{PLAN}/fil", f"{PLAN}/klistra", f"{PLAN}/fil/spara", f"{PLAN}/kasta"
CSV_FILE, EXCEL_FILE = f"{DOWNLOADS}/plan.csv", f"{DOWNLOADS}/plan.xlsx"
MONEY_CSV_FILE, MONEY_EXCEL_FILE = f"{DOWNLOADS}/plan-budget.csv", f"{DOWNLOADS}/plan-budget.xlsx"
PASTED, REPLACES, SEAL, SURE = "tabell", "ersatt", "sigill", "saker"
_AT_ONCE = 2
# What is pasted may take six signs a letter in a form.
_PASTED_BYTES = 2_000_000


def file_routes_of() -> list[BaseRoute]:
    """The forms of files, and the plans as files."""
    desk = FileDesk()
    return [
        *file_routes({SEND: _sent}, at_once=_AT_ONCE, most_bytes=MOST_BYTES),
        *form_routes({PASTE: _pasted, SAVE: _saved, DROP: _dropped}, at_once=_AT_ONCE, most_bytes=_PASTED_BYTES),
        desk.route(CSV_FILE, partial(_written, write=goals_csv, kind=CSV_TYPE)),
        desk.route(EXCEL_FILE, partial(_written, write=goals_xlsx, kind=EXCEL_TYPE)),
        desk.route(MONEY_CSV_FILE, partial(_written, write=money_csv, kind=CSV_TYPE, begins="budget")),
        desk.route(MONEY_EXCEL_FILE, partial(_written, write=money_xlsx, kind=EXCEL_TYPE, begins="budget")),
    ]


def read_work(desk: Desk, work: Work, content: bytes) -> GoalFile:
    """The file of WORK. Raises NotAllowedError."""
    replaces = work.fields.get(REPLACES) == "ja"
    return read_goal_file(content, desk.planning, desk.setting, desk.year, replaces=replaces)


def _place(desk: Desk, work: int = 0) -> dict[str, str]:
    here = {"kommun": desk.municipality, "plan": str(desk.year), PART: FILE}
    return here | ({WORK: str(work)} if work else {})


def _refused(desk: Desk, error: NyckeltalError, work: int = 0) -> Response:
    return back(PLAN, Notice(str(error), is_good=False), **_place(desk, work))


def _sent(request: Request, form: Form, file: SentFile | None) -> Response:
    desk = Desk(visit_of(request), form)
    try:
        desk.require_as_asked()
        if file is None:
            raise PlanError("Ingen fil var vald.", "Välj en fil och försök igen.")
        return _kept(desk, form, file.name, file.content)
    except NyckeltalError as error:
        return _refused_early(desk, error)


def _pasted(request: Request, form: Form) -> Response:
    """What was copied in Excel: a table with tabs between its cells."""
    desk, table = Desk(visit_of(request), form), form.get(PASTED, "")
    if not desk.visit.person.is_signed_in:
        return signed_out(PLAN, {}, is_kept=False, typed=[table])
    try:
        desk.require_as_asked()
        if not table.strip():
            raise PlanError("Inget var inklistrat.", "Kopiera tabellen i Excel, med rubrikerna, och klistra in den.")
        return _kept(desk, form, "inklistrad tabell", table.encode())
    except NyckeltalError as error:
        return _refused_early(desk, error)


def _refused_early(desk: Desk, error: NyckeltalError) -> Response:
    """Why a file was not taken; who may see nothing of the municipality is told without its page."""
    if isinstance(error, NotAllowedError):
        return back(PLAN, Notice(str(error), is_good=False))
    return _refused(desk, error)


def _kept(desk: Desk, form: Form, name: str, content: bytes) -> Response:
    by, now, pending = desk.visit.person, desk.visit.now, current_drafts().only(WorkKind.PLAN)
    if not may_put_in(desk.planning, desk.book):
        raise PlanError("Ditt konto får inte ändra någon plan här.", "Be administratören om du ska få det.")
    if len(content) > MOST_BYTES:
        raise PlanError("Filen är större än 1 MB.", "Dela upp den i flera filer.")
    fields = {REPLACES: form.get(REPLACES, "")}
    work = pending.begin(WorkKind.PLAN, desk.municipality, fields, by=by, now=now)
    pending.put_file(work.id, name, content, by=by, now=now)
    if old := number_in(form.get(WORK, "")):
        pending.remove(old, by=by)
    return back(PLAN, None, **_place(desk, work.id))


def _saved(request: Request, form: Form) -> Response:
    """All of a file, as it was seen."""
    desk, number = Desk(visit_of(request), form), number_in(form.get(WORK, ""))
    by, pending = desk.visit.person, current_drafts().only(WorkKind.PLAN)
    try:
        desk.require_as_asked()
        work = pending.get(number, by=by)
        found = read_work(desk, work, pending.content(number, by=by))
        if found.proposal is None:
            raise PlanError("Filen har fel, så inget är sparat.", "Rätta felen och läs in den igen.")
        if found.seal != form.get(SEAL):
            what = "Planerna eller nivåerna har ändrats sedan du såg vad filen gör."
            raise PlanError(what, "Se på det som det är nu, och spara igen om det ska gälla.")
        if found.doubts and found.doubt_seal != form.get(SURE):
            raise PlanError("Inget är sparat än.", "Bekräfta det som ska bekräftas, eller rätta filen.")
        saved = save(desk.planning, desk.setting, found.proposal)
        pending.remove(number, by=by)
    except NyckeltalError as error:
        return _refused(desk, error, number)
    fields = {UNDO_FIELD: saved.mark} if saved else {}
    place = {"kommun": desk.municipality, "plan": str(desk.year)}
    return back(PLAN, Notice(f"Sparat: {counted(found.proposal)}.", is_good=True, fields=fields), **place)


def _dropped(request: Request, form: Form) -> Response:
    desk = Desk(visit_of(request), form)
    try:
        current_drafts().only(WorkKind.PLAN).remove(number_in(form.get(WORK, "")), by=desk.visit.person)
    except NyckeltalError as error:
        return _refused(desk, error)
    return back(PLAN, Notice("Kastat. Inget av det är sparat.", is_good=True), **_place(desk))


def _written(request: Request, *, write: Callable[[Exported], bytes], kind: str, begins: str = "mal") -> Response:
    """The plans of a year, or one body's, as the file that can be sent back; without plans the template."""
    desk = Desk(visit_of(request), request.query_params)
    try:
        bodies = None if desk.body is None else (desk.body.id,)
        found = exported(desk.planning, desk.setting, desk.year, bodies)
    except NotAllowedError as error:
        return no_file(request, str(error), 403)
    body = desk.body.name if desk.body and begins == "mal" else ""
    name = f"{file_name(desk.place, desk.year, body, begins)}.{'csv' if kind == CSV_TYPE else 'xlsx'}"
    told(Event.EXPORT, desk.visit.person.login, about=name)
    return attachment(write(found), kind, name, is_kept=False)
