"""What is done in the wizard: each form is kept before anything is said about it, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.errors import NyckeltalError
from core.features.own_indicators.indicators import FORM
from core.features.own_indicators.progress import NOTE
from core.features.own_indicators.shared import wizard_of
from core.features.own_indicators.store import current_own
from core.features.own_indicators.words import state_words
from core.features.own_indicators.work import LONGEST_OWN_NOTE, PutTogetherError, Wizard
from core.features.own_indicators.work_page import PATIENCE, Step
from core.state.versions import OvertakenError
from core.tabular.limits import MOST_BYTES
from core.web.answers import back, signed_out, visit_of
from core.web.choices import OWN, OWN_HISTORY, OWN_WORK
from core.web.drafts import WorkGoneError
from core.web.forms import Answer, Form, SentFile, file_routes, form_routes, writers_login
from core.web.notices import Notice
from core.web.visit import Visit
from core.words.numbers import number_in

_AT_ONCE = 4
# Reading a large file takes seconds of a core.
_FILES_AT_ONCE = 2
# The longest texts of the description, each letter as %C3%A5.
_MOST_FORM_BYTES = 200_000
# Some 20 000 rows: tabs, line ends and å take three to six signs in a form. More is sent as a file.
_MOST_PASTED_BYTES = 2_000_000

WORK_FIELD, SEEN_FIELD, PASTED_FIELD = "arbete", "sett", "tabell"
# What a pasted table is called where a file has its name.
PASTED_NAME = "inklistrad tabell.txt"

# What is done with the piece of work that the form names; the answer to it.
Deed = Callable[[Wizard, Visit, int, Form], Response]


def work_routes() -> list[BaseRoute]:
    """The forms of the wizard, and those that begin one."""
    answers: dict[str, Answer] = {
        f"{OWN}/nytt": partial(_answered, _begun),
        f"{OWN_HISTORY}/ny": partial(_answered, _version_begun),
        f"{OWN_WORK}/beskriv": partial(_answered, _described),
        f"{OWN_WORK}/undan": _kept,
        f"{OWN_WORK}/bekrafta": partial(_answered, _confirmed),
        f"{OWN_WORK}/val": partial(_answered, _chosen),
        f"{OWN_WORK}/utan-fil": partial(_answered, _without_file),
        f"{OWN_WORK}/kasta": partial(_answered, _discarded),
    }
    return [
        *form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_FORM_BYTES),
        # One at a time: whoever presses the button twice makes one version.
        *form_routes({f"{OWN_WORK}/spara": partial(_answered, _saved)}, at_once=1, most_bytes=_MOST_FORM_BYTES),
        *form_routes(
            {f"{OWN_WORK}/klistra": partial(_answered, _pasted)}, at_once=_FILES_AT_ONCE, most_bytes=_MOST_PASTED_BYTES
        ),
        *file_routes({f"{OWN_WORK}/fil": _read}, at_once=_FILES_AT_ONCE, most_bytes=MOST_BYTES, sender=writers_login),
    ]


def _answered(deed: Deed, request: Request, form: Form) -> Response:
    """What DEED answers; what cannot be done is said on the page that the form stands on."""
    who, number = visit_of(request), number_in(form.get(WORK_FIELD, ""))
    if not who.person.is_signed_in:
        return _signed_out(who, number, form)
    try:
        return deed(_wizard(who), who, number, form)
    except NyckeltalError as error:
        return _refused(error, number, form)


def _wizard(who: Visit) -> Wizard:
    return wizard_of(who.writer, who.catalogue, who.figures, who.now)


def _signed_out(who: Visit, number: int, form: Form, file: SentFile | None = None) -> Response:
    """Sign in; what was typed, ticked or chosen in any step lies in the writer's work by then."""
    fields, is_kept = _plain(form), False
    if text := form.get(PASTED_FIELD, ""):
        file = SentFile(PASTED_NAME, text.encode("utf-8", "replace"))
    with suppress(NyckeltalError):
        _wizard(who).keep(number, fields)
        if file:
            _wizard(who).keep_file(number, file.name, file.content)
        is_kept = True
    texts = (fields[name] for name in (*FORM, NOTE, PASTED_FIELD) if name in fields)
    params = {WORK_FIELD: str(number or ""), "steg": form.get("steg", "")[:1]}
    return signed_out(OWN_WORK if number else OWN, params if number else {}, is_kept=is_kept, typed=texts)


def _refused(error: NyckeltalError, number: int, form: Form) -> Response:
    notice = Notice.of(error)
    if isinstance(error, WorkGoneError) or not number:
        return back(OWN, notice)
    return back(OWN_WORK, notice, arbete=str(number), steg=form.get("steg", "")[:1])


def _to(number: int, step: Step, notice: Notice | None = None) -> Response:
    return back(OWN_WORK, notice, arbete=str(number), steg=str(int(step)))


