"""Finds a browser for the tests, or installs one: one that is there, else apt as root, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    chosen = os.environ.get("NYCKELTAL_CHROMIUM")
    return chosen or next(filter(None, map(shutil.which, NAMES)), MAC if os.path.exists(MAC) else None)  # noqa: PTH110


def playwrights_own() -> bool:
    """Whether Playwright has a browser of its own here."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)  # noqa: PTH110


def install() -> bool:
    """Try to get one."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installerar chromium med apt …")
        quiet: dict[str, int] = {"stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)  # type: ignore[call-overload]
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find() is not None or playwrights_own()


if __name__ == "__main__":
    if find() is None and not playwrights_own() and not install():
        print(
            "Webbläsartesterna behöver Chromium, och det gick inte att installera.\n"
            "Debian/Ubuntu: sudo apt install chromium   macOS: brew install --cask google-chrome\n"
            "Eller ange en egen: NYCKELTAL_CHROMIUM=/sökväg/till/chromium",
            file=sys.stderr,
        )
        sys.exit(1)
