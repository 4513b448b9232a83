"""An OpenID Connect provider of the tests' own, on this machine: everybody who comes is who the test says she is."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT_ID, CLIENT_SECRET = "nyckeltal", "bara i testerna"
PATIENCE = 20


@dataclass
class OidcProvider:
    """``claims`` are told of whoever comes next; ``asked`` is what the last came with; ``forged``: by a strange key."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    forged: bool = False
    refuses: bool = False
    _codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))

    @property
    def metadata_url(self) -> str:
        return f"{self.url}/.well-known/openid-configuration"

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._metadata),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
            ]
        )

    def _metadata(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _authorize(self, request: Request) -> Response:
        """Nobody is asked anything: back at once, with a code."""
        self.asked = dict(request.query_params)
        back = self.asked["redirect_uri"]
        if self.refuses:
            return RedirectResponse(f"{back}?{urlencode({'error': 'access_denied', 'state': self.asked['state']})}")
        code = secrets.token_urlsafe(8)
        self._codes[code] = self.asked
        return RedirectResponse(f"{back}?{urlencode({'code': code, 'state': self.asked['state']})}")

    async def _token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        given = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        if (
            asked is None
            or challenge.rstrip(b"=").decode() != asked.get("code_challenge")
            or form.get("redirect_uri") != asked["redirect_uri"]
            or (given != f"{CLIENT_ID}:{CLIENT_SECRET}".replace(" ", "%20") and given != f"{CLIENT_ID}:{CLIENT_SECRET}")
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"], "sub": "x"}
        key = RSAKey.generate_key(2048, {"kid": "one"}) if self.forged else self._key
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims | self.claims, key)
        return JSONResponse({"access_token": "unused", "token_type": "Bearer", "expires_in": 300, "id_token": token})

    def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


@contextmanager
def running_provider() -> Iterator[OidcProvider]:
    """A provider that answers, on a port of its own."""
    provider = OidcProvider()
    server = uvicorn.Server(uvicorn.Config(provider.app(), port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    started = threading.Event()
    deadline = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < deadline:
        started.wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    provider.url = f"http://127.0.0.1:{port}"
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
