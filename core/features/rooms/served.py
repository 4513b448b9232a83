"""What a room's pages stand in: the head of a page alone, its script, and answers to that script."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response

from core.catalogue import default_catalogue
from core.web.alone import CONTENT_SECURITY_POLICY
from core.web.assets import asset_version
from core.web.choices import ROOM
from core.web.forms import NO_STORE
from core.web.render import render

_HEADERS = {"Cache-Control": NO_STORE, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
_A_YEAR = "public, max-age=31536000, immutable"


def alone_page(template: str, status: int = 200, **context: Any) -> Response:
    """TEMPLATE as a page that stands alone."""
    page = render(template, brand=default_catalogue().cooperation.name, version=asset_version(), **context)
    return Response(page, status, _HEADERS, media_type="text/html")


def told_alone(title: str, *texts: str, status: int = 200) -> Response:
    """A page alone that says how it is."""
    return alone_page("answer_told.html", status, title=title, texts=texts, again="")


def as_json(found: Any, status: int = 200) -> Response:
    """FOUND for a script of ours, kept by nobody."""
    return JSONResponse(found, status, {"Cache-Control": NO_STORE})


@cache
def script(name: str) -> str:
    """The script NAME of this feature, with what all of them share before it."""
    here = Path(__file__).parent
    return "\n".join((here / file).read_text(encoding="utf-8") for file in ("kept.js", name))


def script_address(name: str) -> str:
    """Where it is, under an address that changes with it."""
    return f"{ROOM}/{name}?v={hashlib.sha256(script(name).encode()).hexdigest()[:12]}"


def script_answer(name: str) -> Response:
    """The answer with it."""
    return Response(script(name), media_type="text/javascript", headers={"Cache-Control": _A_YEAR})