def _begun(wizard: Wizard, _: Visit, __: int, ___: Form) -> Response:
    return _to(wizard.begin().id, Step.DESCRIBE)


def _version_begun(wizard: Wizard, _: Visit, __: int, form: Form) -> Response:
    step = Step.FILE if form.get("steg") == str(int(Step.FILE)) else Step.DESCRIBE
    return _to(wizard.begin_version(form.get("id", "")).id, step)


def _described(wizard: Wizard, _: Visit, number: int, form: Form) -> Response:
    wizard.describe(number, _plain(form))
    progress = wizard.progress(number)
    if progress.faults:
        return _to(number, Step.DESCRIBE)
    return _to(number, Step.FILE)


def _kept(request: Request, form: Form) -> Response:
    """Keeps what is being typed, without a word about it: a script sends it now and then."""
    who = visit_of(request)
    try:
        _wizard(who).keep(number_in(form.get(WORK_FIELD, "")), _plain(form))
    except NyckeltalError:
        return Response(status_code=HTTPStatus.CONFLICT)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _plain(form: Form) -> dict[str, str]:
    """FORM with the line ends that were typed: browsers send each as two signs."""
    return {name: text.replace("\r\n", "\n") for name, text in form.items()}


def _read(request: Request, form: Form, file: SentFile | None) -> Response:
    who, number = visit_of(request), number_in(form.get(WORK_FIELD, ""))
    if not who.person.is_signed_in:
        return _signed_out(who, number, {**form, "steg": str(int(Step.CHECK if file else Step.FILE))}, file)
    try:
        wizard = _wizard(who)
        if file is None:
            return _to(number, Step.FILE, Notice("Välj en fil först.", is_good=False))
        wizard.put_file(number, file.name, file.content, PATIENCE)
    except NyckeltalError as error:
        return _refused(error, number, {**form, "steg": str(int(Step.FILE))})
    return _to(number, Step.CHECK)


def _pasted(wizard: Wizard, _: Visit, number: int, form: Form) -> Response:
    """A table that was copied in a spreadsheet is a file with tabs."""
    text = form.get(PASTED_FIELD, "")
    if not text.strip():
        return _to(number, Step.FILE, Notice("Klistra in tabellen först, med rubrikerna.", is_good=False))
    wizard.put_file(number, PASTED_NAME, text.encode("utf-8", "replace"), PATIENCE)
    return _to(number, Step.CHECK)


def _confirmed(wizard: Wizard, _: Visit, number: int, form: Form) -> Response:
    progress = wizard.confirm(number, form.get("bekraftat", ""))
    if left := len(progress.unanswered):
        text = "En sak återstår att bekräfta." if left == 1 else f"{left} saker återstår att bekräfta."
        return _to(number, Step.CHECK, Notice(text, is_good=False))
    return _to(number, Step.PREVIEW if progress.has_values else Step.CHECK)


def _chosen(wizard: Wizard, _: Visit, number: int, form: Form) -> Response:
    wizard.choose(number, form.get("blad", ""), form.get("kolumn", ""))
    return _to(number, Step.CHECK)


def _without_file(wizard: Wizard, _: Visit, number: int, __: Form) -> Response:
    wizard.remove_file(number)
    return _to(number, Step.FILE, Notice("Filen är borttagen ur arbetet.", is_good=True))


def _discarded(wizard: Wizard, _: Visit, number: int, __: Form) -> Response:
    wizard.discard(number)
    return back(OWN, Notice("Det påbörjade arbetet är borttaget.", is_good=True))


def _saved(wizard: Wizard, who: Visit, number: int, form: Form) -> Response:
    """A draft, and then published or sent where that was the button; the draft stays if it cannot be."""
    try:
        made = wizard.save(number, _plain(form).get("note", "")[:LONGEST_OWN_NOTE], form.get(SEEN_FIELD, ""))
    except OvertakenError as error:
        if error.kept is None:
            raise
        return back(OWN_HISTORY, Notice.of(error), id=error.kept.indicator.id)
    except PutTogetherError as error:
        return _to(number, Step.DESCRIBE if error.has_theirs else Step.PREVIEW, Notice.of(error))
    except NyckeltalError as error:
        return _refused(error, number, {"steg": str(int(Step.PREVIEW))})
    id_ = made.indicator.id
    if form.get("vad") != "publicera":
        return back(OWN_HISTORY, Notice(state_words(made), is_good=True), id=id_)
    try:
        made = current_own(who.catalogue).publishing.publish(id_, made.number, by=who.person, now=who.now)
    except NyckeltalError as error:
        text = f"Version {made.number} är sparad som utkast, men inte publicerad. {Notice.of(error).text}"
        return back(OWN_HISTORY, Notice(text, is_good=False), id=id_)
    return back(OWN_HISTORY, Notice(state_words(made), is_good=True), id=id_)
