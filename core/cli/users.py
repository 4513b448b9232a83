"""``users``: the accounts of those who write. There are none from the start, and no default password."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from core.access.accounts import Accounts
from core.access.credentials_file import read_credentials
from core.access.details import Details
from core.access.passwords import LEAST_CHARACTERS, MOST_BYTES
from core.access.people import Person, Role
from core.access.personal import forget, shown
from core.catalogue import Catalogue, default_catalogue
from core.cli.operator import operator
from core.cycle.feeds import Feeds
from core.errors import NyckeltalError
from core.settings import Settings
from core.site.figures import open_figures
from core.site.tables import TABLES
from core.state import open_state

_ROLES = ", ".join(role.swedish for role in Role if role is not Role.READER)

_OWN = "den som ska ha kontot skriver lösenordet själv; annars byter hon det när hon loggar in första gången"

Parser = argparse.ArgumentParser


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Register the command with its actions; ``args.action`` runs one."""
    parser = commands.add_parser("users", help="konton: lägga till, visa, ändra, stänga av")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(required=True, metavar="ÅTGÄRD")
    password = (
        f"Lösenordet ({LEAST_CHARACTERS} till {MOST_BYTES} tecken) frågas efter, eller läses som en rad från stdin."
    )
    add = _action(actions, "add", _add, "lägg till ett konto", password)
    _add_details(add, is_new=True)
    show = actions.add_parser("list", help="visa alla konton")
    show.add_argument("--json", action="store_true", help="som JSON")
    show.set_defaults(action=_list)
    _add_details(_action(actions, "change", _change, "ändra det som anges; resten är som förut"), is_new=False)
    _action(actions, "disable", _disable, "stäng av ett konto: den som är inloggad loggas ut")
    _action(actions, "enable", _enable, "sätt på ett avstängt konto")
    change = _action(actions, "password", _password, "byt lösenord: den som är inloggad loggas ut", password)
    for parser_of_one in (add, change):
        parser_of_one.add_argument("--own", action="store_true", help=_OWN)
    _action(actions, "show-data", _show_data, "visa allt som finns om ett konto, som JSON")
    gone = _action(
        actions,
        "forget",
        _forget,
        "ta bort det som är kontots eget, och namnet ur det hon har gjort",
        "Utan --confirm visas bara hur mycket som finns. Ändringsloggen står kvar: docs/personal-data.md.",
    )
    gone.add_argument("--confirm", action="store_true", help="ta bort det; det går inte att ångra")
    read = actions.add_parser(
        "import",
        help="läs in konton ur en fil från streamlit-authenticator: alla eller inget",
        description="Lösenordens hashar tas över som de är. Till varje konto kan läggas areas: och municipality:.",
    )
    read.add_argument("file", type=Path, metavar="FIL", help="YAML-fil med credentials: och usernames:")
    read.set_defaults(action=_import)


def _action(
    actions: argparse._SubParsersAction[Parser],
    name: str,
    action: Callable[[argparse.Namespace], None],
    words: str,
    more: str | None = None,
) -> Parser:
    parser = actions.add_parser(name, help=words, description=more)
    parser.add_argument("login", metavar="NAMN", help="inloggningsnamn, till exempel anna.ek")
    parser.set_defaults(action=action)
    return parser


def _add_details(parser: Parser, *, is_new: bool) -> None:
    parser.add_argument("--name", required=is_new, metavar="NAMN", help="namnet som visas")
    parser.add_argument("--role", required=is_new, type=_role, metavar="ROLL", help=_ROLES)
    parser.add_argument("--municipality", metavar="KOD", help="en chefs kommun, till exempel 0126")
    parser.add_argument(
        "--area", nargs="+", metavar="OMRÅDE", help="till exempel grundskola; för en chef: utan är alla"
    )


def _role(text: str) -> Role:
    role = Role.named(text)
    if role is None:
        raise argparse.ArgumentTypeError(f"”{text}” är ingen roll. Välj bland: {_ROLES}.")
    return role


def run(args: argparse.Namespace) -> int:
    """Run the action in ARGS; 0 when it is done. Raises NyckeltalError when it cannot be."""
    args.action(args)
    return 0


def _add(args: argparse.Namespace) -> None:
    details = Details(args.name, args.role, args.municipality, tuple(args.area or ()))
    with _accounts() as (accounts, _):
        person = accounts.add(args.login, details, _asked_password(), by=operator(), now=_now(), is_own=args.own)
    print(f"Kontot finns nu: {_line(person)}")


