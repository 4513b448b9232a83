"""A server of the product that is measured from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def start(env: Mapping[str, str] | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """A server on a free port with ENV (this process's), and its address; it is not yet up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL), f"http://localhost:{port}"


def wait(url: str) -> None:
    """Until the server at URL answers."""
    while True:
        try:
            with urllib.request.urlopen(f"{url}/halsa", timeout=2):
                return
        except OSError:
            time.sleep(0.02)


def processor(pid: int) -> float:
    """Seconds of processor that the process has taken; 0 where the system does not tell."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    user, system = file.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
