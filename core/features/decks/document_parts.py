"""What every presentation carries inside it: style, script, symbols, and the policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from core.web.render import tidy

_ASSETS = Path(__file__).resolve().parents[3] / "assets"
_SYMBOL = re.compile(r"<symbol.*?</symbol>", re.DOTALL)
# The app's colours, and the looks of a chart's lines: the deck's are the same.
_SHARED_RULES = re.compile(r":root *\{[^}]*\}|(?:\.(?:line|dot|mean|tone)-[\w-]+(?:, )?)+ *\{[^}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Carried:
    """The inside of <style> and <script>, and the policy that lets in these two and nothing more."""

    style: Markup
    script: Markup
    policy: str


@cache
def carried(*, is_pause: bool = False) -> Carried:
    """What a deck carries, or the loop for the breaks."""
    names = ("deck.css", "deck-pause.css" if is_pause else "deck-modes.css", "css/contrast.css")
    style = "\n".join((*_SHARED_RULES.findall(_read("css/base.css")), *map(_read, names)))
    scripts = ("deck-pause.js",) if is_pause else ("deck.js", "deck-follow.js", "deck-ask.js", "deck-keep.js")
    style, script = tidy(_COMMENT.sub("", style)), tidy("\n".join(map(_read, scripts)))
    return Carried(_trusted(style), _trusted(script), _policy(style, script))


@cache
def symbols() -> Markup:
    """The signals' symbols, to be used by their ids."""
    return _trusted("\n".join(_SYMBOL.findall(_read("symbols.svg"))))


@cache
def icon() -> str:
    """The tab's icon as an address, so that nothing is asked for."""
    return f"data:image/svg+xml,{quote(_read('favicon.svg').strip())}"


def worker() -> str:
    """The script that keeps presentations for when there is no network."""
    return _read("deck-sw.js")


def _read(name: str) -> str:
    """A file that is this feature's, or all pages'."""
    own = Path(__file__).parent / name
    return (own if own.exists() else _ASSETS / name).read_text(encoding="utf-8")


def _trusted(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - our own files, nothing of what people enter


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            # The document itself, to be saved as a file; and what keeps it in the browser.
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
