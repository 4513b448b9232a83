"""The stand-in for Kolada, started once for each set of options."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.kolada import KoladaClient, Transport
from tests.kolada.fakes import FakeTime

SHARED = Path(__file__).resolve().parents[3] / "shared" / "kolada"
Start = Callable[..., str]


@pytest.fixture(scope="session")
def stand_in() -> Iterator[Start]:
    """A function from the stand-in's options to the base URL of one that runs with them."""
    running: dict[tuple[str, ...], tuple[subprocess.Popen[str], str]] = {}

    def start(*options: str) -> str:
        if options not in running:
            command = [sys.executable, str(SHARED / "serve.py"), "--port", "0", *options]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            assert process.stdout is not None
            running[options] = process, process.stdout.readline().strip()
        return running[options][1]

    yield start
    for process, _ in running.values():
        process.terminate()
        process.communicate()


@pytest.fixture
def connect(stand_in: Start) -> Iterator[Callable[..., KoladaClient]]:
    """A function from the stand-in's options to a client of it that never really waits."""
    clients: list[KoladaClient] = []

    def make(*options: str) -> KoladaClient:
        time = FakeTime()
        client = KoladaClient(stand_in(*options), transport=Transport(clock=time.clock, sleep=time.sleep))
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()
