"""Streamlit's index.html made ours: Swedish, with the look, the symbols and the script in it from the start."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

ASSETS = Path(__file__).resolve().parents[2] / "assets"

# Where the first paint puts the page's own title.
TITLE_MARK = b"{nyckeltal-title}"

_FONT = re.compile(r'href="\./(static/media/SourceSansVF-Upright[^"]+)"')
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def index_page() -> tuple[bytes, bytes]:
    """The page that every address is answered with, in two parts: the first paint goes between them."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    head = (
        f'<link rel="stylesheet" href="/assets/app.css?v={asset_version()}">'
        f'<script src="/assets/favourites.js?v={asset_version()}"></script>'
        f'<script src="/assets/nav.js?v={asset_version()}"></script>'
        f'<script defer src="/assets/share.js?v={asset_version()}"></script>'
        f'<script defer src="/assets/search.js?v={asset_version()}"></script>'
        f'<script defer src="/assets/save.js?v={asset_version()}"></script>'
        f'<script defer src="/assets/zoom.js?v={asset_version()}"></script>'
        f'<script defer src="/assets/targets.js?v={asset_version()}"></script>'
        f'<script defer src="/assets/own.js?v={asset_version()}"></script>'
        f'<script defer src="/assets/words.js?v={asset_version()}"></script>'
        f'<script defer src="/assets/unsaved.js?v={asset_version()}"></script>'
        '<meta name="description" content="Kommunernas nyckeltal jämförda: mål, trend och läge.">'
    )
    if font := _FONT.search(page):
        # Streamlit declares its font by script; the first paint has it before.
        face = f'font-family:"Source Sans";font-weight:200 900;font-display:swap;src:url("/{font[1]}") format("woff2")'
        head += f"<style>@font-face{{{face}}}</style>"
    page = page.replace('href="./favicon.png"', 'href="/assets/favicon.svg"')
    page = page.replace('<html lang="en">', '<html lang="sv">').replace(
        "<title>Streamlit</title>", f"<title>{TITLE_MARK.decode()}</title>"
    )
    # Before Streamlit's own scripts: nav.js puts the remembered municipality and favourites in the address first.
    page = page.replace("</title>", f"</title>{head}", 1)
    symbols = (ASSETS / "symbols.svg").read_text(encoding="utf-8")
    # It speaks English to readers without scripts, who have our first paint, and to robots about an API that is closed.
    page = re.sub(r"<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    start = re.search(r"<body[^>]*>", page)
    if start is None:
        raise RuntimeError("Streamlit's index.html has no body any more")
    return (page[: start.end()] + symbols).encode(), page[start.end() :].encode()


@cache
def stylesheet() -> str:
    """The whole look as one file, one request: what all pages share first, then each feature's, contrast.css last."""
    first, last = (ASSETS / "css" / name for name in ("base.css", "contrast.css"))
    shared = sorted(set((ASSETS / "css").glob("*.css")) - {first, last})
    files = [first, *shared, *sorted(ASSETS.parent.glob("core/features/*/style.css")), last]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def asset_version() -> str:
    """Changes when any asset does, so that browsers may keep them for ever."""
    digest = hashlib.sha256()
    for file in sorted(ASSETS.rglob("*")):
        if file.is_file():
            digest.update(file.read_bytes())
    # The features' own styles are served among the assets.
    digest.update(stylesheet().encode())
    return digest.hexdigest()[:12]


@cache
def content_security_policy() -> str:
    """What a page may load: only from here, and of inline scripts only Streamlit's own, by its hash."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(b"".join(index_page()).decode())
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )
