"""Moments as they are said: Swedish time, wherever the server is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Stockholm")


def moment_words(at: datetime) -> str:
    """AT as it is said in a sentence: 2026-03-02 kl. 10.05."""
    return f"{at.astimezone(HERE):%Y-%m-%d kl. %H.%M}"
