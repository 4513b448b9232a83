"""A letter as a mail server takes it: plain text, and headers that nothing typed can add to."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

# Of one line that somebody has typed.
_LONGEST = 200
# By their categories: what ends a line, steers a terminal, turns the direction of reading, or is half a sign.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


@dataclass(frozen=True)
class Letter:
    """A letter to an address (``core.settings.MAIL_ADDRESS``). ``key`` always is the same letter's.

    ``more`` are other headers, of the program's own words.
    """

    to: str
    subject: str
    lines: Sequence[str]
    key: str
    more: Mapping[str, str] = field(default_factory=dict)


def one_line(text: str) -> str:
    """TEXT as one line that is what it seems, cut where it is longer than anybody reads."""
    seen = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in text)
    plain = " ".join(seen.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"


def message_of(letter: Letter, name: str, sender: str, now: datetime) -> EmailMessage:
    """LETTER from SENDER, called NAME, as of NOW. Sent again it has the same Message-ID."""
    message = EmailMessage()
    message["From"] = Address(one_line(name), addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.key}@{sender.partition('@')[2]}>"
    # By RFC 3834: no absence answers it.
    message["Auto-Submitted"] = "auto-generated"
    for header, text in letter.more.items():
        message[header] = text
    message.set_content("\n".join(letter.lines) + "\n", cte="quoted-printable")
    return message
