"""Browsers that answer without an account: told from each other by a cookie of random letters, and nothing more."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from core.access.form import ANSWERS_COOKIE
from core.web.choices import ANSWER

_A_DAY = 24 * 3600
_OWN_MACHINE = ("localhost", "127.0.0.1")


def token_in(request: Request) -> str:
    """What tells one browser from another; '' for one that keeps nothing."""
    return request.cookies.get(ANSWERS_COOKIE, "")[:64]


def give_token(request: Request, response: Response, *, path: str = ANSWER, days: int = 60) -> Response:
    """RESPONSE, by which a browser that has none gets what its answers under PATH are kept together by for DAYS."""
    if not token_in(request):
        is_own_machine = request.url.scheme == "http" and request.url.hostname in _OWN_MACHINE
        response.set_cookie(
            ANSWERS_COOKIE,
            secrets.token_urlsafe(16),
            max_age=days * _A_DAY,
            path=path,
            secure=not is_own_machine,
            httponly=True,
            samesite="lax",
        )
    return response
