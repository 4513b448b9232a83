"""What is done on the page Målnivåer: setting targets, undoing it, and a file of them. Rights are asked for in core."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from core.access.events import Event, told
from core.documents.files import CSV_TYPE
from core.errors import NyckeltalError
from core.features.targets.form import (
    AREA,
    DROP,
    FILE,
    FILE_SAVE,
    FILE_TODAY,
    LINE,
    MOMENT,
    PLACE,
    PREVIEW,
    SAVE,
    SEAL,
    SURE,
    UNDO,
    WORK,
    WORK_PARAM,
    common_in,
    form_of,
    lines_in,
    typed_in,
)
from core.features.targets.page import UNDO_FIELD
from core.features.targets.preview import preview_of
from core.targets.export import targets_csv
from core.targets.lines import ReadLine, read_lines
from core.targets.planning import MOST_BYTES, plan, read_hers
from core.targets.setting import TargetSetting, current_setting
from core.targets.versions import SavedTargets
from core.web.alone import no_file
from core.web.answers import attachment, back, signed_out, visit_of
from core.web.choices import GOALS, TARGETS
from core.web.drafts import PendingWork, Work, WorkKind, current_drafts
from core.web.file_desk import FileDesk
from core.web.forms import Form, SentFile, file_routes, form_routes
from core.web.kept_forms import UNCHANGED
from core.web.notices import Notice
from core.web.visit import Visit
from core.words.numbers import number_in

_AT_ONCE = 2
# An area has some ten indicators with a handful of lines each; sixteen fields a line.
_FORM_BYTES, _FORM_FIELDS = 400_000, 4_000


A = TypeVar("A")


def _also_before(answers: Mapping[str, A]) -> dict[str, A]:
    """ANSWERS by path, also by that which each had before the goal chain took it: for tabs that are open since then."""
    return {path: answer for at, answer in answers.items() for path in (at, at.replace(TARGETS, GOALS, 1))}


def target_routes() -> list[BaseRoute]:
    """The forms, the preview while one types, and today's targets as a file."""
    routes = partial(form_routes, at_once=_AT_ONCE, most_bytes=_FORM_BYTES, most_fields=_FORM_FIELDS)
    forms = {SAVE: _saved, UNDO: _undone, FILE_SAVE: _file_saved, DROP: _dropped}
    return [
        *routes(_also_before(forms)),
        # Beside the forms: whoever types must not wait for somebody's file.
        *routes(_also_before({PREVIEW: _previewed})),
        *file_routes(_also_before({FILE: _file_sent}), at_once=_AT_ONCE, most_bytes=MOST_BYTES),
        FileDesk().route(FILE_TODAY, _today),
    ]


class _Deed:
    """Somebody's form: where it belongs, and what answers it needs."""

    def __init__(self, request: Request, form: Form) -> None:
        self.who: Visit = visit_of(request)
        snapshot = self.who.figures.snapshot if self.who.figures else None
        self.setting: TargetSetting = current_setting(self.who.catalogue, snapshot)
        self.form = form
        self.place = form.get(PLACE, "")
        self.area = form.get(AREA, "")

    @property
    def pending(self) -> PendingWork:
        return current_drafts().only(WorkKind.TARGETS)

    def told(self, notice: Notice, work: int = 0) -> Response:
        """Back to the table, or to the WORK that is not saved."""
        number = {WORK_PARAM: str(work)} if work else {}
        return back(TARGETS, notice, kommun=self.place, omrade=self.area, **number)

    def refused(self, error: NyckeltalError, work: int = 0) -> Response:
        """Back, with why it was not done."""
        return self.told(Notice(str(error), is_good=False), work)

    def signed_out(self) -> Response:
        """Sign in; what was typed is there again for whoever wrote it, and for nobody else."""
        typed, work = typed_in(self.form), 0
        if self.who.writer.is_signed_in:
            with suppress(NyckeltalError):
                work = self.keep(typed)
        place = {"kommun": self.place, "omrade": self.area, WORK_PARAM: str(work or "")}
        texts = (f"{line.kpi}: {', '.join(filter(None, line.texts.values()))}" for line in lines_in(self.form))
        return signed_out(TARGETS, place, is_kept=bool(work), typed=texts)

    def lines(self) -> list[ReadLine]:
        """What the form's lines ask for. Raises NotAllowedError."""
        common = common_in(self.form)
        return read_lines(self.setting, self.place, lines_in(self.form), common, by=self.who.person)

    def kept(self, lines: list[ReadLine]) -> int:
        """The work in which what was typed in LINES is kept."""
        touched = [read.line for read in lines if read.change or not read.is_fine]
        return self.keep(form_of(touched, common_in(self.form)) | {AREA: self.area})

    def keep(self, fields: Mapping[str, str]) -> int:
        """The writer's work in which FIELDS are kept from now on."""
        by, now = self.who.writer, self.who.now
        if (number := number_in(self.form.get(WORK, ""))) and self._is_there(number):
            return self.pending.put_fields(number, fields, by=by, now=now).id
        return self.pending.begin(WorkKind.TARGETS, self.place, fields, by=by, now=now).id

    def work(self) -> Work:
        """The piece that the form names. Raises WorkGoneError, NoAccountError."""
        return self.pending.get(number_in(self.form.get(WORK, "")), by=self.who.person)

    def _is_there(self, number: int) -> bool:
        mine = self.pending.mine(WorkKind.TARGETS, by=self.who.writer)
        return any((one.id, one.subject, one.has_file) == (number, self.place, False) for one in mine)


