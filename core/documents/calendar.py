"""Dates as a calendar in RFC 5545's text: whole days, lines of at most 75 octets, names that stay the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_END, _MOST_OCTETS = "\r\n", 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Day:
    """Something on a day, or ``until`` another. ``key`` always is the same thing's; ``address`` is where it is."""

    key: str
    on: date
    title: str
    about: str
    address: str
    until: date | None = None


def calendar_text(name: str, days: Iterable[Day], now: datetime) -> str:
    """A calendar called NAME with DAYS, as made at NOW (which has a time zone)."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Nyckeltal//Mina dagar//SV",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for day in days for line in _event(day, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}{_END}" for line in lines)


def _event(day: Day, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(day.key)}@nyckeltal"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{(day.until or day.on) + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(day.title)}"
    yield f"DESCRIPTION:{_text(day.about)}"
    yield f"URL:{day.address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """TEXT as a value, without signs that end a line or that a calendar does not take."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or ord(sign) >= ord(" ")).translate(_ESCAPED)


def _folded(line: str) -> str:
    """LINE in pieces of at most 75 octets, no sign broken, each but the first after a space."""
    pieces, octets = [""], 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > _MOST_OCTETS:
            pieces.append("")
            octets = 1
        pieces[-1] += sign
        octets += size
    return f"{_END} ".join(pieces)
