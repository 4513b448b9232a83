"""Takes the README's pictures: the overview, on a wide screen and on a phone, and an indicator; on example data."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.browser import find  # noqa: E402 - the project is not installed, only found

PICTURES = (
    ("oversikt", "/?kommun=9001", 1280, 1000),
    ("oversikt-mobil", "/?kommun=9001", 390, 1000),
    ("indikator", "/indikator?kommun=9001&nyckeltal=U23401", 1280, 1000),
)


def main() -> None:
    """Start the app on example data and take every picture into docs/."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"NYCKELTAL_DATA_DIR": folder}
        subprocess.run([sys.executable, "-m", "core", "example"], cwd=ROOT, env=environment, check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            take(f"http://localhost:{port}")
        finally:
            server.terminate()
            server.wait(20)


def take(url: str) -> None:
    """Open every page and save what it looks like."""
    while not _is_up(url):
        time.sleep(0.2)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for name, address, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{url}{address}")
            page.locator("h1[data-view]").wait_for()
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
            print(f"docs/{name}.png")
        browser.close()


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/halsa", timeout=2):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    main()