def _saved(request: Request, form: Form) -> Response:
    """The table's changes, all or none; what cannot be saved stands there still, with what is wrong."""
    deed = _Deed(request, form)
    if not deed.who.person.is_signed_in:
        return deed.signed_out()
    try:
        lines = deed.lines()
    except NyckeltalError as error:
        return deed.refused(error)
    wrong = [read for read in lines if not read.is_fine]
    try:
        if wrong:
            return deed.told(Notice(_wrong_words(wrong), is_good=False), deed.kept(lines))
        return _done(deed, lines)
    except NyckeltalError as error:
        return deed.refused(error)


def _done(deed: _Deed, lines: list[ReadLine]) -> Response:
    changes = [read.change for read in lines if read.change]
    try:
        done = deed.setting.save(changes, by=deed.who.person, now=deed.who.now)
    except NyckeltalError as error:
        return deed.refused(error, deed.kept(lines))
    if number := number_in(deed.form.get(WORK, "")):
        deed.pending.remove(number, by=deed.who.person)
    return deed.told(_saved_notice(done))


def _wrong_words(wrong: list[ReadLine]) -> str:
    faults = sum(len(read.faults) for read in wrong)
    doubts = sum(len(read.doubts) for read in wrong if read.is_doubted)
    overtaken = [read.overtaken for read in wrong if read.overtaken]
    parts = ["Inget är sparat än, och det du skrev står kvar."]
    if faults:
        parts.append(f"{faults if faults > 1 else 'Ett'} fel att rätta, i rött.")
    if doubts:
        parts.append(f"{f'{doubts} ovanliga nivåer' if doubts > 1 else 'En ovanlig nivå'} att bekräfta eller rätta.")
    return " ".join([*parts, *dict.fromkeys(overtaken[:3])])


def _saved_notice(done: SavedTargets) -> Notice:
    if done.moment is None:
        return Notice(UNCHANGED, is_good=True)
    return Notice(f"Sparat: {_counted(done)}.", is_good=True, fields={UNDO_FIELD: done.moment.isoformat()})


def _counted(done: SavedTargets) -> str:
    counts = (
        (done.added, "nytt", "nya"),
        (done.changed, "ändrat", "ändrade"),
        (done.removed, "borttaget", "borttagna"),
    )
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)


def _undone(request: Request, form: Form) -> Response:
    """What held before a save holds again, as new versions."""
    deed = _Deed(request, form)
    moment = _moment(form.get(MOMENT, ""))
    try:
        done = deed.setting.undo(moment, by=deed.who.person, now=deed.who.now) if moment else SavedTargets(None)
    except NyckeltalError as error:
        return deed.refused(error)
    if done.moment is None:
        return deed.told(Notice("Det finns inget att ångra.", is_good=False))
    return deed.told(Notice("Ångrat: det som gällde förut gäller igen.", is_good=True))


