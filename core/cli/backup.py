"""``backup`` and ``restore``: what people have entered, in a file and back again."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from core.access.events import Event, told
from core.cache import SnapshotStore
from core.cli.operator import operator
from core.errors import NyckeltalError
from core.locks import servers_using
from core.operating import BACKUP, noted
from core.private import private_folder
from core.settings import Settings
from core.site.tables import TABLES
from core.state import open_state
from core.state.audit import Change
from core.state.backup import Backup, Contents, check_backup, make_backup, opened_backup
from core.state.database import make_engine, read_url
from core.state.restore import restore
from core.words.formats import number

Parser = argparse.ArgumentParser

_NOT_IN_IT = (
    "Inte med: pågående inloggningar, filen i NYCKELTAL_OIDC_FILE och hemligheter i miljön. Spara de två sista för sig."
)


def add_parser(commands: argparse._SubParsersAction[Parser]) -> None:
    """Register both commands."""
    make = commands.add_parser(
        "backup",
        help="säkerhetskopiera allt som någon har lagt in, medan tjänsten går",
        description="Filen har mål, egna nyckeltal, uppladdade filer, bildspel, rapporter, konton med lösenordens "
        f"hashar och ändringsloggen: förvara den som en hemlighet. {_NOT_IN_IT}",
    )
    make.add_argument("file", nargs="?", type=Path, metavar="FIL", help="fil att skriva; utan väljs ett namn med tiden")
    make.add_argument("--with-figures", action="store_true", help="ta med siffrorna; de kan annars hämtas igen")
    make.add_argument("--check", action="store_true", help="skriv inget: pröva att FIL är hel och går att återställa")
    make.set_defaults(run=run_backup)
    back = commands.add_parser(
        "restore",
        help="återställ en säkerhetskopia: allt eller inget",
        description="Stoppa tjänsten först. Alla loggas ut. En äldre version av databasen görs om till dagens.",
    )
    back.add_argument("file", type=Path, metavar="FIL", help="säkerhetskopia att läsa")
    back.add_argument("--replace", action="store_true", help="ersätt det som finns; det sparas först i en egen fil")
    back.set_defaults(run=run_restore)


def run_backup(args: argparse.Namespace) -> int:
    """Write a backup, or check one; 0 when it is whole. Raises NyckeltalError when it cannot be."""
    if args.check:
        if args.file is None:
            raise NyckeltalError("Det framgår inte vilken fil som ska prövas.", "Ange: backup --check FIL")
        print(f"Säkerhetskopian {args.file} är hel och går att återställa. {_words(check_backup(args.file))}")
        return 0
    settings, now = Settings.from_environment(), datetime.now(UTC)
    figures = SnapshotStore(settings.data_dir).current() if args.with_figures else None
    file = args.file or Path(f"nyckeltal-{now.astimezone():%Y-%m-%d-%H%M%S}.zip")
    engine = make_engine(read_url(settings.database_url))
    try:
        contents = make_backup(engine, file, now=now, figures=figures)
    finally:
        engine.dispose()
    told(Event.BACKUP, operator().login, about=str(file))
    noted(settings.database_url, operator(), Change("gjorde", BACKUP, file.name, after={"rader": contents.rows}))
    print(f"Säkerhetskopian finns nu i {file}. {_words(contents)}")
    print(_NOT_IN_IT)
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Put a backup back; 0 when it is done. Raises NyckeltalError when it cannot be, and then nothing is changed."""
    settings = Settings.from_environment()
    if ports := servers_using(settings.data_dir):
        raise NyckeltalError(
            f"Tjänsten är igång (port {', '.join(map(str, ports))}) med {settings.data_dir}. Inget har ändrats.",
            "Stoppa den först, till exempel med: sudo systemctl stop nyckeltal",
        )
    private_folder(settings.data_dir)
    with (
        opened_backup(args.file) as backup,
        _figures_beside(backup, SnapshotStore(settings.data_dir)) as show,
        open_state(settings.database_url) as state,
    ):
        done = restore(
            state.engine,
            backup,
            TABLES,
            folder=settings.data_dir,
            who=operator(),
            now=datetime.now(UTC),
            replaces=args.replace,
        )
        show()
    told(Event.RESTORE, operator().login, about=str(args.file))
    print(f"Återställt från {args.file}. {_words(done.contents)} Alla loggar in på nytt.")
    if done.kept:
        print(f"Det som fanns förut är sparat i {done.kept}.")
    return 0


@contextmanager
def _figures_beside(backup: Backup, store: SnapshotStore) -> Iterator[Callable[[], None]]:
    """The figures of BACKUP laid beside those of STORE; what is given shows them, once the rest is back.

    What can fail with them (a refresh under way, a full disk) fails before anything has been changed.
    """
    if not backup.contents.has_figures:
        yield lambda: None
        return
    with store.building():
        file = store.new_file()
        try:
            backup.write_figures(file)
            yield lambda: store.swap_in(file)
        except BaseException:
            store.discard(file)
            raise


def _words(contents: Contents) -> str:
    figures = ", siffrorna med" if contents.has_figures else ""
    made = f"{contents.made_at.astimezone():%Y-%m-%d %H:%M}"
    return f"Gjord {made}, {number(contents.rows)} rader, databasens version {contents.version}{figures}."
