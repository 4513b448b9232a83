"""Plain HTTP: assets, downloads and health."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from core.documents.files import KINDS, MEDIA_TYPES
from core.errors import NyckeltalError
from core.settings import Settings
from core.site.downloads import download, file_name
from core.site.figures import figure_source
from core.site.site import FEATURES, SITE, TABLES
from core.web.address import Unknown, read
from core.web.alone import NO_STORE, no_file
from core.web.assets import ASSETS, asset_version, first_script, script, stylesheet
from core.web.choices import Choices, download_path
from core.web.file_desk import FileDesk, Find, Recipe, recipe
from core.words.dates import today

SECURITY_TXT = "/.well-known/security.txt"
_A_CONTACT_HOLDS = timedelta(days=365)
_A_YEAR = "public, max-age=31536000, immutable"


class _Assets(StaticFiles):
    """Files that never change under the address they are asked by."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers["Cache-Control"] = _A_YEAR
        return response


def routes() -> list[BaseRoute]:
    """All routes beside Streamlit's."""
    tables = FileDesk()
    return [
        Route("/assets/app.css", _made_of(stylesheet, "text/css")),
        Route("/assets/app.js", _made_of(script, "text/javascript")),
        Route("/assets/first.js", _made_of(first_script, "text/javascript")),
        Mount("/assets", _Assets(directory=ASSETS)),
        Route("/halsa", _health),
        Route(SECURITY_TXT, _security_txt),
        *(route for feature in FEATURES for route in feature.routes()),
        *(tables.route(download_path(page, "{kind}"), _found(page)) for page in TABLES),
    ]


def _made_of(text: Callable[[], str], media_type: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        # While a new version is put in place, a page of one server's may ask another: that answer is kept by nobody.
        is_asked_for = request.query_params.get("v", asset_version()) == asset_version()
        return Response(text(), media_type=media_type, headers={"Cache-Control": _A_YEAR if is_asked_for else NO_STORE})

    return answer


def _health(_: Request) -> Response:
    """Whether there are figures to show, and how old they are."""
    try:
        figures = figure_source().get()
    except NyckeltalError as error:
        return JSONResponse({"ok": False, "fel": error.message}, status_code=503)
    if figures is None:
        return JSONResponse({"ok": False, "fel": "inga siffror"}, status_code=503)
    info = figures.snapshot.info
    known = {"ok": True, "hamtad": info.fetched_at.isoformat(), "exempel": info.is_example}
    return JSONResponse(known | {"aldre_version": info.is_older})


def _security_txt(_: Request) -> Response:
    """Whom to tell of a hole, as RFC 9116 has it."""
    contact = Settings.from_environment().security_contact
    if contact is None:
        return PlainTextResponse("Ingen kontakt är angiven. Den som driver sidan: se docs/operations.md.", 404)
    expires = datetime.now(UTC).replace(microsecond=0) + _A_CONTACT_HOLDS
    return PlainTextResponse(f"Contact: {contact}\nExpires: {expires.isoformat()}\nPreferred-Languages: sv, en\n")


def _fault(kind: str, page: str, choices: Choices, unknown: list[Unknown]) -> str:
    """What the link to a download lacks, in words; empty when it is whole."""
    if kind not in KINDS:
        return f"Filtypen ”{kind[:20]}” finns inte. Det finns: {', '.join(KINDS)}."
    if unknown:
        return " ".join(one.words for one in unknown)
    if choices.municipality is None:
        return "Länken är inte hel: välj en kommun först."
    if choices.kpi is None and SITE[page].needs_indicator:
        return "Länken säger inte vilken indikator som ska laddas ner."
    return ""


def _found(page: str) -> Find:
    """What finds PAGE's files."""

    def found(request: Request) -> Response | Recipe:
        kind = request.path_params["kind"]
        figures = figure_source().get()
        if figures is None:
            return no_file(request, "Det finns inga siffror än.", 503)
        choices, unknown = read(request.query_params, figures)
        if fault := _fault(kind, page, choices, unknown):
            return no_file(request, fault, 404)
        table = SITE[page].table
        day = str(today(datetime.now(UTC))) if table and table.is_dated else ""
        made_of = (day, str(figures.snapshot.file), str(figures.revision), page, repr(choices))
        return recipe(
            lambda: download(figures, choices, page, kind).content,
            MEDIA_TYPES[kind],
            file_name(figures, choices, page, kind),
            *made_of,
        )

    return found
