"""What a leader does with exercises by forms, and results as files. Rights are asked for in ``core.cycle``."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.events import Event
from core.access.events import told as noted
from core.access.rights import NotAllowedError
from core.catalogue.exercises import Per, default_exercises
from core.cycle.working import CycleError
from core.documents.comparison_view import comparison_frame
from core.documents.files import KINDS
from core.documents.own_templates import in_own_template
from core.documents.paper import MAKERS, Paper
from core.documents.paper_files import paper_recipe
from core.documents.results_view import RULE, results_frame
from core.errors import NyckeltalError
from core.features.exercises.comparison import COMPARED, comparing_of, comparison_now
from core.features.exercises.document import comparison_paper, results_paper
from core.features.exercises.page import KEY, leading_of, results_now
from core.outcomes.exercise_answers import filled
from core.outcomes.exercise_comparison import LEAST
from core.outcomes.exercises import is_secret, items_of
from core.web.alone import no_file
from core.web.answers import back, signed_out, visit_of
from core.web.choices import EXERCISE, EXERCISES, room_screen_path
from core.web.file_desk import FileDesk, Recipe, asked_file_of
from core.web.forms import Form, form_routes, redirected
from core.web.kept_forms import UNDONE, saved_words
from core.web.notices import Notice
from core.web.typed import BATCH, DEED
from core.web.visit import Visit
from core.words.dates import today
from core.words.formats import listed

_AT_ONCE = 1
_KINDS = (*KINDS, *MAKERS)
_SOURCE = ("Källa", "Svaren i övningen.")
_SECRET = ("Vad som visas", RULE)


def exercise_routes() -> list[BaseRoute]:
    """POST /ovningar and /ovning, GET /ovning/resultat.<kind> and /ovning/jamforelse.<kind>."""
    desk = FileDesk()
    return [
        *form_routes({EXERCISES: _started, EXERCISE: _done}, at_once=_AT_ONCE),
        desk.route(f"{EXERCISE}/resultat.{{kind}}", _file),
        desk.route(f"{EXERCISE}/jamforelse.{{kind}}", _comparison_file),
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
    if run.is_live:
        return redirected(room_screen_path(municipality, run.id))
    return back(EXERCISE, Notice("Övningen är öppen.", is_good=True), **place, **{KEY: run.id})


def _done(request: Request, form: Form) -> Response:
    """A run is closed; its result shown to all, or beside other municipalities'; and all of that taken back."""
    visit, municipality, key = visit_of(request), form.get("kommun", "")[:16], form.get(KEY, "")[:32]
    place = {"kommun": municipality, KEY: key}
    if not visit.person.is_signed_in:
        return signed_out(EXERCISE, place, is_kept=False)
    try:
        notice = _deed(visit, municipality, key, form)
    except NyckeltalError as error:
        return back(EXERCISE, Notice(" ".join(str(error).split()), is_good=False), **place)
    return back(EXERCISE, notice, **place)


def _deed(visit: Visit, municipality: str, key: str, form: Form) -> Notice:
    """Do what FORM asks for with the run KEY; what is told of it. Raises NyckeltalError."""
    leading, comparing = leading_of(visit, municipality), comparing_of(visit, municipality)
    function, is_sure = form.get("funktion", ""), form.get("saker") == "ja"
    match form.get(DEED, ""):
        case "stang":
            leading.close(key)
            return Notice("Övningen är stängd. Inga fler svar kommer in.", is_good=True)
        case "visa-alla":
            leading.show_all(key, function, is_sure=is_sure)
            return Notice("Alla får se resultatet. Det kan läggas till i ett bildspel.", is_good=True)
        case "visa-inte":
            leading.show_nobody(key)
            return Notice("Resultatet visas bara för inloggade i kommunen.", is_good=True)
        case "saga-ja":
            save = comparing.agree(key, function, is_sure=is_sure)
            return saved_words("Resultatet står bredvid de andras som har sagt ja.", save)
        case "ta-tillbaka":
            return saved_words("Resultatet jämförs inte längre.", comparing.take_back(key))
        case "angra":
            comparing.undo(form.get(BATCH, "")[:64])
            return Notice(UNDONE, is_good=True)
    raise CycleError("Det går inte att göra med en övning.", "Läs in sidan igen.")


def _file(request: Request) -> Response | Recipe:
    """What a closed run came to, for who may read the municipality's plans."""
    asked = asked_file_of(request, _KINDS)
    if isinstance(asked, Response):
        return asked
    visit, figures, kind, municipality = asked
    try:
        found = results_now(visit, municipality, request.query_params.get(KEY, "")[:32])
    except NotAllowedError as error:
        return no_file(request, str(error), 403)
    if found is None or found.run.closed_on is None:
        return no_file(request, "Övningen finns inte, eller är inte stängd än.", 404)
    run, place, is_example = found.run, figures.snapshot.municipalities[municipality], figures.snapshot.info.is_example
    name = f"{'exempel ' if is_example else ''}{run.title[:80]} {run.closed_on}.{kind}"
    noted(Event.EXPORT, visit.person.login, about=name)

    def paper() -> Paper:
        return in_own_template(results_paper(found, place, is_example=is_example), kind, municipality, figures)

    about = [("Övning", run.title), ("Kommun", place), ("Stängd", str(run.closed_on)), _SOURCE]
    rule = [_SECRET] if is_secret(run) else []
    return paper_recipe(kind, name, paper, partial(results_frame, found), [*about, *rule])


def _comparison_file(request: Request) -> Response | Recipe:
    """What an exercise came to in the municipalities that agree, for who may read the plans of one of them."""
    asked = asked_file_of(request, _KINDS)
    if isinstance(asked, Response):
        return asked
    visit, figures, kind, municipality = asked
    exercise = default_exercises().get(request.query_params.get(COMPARED, ""))
    try:
        found = comparison_now(visit, figures, municipality, exercise) if exercise else None
    except NotAllowedError as error:
        return no_file(request, str(error), 403)
    if found is None or len(found.places) < LEAST:
        return no_file(request, "Det finns inget att jämföra: säg ja på resultatets sida, och vänta på en till.", 404)
    day, is_example = today(visit.now), figures.snapshot.info.is_example
    name = f"{'exempel ' if is_example else ''}{found.exercise.title[:80]} kommuner {day}.{kind}"
    noted(Event.EXPORT, visit.person.login, about=name)

    def paper() -> Paper:
        drawn = comparison_paper(found, municipality, day, is_example=is_example)
        return in_own_template(drawn, kind, municipality, figures)

    names = listed([one for one, _ in found.places.values()])
    about = [("Övning", found.exercise.title), ("Kommuner", names), ("Jämfört", str(day)), _SOURCE, _SECRET]
    return paper_recipe(kind, name, paper, partial(comparison_frame, found), about)
