"""What is installed and how it is run is what was tried."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from core.site.ending import PATIENCE_SECONDS
from tests.shared import ROOT

UNIT = ROOT / "deploy" / "nyckeltal.service"
HARDENED = {
    *("NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"),
    *("PrivateDevices=yes", "RestrictNamespaces=yes", "SystemCallFilter=@system-service", "UMask=0077"),
}


def direct(name: str) -> set[str]:
    """The packages that NAME.in asks for itself, as name==version in lower case without extras."""
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return {re.sub(r"\[.*\]", "", line).lower() for line in lines if "==" in line and not line.startswith("#")}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-bench"])
def test_every_package_is_pinned_with_the_digests_of_its_files(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    packages = text.splitlines()
    for package in packages:
        assert re.fullmatch(r"[\w.-]+==[\w.+]+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", package), package[:80]
    assert direct(name) <= {package.split()[0] for package in packages}
    assert "://" not in text


def test_the_makefile_locks_with_digests() -> None:
    [lock] = re.findall(r"^lock:.*?\n\n", (ROOT / "Makefile").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert "--generate-hashes" in lock


def test_the_service_has_a_user_of_its_own_and_may_write_in_its_data_only() -> None:
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    assert HARDENED - set(lines) == set()
    facts = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    assert facts["User"] == facts["Group"] == facts["StateDirectory"] == "nyckeltal"
    assert "NYCKELTAL_DATA_DIR=/var/lib/nyckeltal" in UNIT.read_text(encoding="utf-8")
    assert not {name for name in facts if name.startswith(("ReadWrite", "BindPaths"))}
    # systemd must not shoot before the process has had the time that it takes.
    assert float(facts["TimeoutStopSec"]) > PATIENCE_SECONDS
    assert (facts["KillSignal"], facts["SuccessExitStatus"]) == ("SIGTERM", "143")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_service(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    # What it starts must be there for systemd to look at; the rest is as it is given out.
    python = tmp_path / "python"
    python.symlink_to("/bin/true")
    text = UNIT.read_text(encoding="utf-8")
    unit.write_text(text.replace("/srv/nyckeltal/.venv/bin/python", str(python)), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
