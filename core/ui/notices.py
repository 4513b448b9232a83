"""What a form was answered with, carried over the redirect in the address; sealed, so that nobody can make one up."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256

NOTICE_PARAM = "besked"
# On a link that somebody keeps it would go on telling what is no longer so.
SHOWN_FOR = 120
LONGEST_NOTICE = 6000
# The process's own: a message from before a restart is not shown, and nothing is lost by that.
_KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class Notice:
    """A message. ``fields`` are the program's own (which save can be undone): what was typed is in no address."""

    text: str
    is_good: bool
    fields: Mapping[str, str] = field(default_factory=dict)


def sealed(notice: Notice, now: float | None = None) -> str:
    """NOTICE as a parameter of an address, as of NOW (seconds since 1970)."""
    said = asdict(notice) | {"at": time.time() if now is None else now}
    content = base64.urlsafe_b64encode(json.dumps(said, ensure_ascii=False).encode())
    return f"{content.decode()}.{_seal(content)}"


def unsealed(text: str, now: float | None = None) -> Notice | None:
    """The notice in TEXT; None when it is not ours, or from SHOWN_FOR seconds ago or more."""
    content, _, seal = text[:LONGEST_NOTICE].partition(".")
    if not seal or not hmac.compare_digest(_seal(content.encode()).encode(), seal.encode()):
        return None
    said = json.loads(base64.urlsafe_b64decode(content))
    at = said.pop("at")
    return Notice(**said) if (time.time() if now is None else now) - at < SHOWN_FOR else None


def _seal(content: bytes) -> str:
    return hmac.new(_KEY, content, sha256).hexdigest()
