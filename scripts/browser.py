"""Finds a browser and an nginx for the tests, or installs them: what is there, else apt as root, else Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# The same browser without windows first: it takes two thirds of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    chosen = os.environ.get("NYCKELTAL_CHROMIUM")
    return chosen or next(filter(None, map(shutil.which, NAMES)), MAC if os.path.exists(MAC) else None)  # noqa: PTH110


def find_nginx() -> str | None:
    """The path of an nginx on this machine, or None; where others than root look, Debian's is not."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")


def playwrights_own() -> bool:
    """Whether Playwright has a browser of its own here."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)  # noqa: PTH110


def install() -> bool:
    """Try to get one."""
    for package in NAMES[:2]:
        if find() is None:
            install_by_apt(package)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find() is not None or playwrights_own()


def install_by_apt(package: str) -> None:
    """Try to, as root on Debian and its kin; nothing is done elsewhere."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    print(f"Installerar {package} med apt …")
    for words in (["update"], ["install", "-y", package]):
        subprocess.run(["apt-get", "-qq", *words], check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    if find_nginx() is None:
        # Without it the tests behind a proxy are skipped.
        install_by_apt("nginx-light")
    if find() is None and not playwrights_own() and not install():
        print(
            "Webbläsartesterna behöver Chromium, och det gick inte att installera.\n"
            "Debian/Ubuntu: sudo apt install chromium   macOS: brew install --cask google-chrome\n"
            "Eller ange en egen: NYCKELTAL_CHROMIUM=/sökväg/till/chromium",
            file=sys.stderr,
        )
        sys.exit(1)
