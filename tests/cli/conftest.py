"""A way to run one command as if it were a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from core.cli import main
from tests.cache.fakes import FakeKolada
from tests.conftest import forget


@dataclass(frozen=True)
class Outcome:
    """What a command ended with."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function from a command's words to what became of it, on a system without a log of its own."""
    monkeypatch.setattr("core.access.events._system_log", lambda: None)

    def command(*words: str) -> Outcome:
        capsys.readouterr()
        forget()  # each command is a process of its own
        try:
            status = main(words)
        except SystemExit as ended:  # argparse's own way out
            status = int(ended.code or 0)
        return Outcome(status, *capsys.readouterr())

    return command


@pytest.fixture
def kolada(monkeypatch: pytest.MonkeyPatch) -> Callable[[FakeKolada], None]:
    """Puts a fake in Kolada's place."""

    def put(fake: FakeKolada) -> None:
        monkeypatch.setattr("core.cli.refresh.KoladaClient", lambda _url: fake)

    return put
