"""What is kept of each way to a provider and back: a signed cookie a way, so that two tabs do not meet."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from core.access.form import OIDC, STATE_COOKIE
from core.access.service import sealing_key

# As long as somebody may look for her telephone.
_SECONDS = 600
# Ways that were begun and left: a browser sends all their cookies with every request.
_MOST_WAYS = 5
_PREFIX = f"{STATE_COOKIE}-"


def keep_way(request: Request, response: Response, state: str, way: dict[str, Any], *, is_secure: bool) -> None:
    """Let the browser keep WAY, which STATE names, with RESPONSE; of many that it has, the oldest are forgotten."""
    begun = [name for name in request.cookies if name.startswith(_PREFIX)]
    for name in begun[: max(0, len(begun) - _MOST_WAYS + 1)]:
        response.delete_cookie(name, path=OIDC)
    kept = _seal().dumps(way)
    response.set_cookie(
        _name(state),
        kept if isinstance(kept, str) else kept.decode(),
        max_age=_SECONDS,
        path=OIDC,
        secure=is_secure,
        httponly=True,
        samesite="lax",
    )


def kept_way(request: Request, state: str) -> dict[str, Any]:
    """The way that STATE names; nothing where this browser has not begun it, or too long ago."""
    try:
        way: dict[str, Any] = _seal().loads(request.cookies.get(_name(state), ""), max_age=_SECONDS)
    except BadSignature:
        return {}
    return way


def forget_way(response: Response, state: str) -> None:
    """The way that STATE names is at its end."""
    response.delete_cookie(_name(state), path=OIDC)


def _seal() -> URLSafeTimedSerializer:
    """The same on all servers with the same database: one may begin the way, and another end it."""
    return URLSafeTimedSerializer(sealing_key("oidc"), salt="oidc")


def _name(state: str) -> str:
    return _PREFIX + sha256(state.encode("utf-8", "surrogatepass")).hexdigest()[:16]
