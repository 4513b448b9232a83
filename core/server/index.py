"""Streamlit's index.html made ours: Swedish, with the look, the symbols and the script in it from the start."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

from core.catalogue import default_catalogue
from core.ui.render import render

ASSETS = Path(__file__).resolve().parents[2] / "assets"

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def index_page() -> bytes:
    """The page that every address of the app is answered with."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    head = (
        f'<link rel="stylesheet" href="/assets/app.css?v={asset_version()}">'
        f'<script src="/assets/nav.js?v={asset_version()}"></script>'
        '<meta name="description" content="Kommunernas nyckeltal jämförda: mål, trend och läge.">'
    )
    page = page.replace('<html lang="en">', '<html lang="sv">').replace(
        "<title>Streamlit</title>", f"<title>{brand()}</title>"
    )
    # Before Streamlit's own scripts: nav.js puts the remembered municipality in the address first.
    page = page.replace("</title>", f"</title>{head}", 1)
    symbols = (ASSETS / "symbols.svg").read_text(encoding="utf-8")
    return re.sub(r"(<body[^>]*>)", lambda m: m[0] + symbols, page, count=1).encode()


@cache
def not_found_page() -> str:
    """What an address that leads nowhere is answered with."""
    return render("not_found.html", brand=brand(), version=asset_version())


@cache
def brand() -> str:
    """The product's name, as the co-operation has it."""
    return default_catalogue().cooperation.name


@cache
def asset_version() -> str:
    """Changes when any asset does, so that browsers may keep them for ever."""
    digest = hashlib.sha256()
    for file in sorted(ASSETS.iterdir()):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def content_security_policy() -> str:
    """What a page may load: only from here, and of inline scripts only Streamlit's own, by its hash."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(index_page().decode())
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )
