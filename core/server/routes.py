"""Plain HTTP: assets, downloads and health."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from core.errors import NyckeltalError
from core.overview.figures import Figures, figure_source
from core.server.index import ASSETS
from core.ui.choices import DOWNLOADS, Choices, Unknown, read
from core.ui.downloads import KINDS, Download, indicator_download, overview_download

log = logging.getLogger(__name__)

_A_YEAR = "public, max-age=31536000, immutable"


class _Assets(StaticFiles):
    """Files that never change under the address they are asked by."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers["Cache-Control"] = _A_YEAR
        return response


def routes() -> list[BaseRoute]:
    """All routes beside Streamlit's."""
    return [
        Mount("/assets", _Assets(directory=ASSETS)),
        Route("/halsa", _health),
        Route(f"{DOWNLOADS}/oversikt.{{kind}}", _answer(overview_download)),
        Route(f"{DOWNLOADS}/indikator.{{kind}}", _answer(indicator_download)),
    ]


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


def _fault(request: Request, choices: Choices, unknown: list[Unknown]) -> str:
    """What the link to a download lacks, in words; empty when it is whole."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        return f"Filtypen ”{kind[:20]}” finns inte. Det finns: {', '.join(KINDS)}."
    if unknown:
        return " ".join(f"{u.what} ”{u.given}” finns inte. {u.offers}" for u in unknown)
    if choices.municipality is None:
        return "Länken är inte hel: välj en kommun först."
    if choices.kpi is None and request.url.path.startswith(f"{DOWNLOADS}/indikator"):
        return "Länken säger inte vilken indikator som ska laddas ner."
    return ""


def _answer(make: Callable[[Figures, Choices, str], Download]) -> Callable[[Request], Response]:
    """A route's function: Starlette runs it in a thread, since making a file takes a while."""

    def answer(request: Request) -> Response:
        kind = request.path_params["kind"]
        try:
            figures = figure_source().get()
            if figures is None:
                return PlainTextResponse("Det finns inga siffror än.", status_code=503)
            choices, unknown = read(request.query_params, figures)
            if fault := _fault(request, choices, unknown):
                return PlainTextResponse(fault, status_code=404)
            download = make(figures, choices, kind)
        except NyckeltalError as error:
            log.warning("download failed: %s", error)
            return PlainTextResponse(str(error), status_code=503)
        disposition = f"attachment; filename*=UTF-8''{quote(download.name)}"
        return Response(download.content, media_type=download.media_type, headers={"Content-Disposition": disposition})

    return answer