def _moment(text: str) -> datetime | None:
    """The moment of a save that TEXT says, in UTC; None for anything else, also where there is no such day in UTC."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _previewed(request: Request, form: Form) -> Response:
    """How the line that is being typed, and its indicator, would look."""
    deed = _Deed(request, form)
    try:
        lines = deed.lines()
    except NyckeltalError as error:
        return JSONResponse({"fel": str(error)}, 403)
    kpis = {read.line.kpi for read in lines}
    held = [version for version in deed.setting.current(deed.place, by=deed.who.person) if version.target.kpi in kpis]
    found = preview_of(deed.who.figures, deed.place, lines, held, number_in(form.get(LINE, "")))
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


def _file_sent(request: Request, form: Form, file: SentFile | None) -> Response:
    """A file is kept until it is saved or thrown away; the page reads it."""
    deed = _Deed(request, form)
    by, now = deed.who.person, deed.who.now
    if file is None:
        return deed.told(Notice("Ingen fil var vald. Välj en fil och försök igen.", is_good=False))
    if not deed.setting.areas(deed.place, by=by):
        return deed.told(Notice("Ditt konto får inte sätta mål för kommunen.", is_good=False))
    if len(file.content) > MOST_BYTES:
        return deed.told(Notice("Filen är större än 1 MB. Dela upp den i flera filer.", is_good=False))
    try:
        work = deed.pending.begin(WorkKind.TARGETS, deed.place, {AREA: deed.area}, by=by, now=now)
        deed.pending.put_file(work.id, file.name, file.content, by=by, now=now)
        if old := number_in(form.get(WORK, "")):
            deed.pending.remove(old, by=by)
    except NyckeltalError as error:
        return deed.refused(error)
    return back(TARGETS, None, kommun=deed.place, omrade=deed.area, **{WORK_PARAM: str(work.id)})


def _file_saved(request: Request, form: Form) -> Response:
    """All of a file, as it was seen in the preview."""
    deed = _Deed(request, form)
    by = deed.who.person
    try:
        work = deed.work()
        upload = read_hers(deed.setting, deed.pending.content(work.id, by=by), by=by)
        if upload.faults:
            return deed.told(Notice("Filen har fel, så inget är sparat.", is_good=False), work.id)
        planned = plan(deed.setting, [target for _, target in upload.targets], by=by)
        if planned.seal != form.get(SEAL):
            text = "Målen har ändrats sedan du såg förhandsvisningen. Se på den nya, och spara igen om det ska gälla."
            return deed.told(Notice(text, is_good=False), work.id)
        if planned.doubts and planned.doubt_seal != form.get(SURE):
            text = "Inget är sparat än. Bekräfta att de ovanliga nivåerna stämmer, eller rätta dem i filen."
            return deed.told(Notice(text, is_good=False), work.id)
        done = deed.setting.save(planned.changes, by=by, now=deed.who.now)
        deed.pending.remove(work.id, by=by)
    except NyckeltalError as error:
        return deed.refused(error, number_in(form.get(WORK, "")))
    return deed.told(_saved_notice(done))


def _dropped(request: Request, form: Form) -> Response:
    """What was begun, a file or what was typed, is thrown away."""
    deed = _Deed(request, form)
    try:
        deed.pending.remove(number_in(form.get(WORK, "")), by=deed.who.person)
    except NyckeltalError as error:
        return deed.refused(error)
    return deed.told(Notice("Kastat. Inget av det är sparat.", is_good=True))


def _today(request: Request) -> Response:
    """The targets that hold in an area, or in all that one may set, as the file that can be sent back."""
    params = request.query_params
    deed = _Deed(request, {PLACE: params.get("kommun", ""), AREA: params.get("omrade", "")})
    try:
        allowed = {area.id for area in deed.setting.areas(deed.place, by=deed.who.person)}
        if not allowed:
            return no_file(request, "Logga in med ett konto som får sätta mål för kommunen.", 403)
        areas = allowed & {deed.area} if deed.area else allowed
        kpis = [indicator.kpi for indicator in deed.setting.catalogue.indicators if indicator.area in areas]
        content = targets_csv(deed.setting.frame(deed.place, kpis, by=deed.who.person), deed.setting.references)
    except NyckeltalError as error:
        return no_file(request, str(error), 503)
    name = "-".join(filter(None, ("mal", deed.setting.references.names[deed.place].lower(), deed.area)))
    told(Event.EXPORT, deed.who.person.login, about=f"{name}.csv")
    return attachment(content, CSV_TYPE, f"{name}.csv", is_kept=False)
