"""Many readers at once: what each waits for an act, minute by minute, and what the servers take.

The readers are on the same machine as the servers, so the numbers are pessimistic.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crowd import BETWEEN_ACTS, SAVERS, Account, Site, Waits, crowd
from bench.serving import family, free_port, memory, processor, started, stopped
from core.access.details import Details
from core.access.people import Role, at_the_terminal
from core.access.service import Access
from core.outcomes.figures import Figures
from core.settings import Settings
from core.site.figures import figure_source
from core.state import open_state
from scripts.browser import find_nginx
from scripts.front import running

LATE, P95_GOAL, MOST_MB, FLAT = 3.0, 1.0, 800.0, 0.05
_MOST_ACCOUNTS = 40
_MINUTE = 60.0
_STEP = 200
# A crowd is no office: each of its networks is counted by what the readers say of themselves.
CROWDED = {
    "default $remote_addr;": "default $http_x_forwarded_for;",
    "proxy_set_header X-Forwarded-For $remote_addr;": "proxy_set_header X-Forwarded-For $http_x_forwarded_for;",
}


def run() -> None:
    """A minute each of 200, 400 and 800 readers on one process."""
    command(["--readers", "200,400,800", "--minutes", "1"])


def command(words: Sequence[str]) -> None:
    """``load`` with its options."""
    parser = argparse.ArgumentParser(prog="python -m bench load", description=__doc__)
    parser.add_argument("--readers", default="200,400,800", help="how many; several numbers are tried one by one")
    parser.add_argument("--processes", type=int, default=1, help="servers; more than one are behind nginx")
    parser.add_argument("--minutes", type=float, default=10, help="how long each number of readers stays")
    parser.add_argument("--come", type=float, default=BETWEEN_ACTS, help="the seconds that all of them come within")
    parser.add_argument("--neighbour", action="store_true", help="another program keeps a core busy meanwhile")
    parser.add_argument("--until-it-breaks", action="store_true", help=f"{_STEP} more each time until it does not hold")
    options = parser.parse_args(words)
    figures = figure_source().get()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 16384)), hard))
    numbers = [int(n) for n in options.readers.split(",")]
    with TemporaryDirectory() as folder, ExitStack() as stack:
        if options.neighbour:
            busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(stopped, busy)
        site, servers = stack.enter_context(_site(Path(folder), figures, options.processes, max(numbers)))
        holds = 0
        for readers in _growing(numbers[0]) if options.until_it_breaks else numbers:
            if _measured(site, readers, options.minutes, options.come, servers):
                holds = readers
            elif options.until_it_breaks:
                print(f"it breaks at {readers} readers; {holds} are carried")
                break


def _growing(first: int) -> Iterator[int]:
    while True:
        yield first
        first += _STEP


@contextmanager
def _site(folder: Path, figures: Figures, processes: int, readers: int) -> Iterator[tuple[Site, list[int]]]:
    """PROCESSES servers on the settings' figures and a copy of what is entered; the pids."""
    settings = Settings.from_environment()
    env = dict(os.environ, FORWARDED_ALLOW_IPS="127.0.0.1,::1,::ffff:127.0.0.1")
    if settings.database_url.startswith("sqlite"):
        # Nothing is saved among what people have entered.
        file = folder / "state.sqlite"
        with closing(sqlite3.connect(settings.data_dir / "state.sqlite")) as ours, closing(sqlite3.connect(file)) as to:
            ours.backup(to)
        env["NYCKELTAL_DATABASE_URL"] = f"sqlite:///{file}"
    else:
        env["NYCKELTAL_DATABASE_URL"] = settings.database_url
    accounts = made_accounts(env["NYCKELTAL_DATABASE_URL"], figures, min(_MOST_ACCOUNTS, round(readers * SAVERS) or 1))
    with ExitStack() as stack:
        servers, ports = stack.enter_context(started(processes, env, folder / "servers.log"))
        stack.callback(_tell_log, folder / "servers.log")
        # With those that make their pages.
        pids = [pid for server in servers for pid in family(server.pid) if memory(pid) > 0]
        if processes == 1:
            yield Site(f"http://localhost:{ports[0]}", figures, accounts=accounts), pids
            return
        nginx = find_nginx()
        if nginx is None:
            raise SystemExit("several processes need nginx: apt install nginx-light")
        (folder / "nginx").mkdir()
        places = (free_port(), free_port())
        front = stack.enter_context(running(nginx, folder / "nginx", ports, places, changed=CROWDED))
        yield Site(front.url, figures, front.trust, accounts=accounts), pids


