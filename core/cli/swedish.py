"""What argparse says by itself, in Swedish: it asks gettext, which has no file for it."""

from __future__ import annotations

import argparse

_WORDS = {
    "usage: ": "användning: ",
    "options": "flaggor",
    "positional arguments": "argument",
    "show this help message and exit": "visa den här hjälpen",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fel: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "det här saknas: %s",
    "one of the arguments %s is required": "ett av dessa måste anges: %s",
    "unrecognized arguments: %s": "det här finns inte: %s",
    "not allowed with argument %s": "går inte tillsammans med %s",
    "ignored explicit argument %r": "tar inget värde, men fick %r",
    "expected one argument": "ett värde ska stå efter",
    "expected at least one argument": "minst ett värde ska stå efter",
    "expected at most one argument": "högst ett värde får stå efter",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan betyda flera: %(matches)s",
    "invalid %(type)s value: %(value)r": "%(value)r går inte att använda (%(type)s)",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r finns inte; välj bland %(choices)s",
}


def speak_swedish() -> None:
    """Let every parser that is made from now on use our words; what is new to us stays English."""
    vars(argparse)["_"] = lambda text: _WORDS.get(text, text)
