"""Templates put in, used and taken away. Rights are asked for in ``core.documents.own_templates``."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.rights import NotAllowedError
from core.access.rows import digest
from core.documents.own_templates import own_templates
from core.documents.template_check import MOST_BYTES, Checked, check
from core.documents.template_kinds import Made, TemplateKind
from core.errors import NyckeltalError
from core.features.templates.page import KIND, NUMBER, OWN, PICTURE, TRIAL, owner_of_templates
from core.features.templates.trying import Trials, can_draw, picture_of
from core.web.alone import NO_STORE, no_file
from core.web.answers import back, signed_out, visit_of
from core.web.choices import TEMPLATES
from core.web.file_desk import FileDesk, Recipe, recipe
from core.web.forms import Form, SentFile, file_routes, form_routes
from core.web.notices import Notice
from core.words.numbers import number_in

_AT_ONCE, _MOST_TOLD = 1, 5


def template_routes(trials: Trials) -> list[BaseRoute]:
    """The page's forms, and its files; TRIALS make a document of each kind."""
    desk = FileDesk()
    return [
        *file_routes({f"{TEMPLATES}/las-in": partial(_sent, trials)}, at_once=_AT_ONCE, most_bytes=MOST_BYTES),
        *form_routes({f"{TEMPLATES}/anvand": _used}, at_once=_AT_ONCE),
        desk.route(f"{TEMPLATES}/{{kind}}/{OWN}.{{suffix}}", _template),
        desk.route(f"{TEMPLATES}/{{kind}}/{TRIAL}.{{suffix}}", partial(_trial, trials)),
        desk.route(f"{TEMPLATES}/{{kind}}/{PICTURE}", partial(_picture, trials)),
    ]


def _kind(name: str) -> TemplateKind:
    try:
        return TemplateKind(name)
    except ValueError as error:
        raise NyckeltalError("Det slaget av dokument finns inte.", "Läs in sidan igen.") from error


def _sent(trials: Trials, request: Request, form: Form, file: SentFile | None) -> Response:
    """A template looked at, tried and kept; used it is not yet."""
    who = visit_of(request)
    try:
        owner, kind = owner_of_templates(who.person), _kind(form.get(KIND, ""))
        found = check(kind, file.content) if file else Checked(("Ingen fil var vald. Välj en fil och försök igen.",))
        if file is None or found.faults:
            return back(TEMPLATES, _refused(kind, found.faults), **{KIND: kind.value})
        _tried(trials, Made(kind, own=file.content))
        by, now = who.person, who.now
        number = own_templates().add(owner, kind, file.name or "mall", file.content, found.warnings, by=by, now=now)
    except NyckeltalError as error:
        return back(TEMPLATES, Notice.of(error))
    words = f"Version {number} för {kind.swedish.lower()} är inläst, men används inte än. Se hur den blir först."
    return back(TEMPLATES, Notice(words, is_good=True), **{KIND: kind.value, NUMBER: str(number)})


def _refused(kind: TemplateKind, faults: tuple[str, ...]) -> Notice:
    more = f" … och {len(faults) - _MOST_TOLD} fel till." if len(faults) > _MOST_TOLD else ""
    told = " ".join(f"{n}. {fault}" for n, fault in enumerate(faults[:_MOST_TOLD], 1)) if len(faults) > 1 else faults[0]
    return Notice(f"Mallen för {kind.swedish.lower()} går inte att använda. {told}{more}", is_good=False)


def _tried(trials: Trials, made: Made) -> None:
    """Make a document with the template: what no check has foreseen is found here, and not by a reader."""
    try:
        trials[made.kind](made)
    except NyckeltalError:
        raise
    except Exception as error:
        what = f"Det gick inte att göra ett dokument med mallen ({type(error).__name__})."
        raise NyckeltalError(what, "Utgå från produktens mall och ändra lite i taget.") from error


def _used(request: Request, form: Form) -> Response:
    who = visit_of(request)
    if not who.person.is_signed_in:
        return signed_out(TEMPLATES, {}, is_kept=False)
    try:
        owner, kind, number = owner_of_templates(who.person), _kind(form.get(KIND, "")), number_in(form.get(NUMBER, ""))
        own_templates().use(owner, kind, number, by=who.person, now=who.now)
    except NyckeltalError as error:
        return back(TEMPLATES, Notice.of(error))
    name = kind.swedish.lower()
    words = f"Version {number} används nu för {name}." if number else f"Den egna mallen för {name} används inte längre."
    return back(TEMPLATES, Notice(words, is_good=True), **{KIND: kind.value})


def _asked(request: Request) -> tuple[Made, str] | Response:
    """The template that the address names, and what marks it; or why not."""
    who, number = visit_of(request), number_in(request.query_params.get(NUMBER, ""))
    try:
        owner, kind = owner_of_templates(who.person), _kind(request.path_params["kind"])
        content = own_templates().content(owner, kind, number, by=who.person)
    except NotAllowedError as error:
        return no_file(request, str(error), 403)
    except NyckeltalError as error:
        return no_file(request, str(error), 404)
    return Made(kind, f"Mall: prov av version {number}", content), f"{owner} {kind} {number}"


def _template(request: Request) -> Response | Recipe:
    found = _asked(request)
    if isinstance(found, Response):
        return found
    made, mark = found
    name = f"Mall {made.kind.swedish.lower()}.{made.kind.suffix}"
    return recipe(lambda: made.own, made.kind.media_type, name, OWN, mark, is_kept=False)


def _trial(trials: Trials, request: Request) -> Response | Recipe:
    found = _asked(request)
    if isinstance(found, Response):
        return found
    made, mark = found
    name = f"Prov {made.kind.swedish.lower()}.{made.kind.suffix}"
    return recipe(partial(trials[made.kind], made), made.kind.media_type, name, TRIAL, mark, is_kept=False)


def _picture(trials: Trials, request: Request) -> Response | Recipe:
    found = _asked(request)
    if isinstance(found, Response):
        return found
    if not can_draw():
        return no_file(request, "Bilder kan inte göras här. Ladda ner provet och öppna det.", 404)
    made, mark = found
    return Recipe(
        digest(f"{PICTURE} {mark}"),
        lambda: picture_of(trials[made.kind](made), made.kind.suffix),
        lambda content: Response(content, headers={"Cache-Control": NO_STORE}, media_type="image/png"),
    )
