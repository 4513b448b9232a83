"""What somebody typed and sent after her session had ended: kept until she has signed in again."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock

UNSENT_PARAM = "osparat"
# In an address and in a form: the number of the work that keeps what was typed, and the area that it is about.
WORK, AREA = "arbete", "omrade"
# In the process: it is for minutes, and belongs to nobody yet.
MOST_KEPT, MOST_CHARACTERS = 100, 50_000
KEPT_FOR = timedelta(hours=1)


class Unsent:
    """Fields by a name that nobody can guess; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[datetime, Mapping[str, str]]] = OrderedDict()
        self._lock = Lock()

    def keep(self, fields: Mapping[str, str], now: datetime) -> str:
        """A name for FIELDS; '' for what is too much to keep."""
        if sum(map(len, fields.values())) > MOST_CHARACTERS:
            return ""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = (now, dict(fields))
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return name

    def get(self, name: str, now: datetime) -> Mapping[str, str]:
        """The fields that NAME was given to, for an hour; nothing for any other name."""
        with self._lock:
            at, fields = self._kept.get(name, (now - KEPT_FOR, {}))
        return fields if now - at < KEPT_FOR else {}


UNSENT = Unsent()
