"""Signing in where one works: to the provider and back, then a session of our own as after a password.

Authlib does what must be right: state, nonce, PKCE and the token's signature. Streamlit's own ``st.login`` uses the
same library, but keeps who one is in a cookie of thirty days that no sign-out on the server can end.
"""

from __future__ import annotations

import logging
import secrets
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import anyio.to_thread
import httpx2 as httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from core.access.form import OIDC, RETURN_FIELD, SIGN_IN, STATE_COOKIE, local_address
from core.access.identities import sign_in
from core.access.oidc import ForeignTokenError, OidcSettings, Provider, configured, identity_of
from core.access.service import current_access, opened_state
from core.errors import NyckeltalError
from core.overview.figures import figure_source
from core.server.answers import back
from core.server.forms import address_of
from core.server.sign_in import signed_in
from core.settings import Settings
from core.ui.notices import Notice

# As long as somebody may look for her telephone.
_STATE_SECONDS = 600
_RETURN_TO = "return_to"

log = logging.getLogger(__name__)


def oidc_routes() -> list[BaseRoute]:
    """GET /inloggning/<provider> and /inloggning/<provider>/svar; none without settings.

    Raises OidcSettingsError.
    """
    settings = configured()
    if not settings.providers:
        return []
    ours = Middleware(
        SessionMiddleware,
        # The process's own: who is on her way when it restarts begins again.
        secret_key=secrets.token_hex(32),
        session_cookie=STATE_COOKIE,
        max_age=_STATE_SECONDS,
        path=OIDC,
        same_site="lax",
        https_only=settings.address.startswith("https://"),
    )
    routes = [Route("/{provider}", _sent), Route("/{provider}/svar", _answered)]
    return [Mount(OIDC, routes=routes, middleware=[ours])]


async def _sent(request: Request) -> Response:
    """On to the provider."""
    settings, provider = _asked(request)
    if provider is None:
        return _refused("Den inloggningen finns inte.")
    request.session[_RETURN_TO] = local_address(request.query_params.get(RETURN_FIELD, ""))
    try:
        response: Response = await _client(provider).authorize_redirect(request, settings.answer_address(provider))
    except (AuthlibBaseError, httpx.HTTPError, RuntimeError, ValueError):
        log.exception("the provider %s does not answer", provider.id)
        return _refused(f"{provider.name} svarar inte just nu. Försök igen om en stund.")
    return response


async def _answered(request: Request) -> Response:
    """Back from the provider: a session, and on to where one came from."""
    _, provider = _asked(request)
    if provider is None:
        return _refused("Den inloggningen finns inte.")
    return_to = local_address(request.session.pop(_RETURN_TO, ""))
    try:
        token = await _client(provider).authorize_access_token(request)
        claims: dict[str, Any] = token.get("userinfo") or {}
    except (AuthlibBaseError, JoseError, httpx.HTTPError, RuntimeError, ValueError):
        log.warning("a sign-in by %s did not go through", provider.id, exc_info=True)
        return _refused(f"Inloggningen hos {provider.name} gick inte igenom. Försök igen.", return_to)
    try:
        return await anyio.to_thread.run_sync(_begun, request, provider, claims, return_to)
    except NyckeltalError as error:
        if isinstance(error, ForeignTokenError):
            log.warning("a token by %s was of another tenant", provider.id)
        return _refused(str(error), return_to)


def _begun(request: Request, provider: Provider, claims: dict[str, Any], return_to: str) -> Response:
    """The answer with a session for whoever CLAIMS are about. Raises NyckeltalError."""
    figures, now = figure_source().get(), datetime.now(UTC)
    catalogue = figures.catalogue if figures else None
    access = current_access(catalogue)
    identity = identity_of(provider, claims, access.catalogue)
    state = opened_state(Settings.from_environment().database_url)
    return signed_in(request, access, sign_in(state.engine, identity, address_of(request), now), return_to, now)


def _asked(request: Request) -> tuple[OidcSettings, Provider | None]:
    settings = configured()
    return settings, settings.by_id.get(request.path_params["provider"])


def _client(provider: Provider) -> Any:
    """Authlib's client of PROVIDER, which keeps what the provider says of itself."""
    return _registered(provider.id, provider.client_id, provider.client_secret, provider.metadata_url)


@lru_cache(maxsize=32)
def _registered(name: str, client_id: str, client_secret: str, metadata_url: str) -> Any:
    return OAuth().register(
        name,
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=metadata_url,
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "prompt": "select_account",
            "timeout": 10,
        },
    )


def _refused(text: str, return_to: str = "") -> Response:
    return back(SIGN_IN, Notice(text, is_good=False), **{RETURN_FIELD: return_to})
