"""Runs deploy/nginx.conf before servers on this machine: for tests, and for what is measured."""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SITE = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"
# What tells which server answered whom.
LOG_FORMAT = 'log_format places "$upstream_addr $status $request_uri $cookie_nyckeltal_plats";'
_SERVER = re.compile(r"^    server 127\.0\.0\.1:8501.*\n", re.MULTILINE)
_LOCATION = re.compile(r"location (=|~ \^|) ?/")


@dataclass(frozen=True)
class Front:
    """nginx before the servers: by TLS at ``url``, without at ``plain``. ``log`` has a line a request."""

    url: str
    plain: str
    trust: ssl.SSLContext
    log: Path


@contextmanager
def running(
    nginx: str,
    folder: Path,
    servers: Sequence[int],
    ports: tuple[int, int],
    *,
    changed: Mapping[str, str] | None = None,
    base: str = "",
) -> Iterator[Front]:
    """NGINX by the shipped file before SERVERS (ports here), with what it needs in FOLDER, on PORTS (TLS, plain).

    CHANGED are other texts to put in the place of those in the file; BASE is a path under which all of it is.
    """
    written(folder, servers, ports, changed=changed, base=base)
    secure, plain = ports
    command = [nginx, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    # It listens when it has gone into the background.
    subprocess.run(command, check=True, timeout=60)
    try:
        trust = ssl.create_default_context(cafile=folder / "fullchain.pem")
        yield Front(f"https://localhost:{secure}", f"http://localhost:{plain}", trust, folder / "access.log")
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, timeout=60)


def written(
    folder: Path,
    servers: Sequence[int],
    ports: tuple[int, int],
    *,
    changed: Mapping[str, str] | None = None,
    base: str = "",
) -> None:
    """Write FOLDER/nginx.conf, with all that it needs beside it."""
    certify(folder)
    (folder / "site.conf").write_text(site(folder, servers, ports, changed or {}, base), encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} worker_processes 1; worker_rlimit_nofile 16384; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 8192; }}\n"
        f"http {{ {temporary} {LOG_FORMAT} access_log {folder}/access.log places; include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )


def site(
    folder: Path,
    servers: Sequence[int],
    ports: tuple[int, int],
    changed: Mapping[str, str] | None = None,
    base: str = "",
) -> str:
    """The shipped file with these SERVERS, PORTS and what is CHANGED, under BASE; certificate and cache in FOLDER."""
    text = SITE.read_text(encoding="utf-8")
    for shipped, ours in {
        "listen 80": f"listen 127.0.0.1:{ports[1]}",
        "listen 443 ssl": f"listen 127.0.0.1:{ports[0]} ssl",
        "nyckeltal.example.se": "localhost",
        "/etc/ssl/nyckeltal/": f"{folder}/",
        "/var/cache/nyckeltal": f"{folder}/cache",
        **(changed or {}),
    }.items():
        if shipped not in text:
            raise ValueError(f"deploy/nginx.conf has no {shipped} any more")
        text = text.replace(shipped, ours)
    lines = "".join(f"    server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;\n" for port in servers)
    text, found = _SERVER.subn(lines, text)
    if found != 1:
        raise ValueError("deploy/nginx.conf names no server any more")
    # As docs/operations.md has it: every place moves under the path.
    text = _LOCATION.sub(rf"location \1 {base}/", text).replace("~ ^ /", "~ ^/") if base else text
    # Not every machine has IPv6.
    return re.sub(r"listen \[::\].*;", "", text)


def certify(folder: Path) -> None:
    """A certificate of localhost's, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
