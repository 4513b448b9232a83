"""Reads the command line and runs one command."""

from __future__ import annotations

import argparse
import io
import logging
import sys
from collections.abc import Sequence

from core.access.events import written_at_the_terminal
from core.cli import (
    audit,
    backup,
    cycle,
    example,
    goals,
    own,
    publish,
    refresh,
    remind,
    signals,
    status,
    targets,
    users,
)
from core.cli.swedish import speak_swedish
from core.errors import NyckeltalError
from core.settings import Settings

_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run the command in ARGUMENTS (without the program's name); its exit status, 1 on an error told in Swedish."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What is sent to a file is UTF-8 on every machine, Windows too.
        sys.stdout.reconfigure(encoding="utf-8")
    options = parser().parse_args(arguments)
    try:
        Settings.from_environment().keep_private()
        with written_at_the_terminal():
            return int(options.run(options))
    except NyckeltalError as error:
        print("\n".join(filter(None, (f"Fel: {error}", error.detail))), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Avbrutet. Inget har ändrats.", file=sys.stderr)
        return _INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    speak_swedish()
    result = argparse.ArgumentParser(
        prog="python -m core", description="Nyckeltal: hämta, visa, ange mål, sköta konton och säkerhetskopiera."
    )
    commands = result.add_subparsers(title="kommandon", required=True, metavar="KOMMANDO")
    every = (refresh, remind, status, signals, targets, goals, cycle, own, users, audit, backup, publish, example)
    for command in every:
        command.add_parser(commands)
    return result
