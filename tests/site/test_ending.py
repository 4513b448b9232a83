"""A server that is told to end finishes what it saves, and is then gone, whoever keeps a request open."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
from pathlib import Path

from core.site.ending import PATIENCE_SECONDS
from tests.shared import ROOT

# The product's own way to end, around two requests: one that saves for a while, one that never ends.
SERVER = """
import anyio, sys, time, uvicorn
from contextlib import asynccontextmanager
from pathlib import Path
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from core.site import ending

ending.PATIENCE_SECONDS = 3

@asynccontextmanager
async def lifespan(_):
    with ending.ending_in_time():
        yield

def save(_):
    print("saving", flush=True)
    time.sleep(1)
    Path(sys.argv[1]).write_text("sparat")
    return PlainTextResponse("sparat")

async def wait(_):
    print("waiting", flush=True)
    await anyio.to_thread.run_sync(time.sleep, 600)

app = Starlette(lifespan=lifespan, routes=[Route("/save", save, methods=["POST"]), Route("/wait", wait)])
uvicorn.run(app, fd=int(sys.argv[2]), log_level="critical")
"""


def test_what_is_being_saved_is_saved_and_what_never_ends_is_left(tmp_path: Path) -> None:
    assert PATIENCE_SECONDS < 10, "as docs/operations.md promises"
    saved = tmp_path / "saved"
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(saved), str(listening.fileno())],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=[listening.fileno()],
        )
        try:
            assert server.stdout is not None
            asked = []
            for method, path, said in (("POST", "/save", "saving"), ("GET", "/wait", "waiting")):
                connection = http.client.HTTPConnection(*listening.getsockname())
                connection.request(method, path)
                assert server.stdout.readline() == f"{said}\n"
                asked.append(connection)
            server.terminate()
            assert asked[0].getresponse().read() == b"sparat"
            assert server.wait(timeout=60) in (128 + signal.SIGTERM, -signal.SIGTERM)
            assert saved.read_text(encoding="utf-8") == "sparat"
            for connection in asked:
                connection.close()
        finally:
            server.kill()
            server.communicate()
