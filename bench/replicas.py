"""Replicas without a common disk, on this machine: PostgreSQL, an object store, a refresher and some servers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from sqlalchemy import create_engine, make_url, text

from bench.serving import OTHERS_PYTHON, ROOT, free_port, stopped, wait
from core.cache import SnapshotStore
from core.settings import Settings
from scripts.browser import find, find_nginx
from tests.access.oidc_provider import CLIENT_ID, CLIENT_SECRET, TENANT, running_provider
from tests.state.postgres_server import NoServerError, running_server

BUCKET = "siffror"
# Whom the provider says that everybody is who signs in there.
ELSEWHERE = "Eva Ström"
_PROVIDER = """
address = "http://localhost{base}"
[[providers]]
id = "prov"
name = "Kommunen"
metadata_url = "{metadata}"
client_id = "{client}"
client_secret_variable = "NYCKELTAL_OIDC_PROV"
tenant = "{tenant}"
[providers.roles]
"Administratör" = {{ role = "administratör" }}
"""
_STORE_IS_UP_WITHIN = 60.0


def missing(*, browser: bool) -> list[str]:
    """What the machine lacks, each with how it is had."""
    lacks = []
    if find_nginx() is None:
        lacks.append("nginx: apt install nginx-light")
    if not OTHERS_PYTHON.exists():
        lacks.append("moto, en S3-server i .venv-bench: make scale-out installerar den")
    try:
        with running_server():
            pass
    except NoServerError as error:
        lacks.append(f"PostgreSQL: {error}")
    if browser and find() is None:
        lacks.append("Chromium: apt install chromium (eller välj --no-browser)")
    return lacks


@dataclass
class Replicas:
    """What runs. ``env`` is what all servers share; each has a data folder and a port of its own."""

    folder: Path
    env: Mapping[str, str]
    ports: list[int]
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def refresher(self) -> Mapping[str, str]:
        """The environment of the machine that fetches."""
        return {**self.env, "NYCKELTAL_DATA_DIR": str(self.folder / "refresher")}

    def start(self, number: int) -> subprocess.Popen[bytes]:
        """Start replica NUMBER with an empty folder; it is not yet up."""
        data = self.folder / f"replica-{number}"
        shutil.rmtree(data, ignore_errors=True)
        with (self.folder / f"replica-{number}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "scripts/run.py", "--port", str(self.ports[number])],
                cwd=ROOT,
                env={**self.env, "NYCKELTAL_DATA_DIR": str(data)},
                stdout=log,
                stderr=log,
            )

    def restored(self, backup: Path) -> None:
        """Put all that is in BACKUP into a new database, and start all anew on that, from empty folders."""
        self.stop()
        url = make_url(self.env["NYCKELTAL_DATABASE_URL"])
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("create database aterstalld"))
        engine.dispose()
        new = url.set(database="aterstalld").render_as_string(hide_password=False)
        self.env = {**self.env, "NYCKELTAL_DATABASE_URL": new}
        self.command("restore", str(backup))
        self.servers[:] = [self.start(number) for number in range(len(self.ports))]

    def stop(self) -> None:
        """Stop those that run."""
        for server in self.servers:
            stopped(server)

    def command(self, *words: str, env: Mapping[str, str] | None = None) -> None:
        """``python -m core WORDS`` on the refresher, or with ENV."""
        subprocess.run([sys.executable, "-m", "core", *words], cwd=ROOT, env=env or self.refresher, check=True)

    def newer(self) -> str:
        """Lay out the same figures as if they had been fetched now; when, as the servers' health tells it."""
        store, now = SnapshotStore(self.folder / "refresher"), datetime.now(UTC)
        current = store.current()
        if current is None:
            raise RuntimeError("the refresher has no figures")
        file = store.new_file()
        shutil.copy(current, file)
        with duckdb.connect(file) as connection:
            connection.execute("update meta set content = ? where name = 'fetched_at'", [now.isoformat()])
        store.swap_in(file)
        self.command("publish")
        return now.isoformat()


@contextmanager
def running(folder: Path, number: int, base: str) -> Iterator[Replicas]:
    """NUMBER replicas under the path BASE, up, with the settings' figures and what is entered there, or the example."""
    settings = Settings.from_environment()
    with ExitStack() as stack:
        database = stack.enter_context(running_server())
        store = free_port()
        log = stack.enter_context((folder / "store.log").open("wb"))
        words = [str(OTHERS_PYTHON), "-m", "moto.server", "-H", "127.0.0.1", "-p", str(store)]
        stack.callback(stopped, subprocess.Popen(words, stdout=log, stderr=log))
        _make_bucket(f"http://127.0.0.1:{store}/{BUCKET}")
        env = {
            **os.environ,
            "NYCKELTAL_DATABASE_URL": database,
            "NYCKELTAL_FIGURES_URL": f"s3://{BUCKET}/nyckeltal",
            "NYCKELTAL_BASE_PATH": base,
            # Nobody but the refresher asks Kolada for the figures.
            "NYCKELTAL_KOLADA_URL": "http://127.0.0.1:9",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{store}",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "prov",
            "AWS_SECRET_ACCESS_KEY": "prov",
            **stack.enter_context(_provider(folder, base)),
        }
        made = Replicas(folder, env, [free_port() for _ in range(number)])
        _fill(made, settings)
        for one in range(number):
            server = made.start(one)
            made.servers.append(server)
        stack.callback(made.stop)
        for port in made.ports:
            wait(f"http://localhost:{port}")
        yield made


@contextmanager
def _provider(folder: Path, base: str) -> Iterator[Mapping[str, str]]:
    """Somewhere to sign in where one works, and the settings that tell of it."""
    with running_provider() as provider:
        provider.claims = {"tid": TENANT, "oid": TENANT, "name": ELSEWHERE, "preferred_username": "eva@example.se"}
        provider.claims["roles"] = ["Administratör"]
        file = folder / "oidc.toml"
        told = _PROVIDER.format(base=base, metadata=provider.metadata_url, client=CLIENT_ID, tenant=TENANT)
        file.write_text(told, encoding="utf-8")
        yield {"NYCKELTAL_OIDC_FILE": str(file), "NYCKELTAL_OIDC_PROV": CLIENT_SECRET}


def _make_bucket(url: str) -> None:
    ends = time.monotonic() + _STORE_IS_UP_WITHIN
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, method="PUT"), timeout=2):
                return
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)


def _fill(made: Replicas, settings: Settings) -> None:
    current = SnapshotStore(settings.data_dir).current()
    if current is None:
        made.command("example")
        made.command("publish")
        return
    refresher = SnapshotStore(made.folder / "refresher")
    file = refresher.new_file().with_name(current.name)
    shutil.copy(current, file)
    refresher.swap_in(file)
    if (settings.data_dir / "state.sqlite").exists():
        # What is entered comes by a backup, as when one moves.
        backup = str(made.folder / "all.zip")
        made.command("backup", backup, env={**os.environ, "NYCKELTAL_DATABASE_URL": ""})
        made.command("restore", backup)
    made.command("publish")
