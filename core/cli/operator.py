"""Who runs a command: whoever the operating system says, whatever she calls herself in the environment."""

from __future__ import annotations

import getpass
import os

from core.access.people import Person, at_the_terminal


def operator() -> Person:
    """Whoever has started this process, by the user id that the system knows her by."""
    if not hasattr(os, "getuid"):
        return at_the_terminal(getpass.getuser())
    import pwd  # noqa: PLC0415 - Windows has none

    uid = os.getuid()
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        name = "okänd"
    return at_the_terminal(f"{name} (uid {uid})")