def _list(args: argparse.Namespace) -> None:
    with _accounts() as (accounts, _):
        people = accounts.people(by=operator())
    if args.json:
        print(json.dumps([_facts(person) for person in people], ensure_ascii=False, indent=1))
        return
    for person in people:
        print(_line(person))
    if not people:
        print("Inga konton. Lägg till ett med: python -m core users add")


def _change(args: argparse.Namespace) -> None:
    with _accounts() as (accounts, _):
        before = Details.of(accounts.person(args.login, by=operator()))
        role: Role = args.role or before.role
        # What the new role cannot have goes, unless it was asked for: then it is refused.
        municipality = args.municipality or (before.municipality if role is Role.MANAGER else None)
        areas = tuple(args.area or (() if role is Role.ADMINISTRATOR else before.areas))
        details = Details(args.name or before.name, role, municipality, areas)
        person = accounts.change(args.login, details, by=operator(), now=_now())
    print(f"Kontot är nu: {_line(person)}")


def _disable(args: argparse.Namespace) -> None:
    with _accounts() as (accounts, _):
        person = accounts.disable(args.login, by=operator(), now=_now())
    print(f"{person.login} är avstängd och utloggad.")


def _enable(args: argparse.Namespace) -> None:
    with _accounts() as (accounts, _):
        person = accounts.enable(args.login, by=operator(), now=_now())
    print(f"{person.login} kan logga in igen.")


def _password(args: argparse.Namespace) -> None:
    with _accounts() as (accounts, _):
        login = accounts.person(args.login, by=operator()).login
        accounts.set_password(login, _asked_password(), by=operator(), now=_now(), is_own=args.own)
    print(f"{login} har nytt lösenord och är utloggad.")


def _show_data(args: argparse.Namespace) -> None:
    with _accounts() as (accounts, _):
        found = shown(accounts.engine, TABLES, args.login, by=operator())
    print(json.dumps(found, ensure_ascii=False, indent=1, default=str))


def _forget(args: argparse.Namespace) -> None:
    with _accounts() as (accounts, _):
        if not args.confirm:
            found = shown(accounts.engine, TABLES, args.login, by=operator())
            print(_counted({name: len(rows) for name, rows in found.items()}))
            print("Inget är borttaget. Kör igen med --confirm för att ta bort det.")
            return
        now = _now()
        login = accounts.person(args.login, by=operator()).login
        end = partial(Feeds.end_in, now=now)
        changed = forget(accounts.engine, TABLES, login, by=operator(), now=now, ending=end)
    print(f"{_counted(changed)}\n{login} är borttaget. Ändringsloggen och äldre säkerhetskopior har kvar namnet.")


def _counted(rows: Mapping[str, int]) -> str:
    return "\n".join(f"{name}: {count} {'rad' if count == 1 else 'rader'}" for name, count in rows.items())


def _import(args: argparse.Namespace) -> None:
    with _accounts() as (accounts, catalogue):
        people = accounts.add_all(read_credentials(args.file, catalogue), by=operator(), now=_now())
    print(f"{len(people)} konton inlästa.")
    for person in people:
        print(_line(person))


@contextmanager
def _accounts() -> Iterator[tuple[Accounts, Catalogue]]:
    """The accounts, and the catalogue that fits the figures in use: example data have places of their own."""
    settings = Settings.from_environment()
    figures = open_figures(settings).get()
    catalogue = figures.catalogue if figures else default_catalogue()
    with open_state(settings.database_url) as state:
        yield Accounts(state.engine, catalogue), catalogue


def _asked_password() -> str:
    """From the terminal, twice and unseen; else one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Lösenord: ")
    if getpass.getpass("Samma lösenord igen: ") != password:
        raise NyckeltalError("Lösenorden är inte lika.", "Försök igen.")
    return password


def _now() -> datetime:
    return datetime.now(UTC)


def _facts(person: Person) -> dict[str, object]:
    return {
        "login": person.login,
        "name": person.name,
        "role": person.role.value,
        "municipality": person.municipality,
        "areas": list(person.areas),
        "active": person.is_active,
    }


def _line(person: Person) -> str:
    lacks = Details.of(person).lacks
    parts = (
        *(person.login, person.name, person.role.swedish, person.municipality or "", ", ".join(person.areas)),
        "" if person.is_active else "avstängd",
        f"får inget göra än: ange {lacks} med users change" if lacks else "",
    )
    return " | ".join(filter(None, parts))