def made_accounts(url: str, figures: Figures, number: int) -> list[Account]:
    """NUMBER managers in the database at URL, of the participants in turn, each with an indicator of her own."""
    participants, indicators = figures.catalogue.participants, figures.catalogue.indicators
    word, run = secrets.token_urlsafe(12), secrets.token_hex(2)
    with open_state(url) as state:
        access, now = Access(state, figures.catalogue), datetime.now(UTC)
        made = []
        for n in range(number):
            place = participants[n % len(participants)].id
            one = Account(f"lasare{run}{n}", word, f"Mätare {run}{n}", place, indicators[n % len(indicators)].kpi)
            details = Details(one.name, Role.MANAGER, municipality=place)
            access.accounts.add(one.login, details, word, by=at_the_terminal("bench"), now=now, is_own=True)
            made.append(one)
    return made


def _measured(site: Site, readers: int, minutes: float, come: float, pids: list[int]) -> bool:
    """Print a line a minute and one for all; whether it held."""
    waits, held = Waits(), [[memory(pid)] for pid in pids]
    worked = sum(map(processor, pids))
    print(f"{readers} readers, come within {come:g} s, {len(pids)} processes, {minutes:g} minutes", flush=True)

    async def watched() -> None:
        # As the crowd counts: what it does while it comes is not told.
        telling = asyncio.create_task(_minutes(waits, held, pids, time.perf_counter() + come))
        await crowd(site, readers, minutes * _MINUTE, waits, come=come)
        telling.cancel()

    asyncio.run(watched())
    worked = sum(map(processor, pids)) - worked
    told = Told.of(waits.acts, minutes * _MINUTE)
    last = [[*some[-5:], memory(pid)] for some, pid in zip(held, pids, strict=True)]
    flat = max((max(some) - min(some)) / min(some) for some in last)
    most = max(max(some) for some in last)
    print(f"  all       {told.line}   failed {len(waits.failed)}   saves {waits.saves}")
    for kind in sorted(set(waits.kinds)):
        some = Told.of([act for act, of in zip(waits.acts, waits.kinds, strict=True) if of == kind], minutes * _MINUTE)
        print(f"    {kind:24s} {some.line}")
    print(f"  processor {worked / max(1, len(waits.acts)) * 1000:.1f} ms an act   memory at most {most:.0f} MB")
    for why, n in Counter(why for _, why, _ in waits.failed).most_common(5):
        print(f"  failed {n}: {why}")
    for what, n in waits.strange.items():
        print(f"  strange {n}: {what}")
    checks = {
        f"p95 under {P95_GOAL:g} s": told.p95 < P95_GOAL,
        f"no act over {LATE:g} s": told.late == 0,
        "none failed": not waits.failed and not waits.strange,
        f"memory under {MOST_MB:g} MB": most < MOST_MB,
        f"memory flat in the last five minutes ({flat:.1%})": flat < FLAT or minutes < 5,
    }
    said = [f"{words}: {'met' if is_met else 'MISSED'}" for words, is_met in checks.items()]
    print(f"  {'   '.join(said)}", flush=True)
    return all(checks.values())


async def _minutes(waits: Waits, held: list[list[float]], pids: list[int], begun: float) -> None:
    """Print a line a minute of what began in it."""
    minute = 0
    await asyncio.sleep(begun - time.perf_counter())
    while True:
        await asyncio.sleep(_MINUTE)
        start, minute = begun + minute * _MINUTE, minute + 1
        told = Told.of([act for act in waits.acts if start <= act[0] < start + _MINUTE], _MINUTE)
        failed = sum(start <= at < start + _MINUTE for at, _, _ in waits.failed)
        for some, pid in zip(held, pids, strict=True):
            some.append(memory(pid))
        megabytes = " + ".join(f"{some[-1]:.0f}" for some in held)
        print(f"  minute {minute:2d} {told.line}   failed {failed}   {megabytes} MB", flush=True)


class Told:
    """What some acts, during SECONDS, took."""

    def __init__(self, ordered: Sequence[float], seconds: float) -> None:
        self._ordered, self._seconds = ordered or [float("nan")], seconds
        self.p95 = self._ordered[int(len(self._ordered) * 0.95)]
        self.late = sum(one > LATE for one in ordered)

    @classmethod
    def of(cls, acts: Sequence[tuple[float, float]], seconds: float) -> Told:
        """ACTS are (when they began, seconds)."""
        return cls(sorted(took for _, took in acts), seconds)

    @property
    def line(self) -> str:
        """In a line."""
        known = self._ordered
        return (
            f"{len(known) / self._seconds:6.1f} acts/s   p50 {known[len(known) // 2] * 1000:6.0f} ms"
            f"   p95 {self.p95 * 1000:6.0f} ms   max {known[-1] * 1000:6.0f} ms   over {LATE:g} s {self.late:4d}"
        )


def _tell_log(log: Path) -> None:
    """What the servers have said, where it was anything."""
    said = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if "rror" in line]
    if said:
        kept = Path(shutil.copy(log, f"{log.parent}.log"))
        print(f"the servers told of {len(said)} errors: {kept}")
