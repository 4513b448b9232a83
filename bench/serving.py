"""A server of the product that is measured from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

# What others' programs run by (requirements-bench.txt).
OTHERS_PYTHON = Path(__file__).resolve().parents[1] / ".venv-bench" / "bin" / "python"
UP_WITHIN = 180.0
ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(env: Mapping[str, str] | None = None, port: int | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """A server on PORT (a free one) with ENV (this process's), and its address; it is not yet up."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL), f"http://localhost:{port}"


@contextmanager
def up(env: Mapping[str, str] | None = None) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The same, up, until one has done with it."""
    server, url = start(env)
    with ExitStack() as stack:
        stack.callback(stopped, server)
        wait(url)
        yield server, url


@contextmanager
def started(
    processes: int, env: Mapping[str, str], log: Path
) -> Iterator[tuple[list[subprocess.Popen[bytes]], list[int]]]:
    """PROCESSES servers with ENV, up and warm, and their ports; what they say is in LOG."""
    ports = [free_port() for _ in range(processes)]
    with log.open("ab") as said, ExitStack() as stack:
        servers = []
        for port in ports:
            words = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
            server = subprocess.Popen(words, cwd=ROOT, env=dict(env), stdout=said, stderr=said)
            stack.callback(stopped, server)
            servers.append(server)
        for port in ports:
            wait(f"http://localhost:{port}")
        for server in servers:
            until_warm(server.pid)
        yield servers, ports


def stopped(server: subprocess.Popen[Any]) -> None:
    """Tell SERVER to end, and wait for it."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(20)


def until_warm(pid: int) -> None:
    """Until the server has made what it makes before anybody asks."""
    before = -1.0
    while (now := sum(map(processor, family(pid)))) - before > 0.1:
        before = now
        time.sleep(1)


def family(pid: int) -> list[int]:
    """The process and those that it has started; that alone where the system does not tell."""
    files = Path(f"/proc/{pid}/task").glob("*/children")
    return [pid, *(below for file in files for one in file.read_text().split() for below in family(int(one)))]


def memory(pid: int) -> float:
    """Megabytes that the process holds; not a number where the system does not tell."""
    file = Path(f"/proc/{pid}/statm")
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if file.exists() else float("nan")


def wait(url: str) -> None:
    """Until the server at URL answers. Raises OSError where it does not come up."""
    ends = time.monotonic() + UP_WITHIN
    while True:
        try:
            with urllib.request.urlopen(f"{url}/halsa", timeout=2):
                return
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.02)


def processor(pid: int) -> float:
    """Seconds of processor that the process has taken; 0 where the system does not tell."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    user, system = file.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def cost(pid: int, act: Callable[[int], object], times: int = 200) -> float:
    """Milliseconds of the server's processor for each ACT, done so many TIMES one after another: however busy it is."""
    for n in range(5):
        act(-1 - n)
    before = processor(pid)
    for n in range(times):
        act(n)
    return (processor(pid) - before) / times * 1000
