"""A PostgreSQL server of the tests' own: on a socket in a temporary folder, gone when the tests are done."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TIMEOUT_SECONDS = 60
# PostgreSQL refuses to run as root; the first of these that exists runs it then.
USERS = ("postgres", "nobody")


class NoServerError(Exception):
    """No server can be started here; the text says why."""


@contextmanager
def running_server() -> Iterator[str]:
    """The URL of a server's maintenance database while the server runs. Raises NoServerError."""
    programs = _programs()
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="nyckeltal-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user=user)
        data = folder / "data"
        initdb: list[str | Path] = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
        _run([*initdb, "-E", "UTF8", "--locale=C", "-N"], user)
        # Only a socket: no port to find free, and nothing that listens on a network.
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        # Nothing here is to outlive the tests.
        options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
        control: list[str | Path] = [programs / "pg_ctl", "-D", data, "-w", "-s"]
        _run([*control, "-l", folder / "log", "-o", options, "start"], user)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            _run([*control, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder with initdb and pg_ctl: Debian's newest, else where PATH has them."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    for folder in [*reversed(debian), *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoServerError("PostgreSQL is not installed (Debian: apt-get install postgresql)")


def _user() -> str | None:
    """Who must run the server, or None for whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for user in USERS:
        if user in known:
            return user
    raise NoServerError(f"PostgreSQL does not run as root, and there is no user {' or '.join(USERS)}")


def _run(command: list[str | Path], user: str | None) -> None:
    # pg_ctl leaves the server running with its own output, so that must not be a pipe that we wait for.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            timeout=TIMEOUT_SECONDS,
            check=False,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
        )
        output.seek(0)
        if done.returncode != 0:
            raise NoServerError(f"{command[0]} failed: {output.read().decode(errors='replace')[-500:]}")
