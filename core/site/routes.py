"""Plain HTTP: assets, downloads and health."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from core.access.oidc import configured
from core.documents.downloads import KINDS, MEDIA_TYPES, OFFERED, download, file_name
from core.errors import NyckeltalError
from core.features.accounts.routes import account_routes
from core.features.accounts.sign_in import sign_in_routes
from core.features.comments.routes import comment_routes
from core.features.decks.presentations import presentation_routes
from core.features.decks.routes import deck_form_routes
from core.features.decks.shown import DecksNow
from core.features.own_indicators.routes import own_routes
from core.features.reports.routes import report_routes
from core.features.search.view import suggestions
from core.features.targets.routes import target_routes
from core.settings import Settings
from core.site.figures import figure_source
from core.web.address import Unknown, read
from core.web.choices import COMPARE, GROUP_FORM, INDICATOR, LEARN, PAGES, SUGGESTIONS, Choices, download_path, link
from core.web.file_desk import FileDesk, Find, Recipe, recipe
from core.web.streamlit_index import ASSETS, stylesheet

SECURITY_TXT = "/.well-known/security.txt"
_A_CONTACT_HOLDS = timedelta(days=365)
_MOST_SUGGESTED = 8
# More than any page compares; the page says how many it takes.
_MOST_CODES = 100
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
        Route("/assets/app.css", _stylesheet),
        Mount("/assets", _Assets(directory=ASSETS)),
        Route("/halsa", _health),
        Route(SECURITY_TXT, _security_txt),
        FileDesk().route(SUGGESTIONS, _suggestions),
        Route(GROUP_FORM, _chosen_group),
        *sign_in_routes(),
        *_ways_in_elsewhere(),
        *account_routes(),
        *own_routes(),
        *comment_routes(),
        *deck_form_routes(),
        *presentation_routes(),
        *report_routes(DecksNow()),
        *target_routes(),
        *(tables.route(download_path(page, "{kind}"), _found(page)) for page in OFFERED),
    ]


def _ways_in_elsewhere() -> list[BaseRoute]:
    """Sign-ins where people work. Raises OidcSettingsError at the start rather than at the first sign-in."""
    if not configured().providers:
        return []
    from core.features.accounts.oidc_routes import oidc_routes  # noqa: PLC0415 - a third of a second that most need not wait

    return oidc_routes()


def _stylesheet(_: Request) -> Response:
    return Response(stylesheet(), media_type="text/css", headers={"Cache-Control": _A_YEAR})


def _health(_: Request) -> Response:
    """Whether there are figures to show, and how old they are."""
    try:
        figures = figure_source().get()
    except NyckeltalError as error:
        return JSONResponse({"ok": False, "fel": error.message}, status_code=503)
    if figures is None:
        return JSONResponse({"ok": False, "fel": "inga siffror"}, status_code=503)
    info = figures.snapshot.info
    return JSONResponse({"ok": True, "hamtad": info.fetched_at.isoformat(), "exempel": info.is_example})


def _security_txt(_: Request) -> Response:
    """Whom to tell of a hole, as RFC 9116 has it."""
    contact = Settings.from_environment().security_contact
    if contact is None:
        return PlainTextResponse("Ingen kontakt är angiven. Den som driver sidan: se docs/operations.md.", 404)
    expires = datetime.now(UTC).replace(microsecond=0) + _A_CONTACT_HOLDS
    return PlainTextResponse(f"Contact: {contact}\nExpires: {expires.isoformat()}\nPreferred-Languages: sv, en\n")


def _suggestions(request: Request) -> Response:
    """What the text in the search field finds so far."""
    figures = figure_source().get()
    if figures is None:
        return JSONResponse([])
    choices, _ = read(request.query_params, figures)
    found = suggestions(figures, choices, request.query_params.get("q", ""))[:_MOST_SUGGESTED]
    return JSONResponse([asdict(hit) for hit in found])


def _chosen_group(request: Request) -> Response:
    """Takes the ticked municipalities to the page that compares them. A plain form: it works without any script."""
    figures = figure_source().get()
    if figures is None:
        return RedirectResponse(COMPARE, 303)
    params = request.query_params
    page = f"/{params.get('till', '')}"
    codes = sorted({code for code in params.getlist("med") if code.isdecimal()})[:_MOST_CODES]
    choices, _ = read(params, figures)
    address = link(page if page in PAGES else COMPARE, choices, group=".".join(codes) or None)
    return RedirectResponse(address, 303)


def _fault(kind: str, page: str, choices: Choices, unknown: list[Unknown]) -> str:
    """What the link to a download lacks, in words; empty when it is whole."""
    if kind not in KINDS:
        return f"Filtypen ”{kind[:20]}” finns inte. Det finns: {', '.join(KINDS)}."
    if unknown:
        return " ".join(one.words for one in unknown)
    if choices.municipality is None:
        return "Länken är inte hel: välj en kommun först."
    if choices.kpi is None and page in (INDICATOR, LEARN):
        return "Länken säger inte vilken indikator som ska laddas ner."
    return ""


def _found(page: str) -> Find:
    """What finds PAGE's files."""

    def found(request: Request) -> Response | Recipe:
        kind = request.path_params["kind"]
        figures = figure_source().get()
        if figures is None:
            return PlainTextResponse("Det finns inga siffror än.", status_code=503)
        choices, unknown = read(request.query_params, figures)
        if fault := _fault(kind, page, choices, unknown):
            return PlainTextResponse(fault, status_code=404)
        made_of = (str(figures.snapshot.file), str(figures.revision), page, repr(choices))
        return recipe(
            lambda: download(figures, choices, page, kind).content,
            MEDIA_TYPES[kind],
            file_name(figures, choices, page, kind),
            *made_of,
        )

    return found
