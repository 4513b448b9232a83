"""How the server's own log is written: a line of text, or by a setting a line of JSON."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

_PLAIN = "%(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """Each record is one line of JSON: time, level, logger, message, and where there is one the fault's trace."""

    def format(self, record: logging.LogRecord) -> str:
        """RECORD as a line."""
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            facts["fault"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False)


def write_logs(*, as_json: bool) -> None:
    """Let everything that is logged be written to standard error, Streamlit's own too; once for a process."""
    root = logging.getLogger()
    if not any(isinstance(one, _Written) for one in root.handlers):
        root.addHandler(_Written())
    form = JsonLines() if as_json else logging.Formatter(_PLAIN)
    for handler in root.handlers:
        if isinstance(handler, _Written):
            handler.setFormatter(form)
    if as_json:
        for name in ("streamlit", "uvicorn", "uvicorn.error"):
            for handler in logging.getLogger(name).handlers:
                handler.setFormatter(form)


class _Written(logging.StreamHandler):  # type: ignore[type-arg]  # standard error, as it is when it is made
    """What ``write_logs`` has added; security events have a line and a place of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.setLevel(logging.WARNING)
        self.addFilter(lambda record: record.name != "nyckeltal.security")
