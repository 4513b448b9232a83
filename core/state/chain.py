"""What makes the log a chain: each row carries a digest of all that was told until it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

START = "0" * 64
TOLD = ("at", "who_id", "who", "action", "kind", "key", "before", "after")


def linked(before: str, row: Mapping[str, Any]) -> str:
    """The link of ROW (by the log's columns, ``before`` and ``after`` as JSON) that comes after the link BEFORE.

    SHA-256 of a JSON list: the link before, then ``TOLD``, the moment in UTC with microseconds. 64 characters.
    """
    at: datetime = row["at"]
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [before, moment, *(row[name] for name in TOLD[1:])]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
