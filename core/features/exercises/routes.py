"""What a leader does with exercises by forms, and results as files. Rights are asked for in ``core.cycle``."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from core.access.events import Event
from core.access.events import told as noted
from core.access.rights import NotAllowedError
from core.access.rows import digest
from core.catalogue.exercises import Per, default_exercises
from core.cycle.working import CycleError
from core.documents.files import BYTE_ORDER_MARK, KINDS, MEDIA_TYPES, to_csv, to_excel
from core.documents.own_templates import in_own_template
from core.documents.paper import MAKERS
from core.documents.results_view import results_frame
from core.errors import NyckeltalError
from core.features.exercises.document import results_paper
from core.features.exercises.page import KEY, leading_of, results_now
from core.outcomes.exercise_answers import filled
from core.outcomes.exercises import Results, items_of
from core.outcomes.figures import Figures
from core.web.answers import attachment, back, signed_out, visit_of
from core.web.choices import EXERCISE, EXERCISES, room_screen_path
from core.web.file_desk import FileDesk, Recipe
from core.web.forms import Form, form_routes, redirected
from core.web.notices import Notice
from core.web.typed import DEED

_AT_ONCE = 1
START, CLOSE, SHOW, HIDE = "starta", "stang", "visa-alla", "visa-inte"
_DONE = {
    CLOSE: "Övningen är stängd. Inga fler svar kommer in.",
    SHOW: "Alla får se resultatet. Det kan läggas till i ett bildspel.",
    HIDE: "Resultatet visas bara för inloggade i kommunen.",
}


def exercise_routes() -> list[BaseRoute]:
    """POST /ovningar and /ovning, GET /ovning/resultat.<kind>."""
    return [
        *form_routes({EXERCISES: _started, EXERCISE: _closed}, at_once=_AT_ONCE),
        FileDesk().route(f"{EXERCISE}/resultat.{{kind}}", _file),
    ]


def _started(request: Request, form: Form) -> Response:
    """A new run, and its page; told on the list where it cannot be."""
    visit, municipality, key = visit_of(request), form.get("kommun", "")[:16], form.get(KEY, "")[:32]
    place = {"kommun": municipality}
    if not visit.person.is_signed_in:
        return signed_out(EXERCISES, place, is_kept=False)
    try:
        leading, exercise = leading_of(visit, municipality), default_exercises().get(form.get("slag", ""))
        items = items_of(visit.figures, municipality, exercise) if visit.figures and exercise else ()
        if exercise and exercise.per is not Per.PERSON and not items:
            raise CycleError("Det finns inga mål i en beslutad plan att svara om.", "Lägg in dem på sidan Mål först.")
        typed = {"exercise": form.get("slag", ""), "title": form.get("namn", ""), "way": form.get("satt", "")}
        known = filled(visit.figures, municipality, exercise, items) if visit.figures and exercise else {}
        run = leading.start(key, typed, items, known)
    except NyckeltalError as error:
        return back(EXERCISES, Notice(" ".join(str(error).split()), is_good=False), **place)
    if run.of and run.of.is_live:
        return redirected(room_screen_path(municipality, run.id))
    return back(EXERCISE, Notice("Övningen är öppen.", is_good=True), **place, **{KEY: run.id})


def _closed(request: Request, form: Form) -> Response:
    """A run is closed, or its result shown to all or no longer."""
    visit, municipality, key = visit_of(request), form.get("kommun", "")[:16], form.get(KEY, "")[:32]
    place = {"kommun": municipality, KEY: key}
    if not visit.person.is_signed_in:
        return signed_out(EXERCISE, place, is_kept=False)
    try:
        leading, deed = leading_of(visit, municipality), form.get(DEED, "")
        if deed not in _DONE:
            raise CycleError("Det går inte att göra med en övning.", "Läs in sidan igen.")
        if deed == CLOSE:
            leading.close(key)
        elif deed == SHOW:
            leading.show_all(key, form.get("funktion", ""), is_sure=form.get("saker") == "ja")
        else:
            leading.show_nobody(key)
    except NyckeltalError as error:
        return back(EXERCISE, Notice(" ".join(str(error).split()), is_good=False), **place)
    return back(EXERCISE, Notice(_DONE[deed], is_good=True), **place)


def _about(found: Results, municipality: str, figures: Figures) -> list[tuple[str, str]]:
    """What there is to know about a result's figures."""
    return [
        ("Övning", found.run.title),
        ("Kommun", figures.snapshot.municipalities[municipality]),
        ("Stängd", str(found.run.closed_on)),
        ("Källa", "Svaren i övningen. Grupper där så få har svarat att någon kunde kännas igen visas inte."),
    ]


def _file(request: Request) -> Response | Recipe:
    """What a closed run came to, for who may read the municipality's plans."""
    visit, kind = visit_of(request), request.path_params["kind"]
    known = (*KINDS, *MAKERS)
    if kind not in known:
        return PlainTextResponse(f"Filtypen ”{kind[:20]}” finns inte. Det finns: {', '.join(known)}.", 404)
    figures, municipality = visit.figures, visit.choices.municipality
    if figures is None or municipality is None:
        return PlainTextResponse("Länken är inte hel: välj en kommun först.", 404)
    try:
        found = results_now(visit, municipality, request.query_params.get(KEY, "")[:32])
    except NotAllowedError as error:
        return PlainTextResponse(str(error), 403)
    if found is None or found.run.closed_on is None:
        return PlainTextResponse("Övningen finns inte, eller är inte stängd än.", 404)
    is_example = figures.snapshot.info.is_example
    name = f"{'exempel ' if is_example else ''}{found.run.title[:80]} {found.run.closed_on}.{kind}"
    noted(Event.EXPORT, visit.person.login, about=name)
    if kind in MAKERS:
        drawn = results_paper(found, figures.snapshot.municipalities[municipality], is_example=is_example)
        paper = in_own_template(drawn, kind, municipality, figures)
        make, media_type = MAKERS[kind]
        made, made_of = partial(make, paper), repr(paper)
    else:
        frame, media_type = results_frame(found), MEDIA_TYPES[kind]
        text = BYTE_ORDER_MARK + to_csv(frame)
        made = (
            partial(to_excel, {"Resultat": frame}, _about(found, municipality, figures))
            if kind == "xlsx"
            else partial(text.encode)
        )
        made_of = text
    return Recipe(
        digest("\0".join((media_type, name, made_of))),
        made,
        lambda content: attachment(content, media_type, name, is_kept=False),
    )
