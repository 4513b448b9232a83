"""``refresh``: fetch the figures from Kolada."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from core.cache import SnapshotStore
from core.cache.current import OnlySnapshot
from core.cache.refresh import FIRST_YEAR, Report, refresh
from core.cache.shared import shared_snapshots
from core.catalogue import default_catalogue
from core.cli.operator import operator
from core.errors import NyckeltalError
from core.kolada import KoladaClient, without_secrets
from core.locks import servers_using
from core.operating import FAILED, FETCHED, REFRESH, noted
from core.settings import Settings
from core.state import open_state
from core.state.audit import Change

_BAR_WIDTH = 30

log = logging.getLogger(__name__)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("refresh", help="hämta siffrorna från Kolada")
    parser.add_argument("--kpi", nargs="+", default=[], metavar="ID", help="bara dessa nyckeltal (övriga behålls)")
    parser.add_argument(
        "--from-year",
        type=int,
        default=FIRST_YEAR,
        metavar="ÅR",
        help=f"bara detta år och senare (äldre behålls); utan väljs {FIRST_YEAR}",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Fetch, with a progress bar on standard error; 2 when some KPIs could not be fetched."""
    settings = Settings.from_environment()
    print(f"Hämtar från {settings.kolada_url} …", file=sys.stderr)
    store, shared = SnapshotStore(settings.data_dir), shared_snapshots(settings)
    begun = time.monotonic()
    with _told_of(settings), KoladaClient(settings.kolada_url) as client:
        if shared:
            # What cannot be fetched now keeps its last good values, also on a machine that has nothing of its own.
            shared.collect(store)
        report = refresh(
            store,
            default_catalogue(),
            client,
            source=settings.kolada_url,
            kpis=options.kpi,
            from_year=options.from_year,
            progress=Bar(sys.stderr),
            # Nobody waits for what a server makes at its start.
            **({"prepare": partial(_make_decks, settings)} if servers_using(settings.data_dir) else {}),
        )
    _note(settings, FETCHED, report.file.name, _facts(report, time.monotonic() - begun))
    print(f"Klart: {report.kpis} nyckeltal och {report.values} värden i {report.file.name}.")
    if shared:
        with _told_of(settings, report.file.name):
            shared.publish(report.file)
        print(f"Utlagt i {without_secrets(settings.figures_url)}: övriga servrar visar dem inom en minut.")
    for kpi in report.missing:
        print(f"Varning: {kpi} finns inte längre i Kolada; tidigare värden är kvar.", file=sys.stderr)
    for kpi, why in sorted(report.failed.items()):
        print(f"Varning: {kpi} kunde inte hämtas; tidigare värden är kvar. {why}", file=sys.stderr)
    return 2 if report.failed or report.missing else 0


@contextmanager
def _told_of(settings: Settings, key: str = "-") -> Iterator[None]:
    """Let the log tell of a refresh that fails, too, or of KEY that others do not get."""
    try:
        yield
    except NyckeltalError as error:
        _note(settings, FAILED, key, {"varför": error.message})
        raise


def _note(settings: Settings, action: str, key: str, facts: Mapping[str, object]) -> None:
    noted(settings.database_url, operator(), Change(action, REFRESH, key, after=facts))


def _facts(report: Report, seconds: float) -> dict[str, object]:
    facts: dict[str, object] = {"nyckeltal": report.kpis, "värden": report.values, "sekunder": round(seconds)}
    if report.failed:
        facts["kunde inte hämtas"] = ", ".join(sorted(report.failed))
    if report.missing:
        facts["finns inte längre"] = ", ".join(report.missing)
    return facts


def _make_decks(settings: Settings, file: Path) -> None:
    """Lay the decks of the snapshot FILE beside it, so that no reader of a running server waits for them.

    What cannot be made now is made, and what is wrong is told, when somebody asks.
    """
    from core.features.decks.shown import make_decks  # noqa: PLC0415 - pandas and its like take a second to load
    from core.site.figures import open_figures  # noqa: PLC0415 - the same

    try:
        with open_state(settings.database_url) as state:
            figures = open_figures(settings, state, OnlySnapshot(file)).get()
            if figures is not None:
                list(make_decks(figures))
    except Exception:
        log.exception("the decks of the new figures were not made")


class Bar:
    """A progress bar with the time left; on a file that is no terminal, a line every tenth of the way."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._started = time.monotonic()
        self._told = -1

    def __call__(self, done: int, total: int) -> None:
        """Draw DONE of TOTAL."""
        left = (time.monotonic() - self._started) / done * (total - done) if done else 0
        filled = _BAR_WIDTH * done // total
        text = f"[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {done} av {total}, {left:.0f} s kvar"
        if self._stream.isatty():
            print(f"\r{text}  ", end="\n" if done == total else "", file=self._stream, flush=True)
        elif (tenth := 10 * done // total) != self._told:
            self._told = tenth
            print(text, file=self._stream, flush=True)
