"""What is installed and how it is run is what was tried."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime, timedelta
from inspect import signature
from pathlib import Path

import pytest
import uvicorn
import yaml

from core.site.ending import PATIENCE_SECONDS
from scripts.browser import find_nginx
from scripts.front import written
from scripts.nightly import SWEDEN, until
from tests.shared import ROOT

DEPLOY = ROOT / "deploy"
UNIT, TIMER = DEPLOY / "nyckeltal.service", DEPLOY / "nyckeltal-refresh.timer"
SERVICES = (UNIT, DEPLOY / "nyckeltal-refresh.service")
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


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_has_a_user_of_its_own_and_may_write_in_its_data_only(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert HARDENED - set(lines) == set()
    facts = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    assert facts["User"] == facts["Group"] == facts["StateDirectory"] == "nyckeltal"
    assert "NYCKELTAL_DATA_DIR=/var/lib/nyckeltal" in unit.read_text(encoding="utf-8")
    assert not {name for name in facts if name.startswith(("ReadWrite", "BindPaths"))}


def test_systemd_does_not_shoot_before_the_process_has_had_the_time_that_it_takes() -> None:
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    facts = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    assert float(facts["TimeoutStopSec"]) > PATIENCE_SECONDS
    assert (facts["KillSignal"], facts["SuccessExitStatus"]) == ("SIGTERM", "143")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    # What they start must be there for systemd to look at; the rest is as it is given out.
    python = tmp_path / "python"
    python.symlink_to("/bin/true")
    units = [*SERVICES, TIMER]
    for unit in units:
        text = unit.read_text(encoding="utf-8").replace("/srv/nyckeltal/.venv/bin/python", str(python))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    names = [str(tmp_path / unit.name) for unit in units]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(find_nginx() is None, reason="no nginx here")
@pytest.mark.parametrize("base", ["", "/nyckeltal"])
def test_nginx_takes_its_file_with_one_server_or_several(tmp_path: Path, base: str) -> None:
    nginx = find_nginx()
    assert nginx is not None
    written(tmp_path, [8501, 8502, 8503], (8443, 8080), base=base)
    done = subprocess.run(
        [nginx, "-t", "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_nginx_lets_a_line_go_before_the_app_does() -> None:
    """Else a form may be sent on a line that is just being closed, and is answered 502."""
    [seconds] = re.findall(r"^ +keepalive_timeout (\d+)s;", (DEPLOY / "nginx.conf").read_text("utf-8"), re.MULTILINE)
    # Streamlit leaves it as uvicorn has it.
    kept = signature(uvicorn.Config).parameters["timeout_keep_alive"].default
    assert int(seconds) < kept


def test_a_site_under_a_path_is_the_same_file_by_the_script_that_is_given_out(tmp_path: Path) -> None:
    for name in ("compose-nginx.sh", "nginx.conf"):
        shutil.copy(DEPLOY / name, tmp_path)
    subprocess.run(
        ["sh", tmp_path / "compose-nginx.sh", "min.kommun.se", "/nyckeltal"], check=True, capture_output=True
    )
    made = (tmp_path / "nginx.compose.conf").read_text(encoding="utf-8")
    assert "server app:8501 " in made
    assert "example.se" not in made
    places = re.findall(r"location (?:= |~ \^)?(/\S*)", made)
    assert len(places) >= 6
    assert all(place.startswith("/nyckeltal/") for place in places)


def test_the_containers_are_nobodys_root_and_write_nowhere_but_where_they_must() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    for name in ("app", "refresher"):
        one = services[name]
        assert one["read_only"]
        assert one["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in one["security_opt"]
        assert "user" not in one  # that of the file below
    # Told apart by nothing but the folder: the replicas' is in memory, so none of them keeps what others lack.
    assert "volumes" not in services["app"]
    assert any(mount.startswith("/data:") for mount in services["app"]["tmpfs"])
    assert services["refresher"]["volumes"] == ["figures:/data"]
    # Nobody from outside reaches the database or the store.
    assert compose["networks"]["inside"] == {"internal": True}
    assert {name for name, one in services.items() if "ports" in one} == {"proxy"}
    assert all(set(one["networks"]) <= {"inside", "outside"} for one in services.values())
    for name in ("database", "store", "bucket"):
        assert services[name]["networks"] == ["inside"]
    named = {known for one in services.values() for known in one.get("depends_on", ())}
    assert named <= set(services)


def test_what_the_containers_are_told_is_what_the_program_reads() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    told = {name for name in compose["x-app"]["environment"] if name.startswith("NYCKELTAL_")}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert told
    assert all(f"`{name}`" in readme for name in told)
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    assert asked <= set(re.findall(r"^(\w+)=", (DEPLOY / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_container_has_all_that_runs_and_is_asked_if_it_has_figures() -> None:
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = {
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    }
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert copied == {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)
    assert "USER 10001:10001" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert any("--require-hashes" in line for line in lines)


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 11, 30, 1, 30, tzinfo=SWEDEN), 1),
        (datetime(2026, 11, 30, 2, 30, tzinfo=SWEDEN), 24),
        (datetime(2026, 10, 24, 12, 30, tzinfo=SWEDEN), 14),
        # The clock is set back in the night: an hour more.
        (datetime(2026, 10, 24, 23, 30, tzinfo=SWEDEN), 3),
    ],
)
def test_the_next_night_is_by_the_clock_on_the_wall(now: datetime, hours: int) -> None:
    assert until(now, 2, 30) == timedelta(hours=hours)
