"""``audit``: whether the log is as it was written, and the log itself to keep elsewhere."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime

from core.access.audit import AuditLog
from core.cli.operator import operator
from core.settings import Settings
from core.state import open_state

_SHOWN = 20


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command with its actions; ``args.action`` runs one."""
    parser = commands.add_parser("audit", help="ändringsloggen: kontrollera att den är hel, lämna ut den")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(required=True, metavar="ÅTGÄRD")
    verify = actions.add_parser(
        "verify",
        help="kontrollera att ingen rad är ändrad, tillagd eller borttagen",
        description="Slutar med 1 när loggen inte är som den skrevs.",
    )
    verify.add_argument(
        "--head", default="", metavar="LÄNK", help="en länk som har antecknats tidigare: finns den kvar?"
    )
    verify.set_defaults(action=_verify)
    export = actions.add_parser("export", help="skriv hela loggen till stdout, en rad JSON för varje ändring")
    export.set_defaults(action=_export)


def run(args: argparse.Namespace) -> int:
    """Run the action in ARGS; its exit status."""
    with open_state(Settings.from_environment().database_url) as state:
        return int(args.action(AuditLog(state.engine), args))


def _verify(log: AuditLog, args: argparse.Namespace) -> int:
    chain = log.verified(by=operator(), wanted=args.head)
    print(f"{chain.rows} rader. Sista länken: {chain.head}")
    if chain.broken:
        more = f" och {len(chain.broken) - _SHOWN} till" if len(chain.broken) > _SHOWN else ""
        shown = ", ".join(map(str, chain.broken[:_SHOWN]))
        print(f"Kedjan är bruten vid rad {shown}{more}: raden är ändrad eller tillagd, eller rader före den är borta.")
    if chain.is_cut:
        print("Rader är borta i slutet av loggen.")
    if not chain.has_wanted:
        print("Länken som du angav finns inte i loggen: den är skriven på nytt eller avkortad.")
    if chain.is_whole:
        print("Loggen är som den skrevs.")
    return 0 if chain.is_whole else 1


def _export(log: AuditLog, _: argparse.Namespace) -> int:
    by = operator()
    log.note_export(by=by, now=datetime.now(UTC))
    for row in log.every(by=by):
        at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
        sys.stdout.write(json.dumps({**row, "at": at}, ensure_ascii=False) + "\n")
    return 0
