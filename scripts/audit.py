"""Asks pip-audit of known holes in what requirements.txt locks, and says plainly what could not be asked about."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Apart from the project's own packages: it is no part of what is locked.
TOOL = ROOT / "build" / "audit"
SOUND, HOLES, NOT_ASKED = 0, 1, 3
_ASK = ("-r", "requirements.txt", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json")


def main() -> int:
    """Install pip-audit where it is not, ask, and tell: 0 no known hole, 1 holes, 3 not everything could be asked."""
    program = TOOL / "bin" / "pip-audit"
    if not program.exists():
        venv.create(TOOL, with_pip=True)
        fetched = subprocess.run([TOOL / "bin" / "python", "-m", "pip", "install", "-q", "pip-audit"], check=False)
        if fetched.returncode:
            return _told(NOT_ASKED, "pip-audit cannot be fetched: nothing was checked.")
    done = subprocess.run([program, *_ASK], cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        why = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        return _told(NOT_ASKED, f"The database of known holes cannot be reached: nothing was checked. {why}")
    return _told(*said(report))


def said(report: dict[str, Any]) -> tuple[int, str]:
    """What there is to tell of pip-audit's REPORT, and the exit status."""
    packages = report["dependencies"]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version'}"
        for one in packages
        for hole in one.get("vulns", ())
    ]
    left = [one for one in packages if "skip_reason" in one]
    asked = f"{len(packages) - len(left)} of {len(packages)} packages were checked."
    if left and len(left) == len(packages):
        asked = f"The database of known holes knows none of the {len(left)} packages: nothing was checked."
    elif left:
        asked += f" Not known there: {', '.join(one['name'] for one in left)}."
    status = HOLES if holes else NOT_ASKED if left else SOUND
    return status, "\n".join((*holes, asked, *(() if holes or left else ("No known holes.",))))


def _told(status: int, words: str) -> int:
    print(words, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main())
