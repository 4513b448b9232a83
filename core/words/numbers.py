"""Whole numbers that somebody outside wrote: in an address, a form, a hidden field."""

from __future__ import annotations

# Python refuses to read thousands of digits, and nothing that is counted here has ten.
_MOST_DIGITS = 9


def number_in(text: str) -> int:
    """The whole number that TEXT of an address or a form says; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 0
