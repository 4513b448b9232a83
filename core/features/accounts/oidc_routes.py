"""Signing in where one works: to the provider and back, then a session of our own as after a password.

Authlib does what must be right: state, nonce, PKCE and the token's signature. Streamlit's own ``st.login`` uses the
same library, but keeps who one is in a cookie of thirty days that no sign-out on the server can end.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio.to_thread
import httpx2 as httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from core.access.events import Event, told
from core.access.form import OIDC, RETURN_FIELD, SIGN_IN, local_address
from core.access.identities import refuse, sign_in
from core.access.oidc import ForeignTokenError, OidcSettings, Provider, configured, identity_of, known_as
from core.access.service import current_access, current_engine
from core.errors import NyckeltalError
from core.features.accounts.oidc_ways import forget_way, keep_way, kept_way
from core.features.accounts.sign_in import browser_of, signed_in
from core.outcomes.figures import figure_source
from core.web.answers import back
from core.web.forms import address_of
from core.web.notices import Notice

_RETURN_TO = "return_to"

log = logging.getLogger(__name__)


def oidc_routes() -> list[BaseRoute]:
    """GET /inloggning/<provider> and /inloggning/<provider>/svar; none without settings.

    Raises OidcSettingsError.
    """
    settings = configured()
    if not settings.providers:
        return []
    routes = [Route("/{provider}", _sent), Route("/{provider}/svar", _answered)]
    return [Mount(OIDC, routes=routes)]


async def _sent(request: Request) -> Response:
    """On to the provider."""
    settings, provider = _asked(request)
    if provider is None:
        return _refused("Den inloggningen finns inte.")
    way: dict[str, Any] = {_RETURN_TO: local_address(request.query_params.get(RETURN_FIELD, ""))}
    try:
        response: Response = await _client(provider).authorize_redirect(
            _along(request, way), settings.answer_address(provider)
        )
    except (AuthlibBaseError, httpx.HTTPError, RuntimeError, ValueError):
        log.exception("the provider %s does not answer", provider.id)
        return _refused(f"{provider.name} svarar inte just nu. Försök igen om en stund.")
    [state] = parse_qs(urlsplit(response.headers["location"]).query)["state"]
    keep_way(request, response, state, way, is_secure=settings.address.startswith("https://"))
    return response


async def _answered(request: Request) -> Response:
    """Back from the provider: a session, and on to where one came from."""
    _, provider = _asked(request)
    if provider is None:
        return _refused("Den inloggningen finns inte.")
    state = request.query_params.get("state", "")
    way = kept_way(request, state)
    response = await _arrived(_along(request, way), provider, local_address(way.get(_RETURN_TO, "")))
    forget_way(response, state)
    return response


def _along(request: Request, way: dict[str, Any]) -> Request:
    """REQUEST with WAY as what Authlib calls its session: state, nonce and PKCE.

    In a scope of its own: Streamlit's middleware around us has a session too, and looks for it afterwards.
    """
    return Request({**request.scope, "session": way}, request.receive)


async def _arrived(request: Request, provider: Provider, return_to: str) -> Response:
    try:
        token = await _client(provider).authorize_access_token(request)
        claims: dict[str, Any] = token.get("userinfo") or {}
    except (AuthlibBaseError, JoseError, httpx.HTTPError, RuntimeError, ValueError):
        log.warning("a sign-in by %s did not go through", provider.id, exc_info=True)
        told(Event.FAILURE, "", about=provider.id)
        return _refused(f"Inloggningen hos {provider.name} gick inte igenom. Försök igen.", return_to)
    try:
        return await anyio.to_thread.run_sync(_begun, request, provider, claims, return_to)
    except NyckeltalError as error:
        if isinstance(error, ForeignTokenError):
            log.warning("a token by %s was of another tenant", provider.id)
            told(Event.FAILURE, "", about=provider.id)
        return _refused(str(error), return_to)


def _begun(request: Request, provider: Provider, claims: dict[str, Any], return_to: str) -> Response:
    """The answer with a session for whoever CLAIMS are about. Raises NyckeltalError."""
    figures, now = figure_source().get(), datetime.now(UTC)
    catalogue = figures.catalogue if figures else None
    access = current_access(catalogue)
    tenant, object_id = known_as(provider, claims)
    engine = current_engine()
    try:
        identity = identity_of(provider, claims, access.catalogue)
        token = sign_in(engine, identity, address_of(request), browser_of(request), now)
    except NyckeltalError:
        # Whom her municipality no longer lets in here is not to stay in where she was.
        refuse(engine, tenant, object_id, now)
        raise
    return signed_in(request, access, token, return_to, now)


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
