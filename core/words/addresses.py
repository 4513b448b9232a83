"""Addresses that somebody has typed."""

from __future__ import annotations


def web_address(text: object) -> str:
    """TEXT when it is an address on the web, else nothing: a javascript: link would run in the reader's name."""
    given = text.strip() if isinstance(text, str) else ""
    return given if given.lower().startswith(("https://", "http://")) else ""
