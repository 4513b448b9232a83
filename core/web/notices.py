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
from types import MappingProxyType

from core.access.service import sealing_key
from core.errors import NyckeltalError
from core.tabular.fields import FieldsError, counted_words

NOTICE_PARAM = "besked"
# On a link that somebody keeps it would go on telling what is no longer so.
SHOWN_FOR = 120
LONGEST_NOTICE = 6000
# So many have room in an address; the others are told when these are mended.
MOST_FAULTS = 8
# Where the database does not answer, which is what the notice tells then: shown by this process alone.
_KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class Notice:
    """A message. ``fields`` are the program's own (which save can be undone): what was typed is in no address.

    ``faults`` are (id of the field, its label, what is wrong), in the form's order: lines that lead to the fields.
    ``place`` is the id of the part of the page that tells it, and that one comes back to; '' for the page's beginning.
    """

    text: str
    is_good: bool
    fields: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[tuple[str, str, str], ...] = ()
    place: str = ""

    @classmethod
    def of(cls, error: NyckeltalError, labels: Mapping[str, str] = MappingProxyType({}), form: str = "") -> Notice:
        """Why something was not done. LABELS are what the page calls the fields that an error may be about.

        FORM begins the ids of the fields, where a page has several forms alike.
        """
        said = " ".join(str(error).split())
        if error.field in labels:
            at = place_of(f"{form}{error.field}")
            return cls(
                "Inget är sparat. Ett fält behöver rättas.", is_good=False, faults=((at, labels[error.field], said),)
            )
        if not isinstance(error, FieldsError):
            return cls(said, is_good=False)
        told = [
            (place_of(f"{form}{one.field}"), one.label, f"{one.what} {one.advice}")
            for one in error.faults[:MOST_FAULTS]
        ]
        text = f"Inget är sparat än, och det du skrev står kvar. {counted_words(len(error.faults))}."
        return cls(text, is_good=False, faults=tuple(told))

    def is_in(self, form: str) -> bool:
        """Whether something is wrong in the form whose fields' ids begin with FORM."""
        return any(place.startswith(place_of(form)) for place, _, _ in self.faults)

    def why(self, name: str) -> str:
        """What is wrong in the field NAME; '' when nothing."""
        return next((text for place, _, text in self.faults if place == place_of(name)), "")


def place_of(name: str) -> str:
    """The id of the field NAME in a form."""
    return f"falt-{name}"


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
    said["faults"] = tuple(map(tuple, said["faults"]))
    return Notice(**said) if (time.time() if now is None else now) - at < SHOWN_FOR else None


def _seal(content: bytes) -> str:
    try:
        # All servers with the same database can read what one of them has said.
        key = sealing_key("notice")
    except NyckeltalError:
        key = _KEY
    return hmac.new(key, content, sha256).hexdigest()
