"""Reads streamlit-authenticator's credentials file (YAML), whose hashes are taken over as they are.

credentials:
  usernames:
    anna:
      first_name: Anna        # or name
      last_name: Ek
      password: $2b$12$...
      roles: [sammankallande]
      areas: [grundskola]     # ours: a convenor's, or a manager's
      municipality: "0126"    # ours: a manager's

Its other keys (email, logged_in, failed_login_attempts, password_hint ...) are left where they are. No fault ever
repeats a password.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from core.access.details import AccountError, Details, checked, checked_login
from core.access.people import Role
from core.catalogue import Catalogue
from core.errors import NyckeltalError

MOST_BYTES = 1_000_000
MOST_SHOWN_FAULTS = 200

# What the package makes: cost 12. Another would take another time to verify, and tell which names there are.
_HASH = re.compile(r"\$2[aby]\$12\$[./A-Za-z0-9]{53}")


@dataclass(frozen=True)
class Credentials:
    """One account of the file, and the line where it stands."""

    line: int
    login: str
    details: Details
    password_hash: str


@dataclass(frozen=True)
class CredentialsFault:
    """One fault: ``line`` of the file, ``what`` (whose entry, which key) and ``advice``, in Swedish."""

    line: int
    what: str
    advice: str

    def __str__(self) -> str:
        """One Swedish line."""
        return f"rad {self.line}, {self.what}: {self.advice}"


@dataclass(frozen=True)
class CredentialsFile:
    """What was understood of a file, and what was not."""

    name: str
    entries: tuple[Credentials, ...]
    faults: tuple[CredentialsFault, ...]


class CredentialsError(NyckeltalError):
    """The file cannot be used, and nothing of it was; ``faults`` are in the file's order."""

    def __init__(self, name: str, faults: Collection[CredentialsFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        lines = [f"  {fault}" for fault in self.faults[:MOST_SHOWN_FAULTS]]
        if len(self.faults) > MOST_SHOWN_FAULTS:
            lines.append(f"  … och {len(self.faults) - MOST_SHOWN_FAULTS} fel till.")
        head = f"Filen {name} har {len(self.faults)} fel, och inget konto är inläst:"
        super().__init__("\n".join([head, *lines, ""]), "Rätta felen och läs in filen igen.")


def as_error(file: CredentialsFile, taken: Collection[str]) -> CredentialsError | None:
    """The error that names all faults of FILE, also those whose login is among TAKEN; None when there are none."""
    doubled = [
        CredentialsFault(entry.line, entry.login, "det finns redan ett konto med det namnet. Ta bort posten ur filen.")
        for entry in file.entries
        if entry.login in taken
    ]
    faults = [*file.faults, *doubled]
    return CredentialsError(file.name, faults) if faults else None


def read_credentials(path: Path, catalogue: Catalogue) -> CredentialsFile:
    """What the file at PATH says. Raises CredentialsError where it is no such file at all."""
    root = _tree(path)
    section = _child(_child(root, "credentials"), "usernames")
    if section is None or not section.value:
        line = _line(root) if root else 1
        advice = "här ska finnas credentials: och under det usernames: med minst ett konto."
        raise CredentialsError(path.name, [CredentialsFault(line, "filen", advice)])
    entries: dict[str, Credentials] = {}
    faults: list[CredentialsFault] = []
    for key, value in section.value:
        where = _line(key)
        try:
            found = _entry(key, value, catalogue)
            if found.login in entries:
                first = entries[found.login].line
                raise AccountError(f"samma inloggningsnamn ({found.login}) står redan på rad {first}.")  # noqa: TRY301
            entries[found.login] = found
        except AccountError as error:
            faults.append(CredentialsFault(where, f"post {len(entries) + len(faults) + 1}", str(error)))
    return CredentialsFile(path.name, tuple(entries.values()), tuple(faults))


def _tree(path: Path) -> yaml.MappingNode | None:
    """The file's root where it is a mapping. The parser's own words are not told: they quote the file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(path, 1, f"filen är större än {MOST_BYTES // 1_000_000} MB.")
        text = path.read_text(encoding="utf-8-sig")
        # An alias may be repeated until the memory is full; the package writes none.
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            if isinstance(event, yaml.AliasEvent):
                raise _unreadable(path, _line(event), "alias (*) går inte att läsa in.")
        # BaseLoader keeps every scalar as text: 0126 stays a code.
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except OSError as error:
        raise NyckeltalError(f"Filen {path} går inte att läsa.", "Kontrollera sökvägen.") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _unreadable(path, mark.line + 1 if mark else 1, "det här är inte YAML i UTF-8.") from None
    return node if isinstance(node, yaml.MappingNode) else None


def _line(found: yaml.Node | yaml.Event) -> int:
    return found.start_mark.line + 1 if found.start_mark else 1


def _unreadable(path: Path, line: int, advice: str) -> CredentialsError:
    return CredentialsError(path.name, [CredentialsFault(line, "filen", advice)])


def _entry(key: yaml.Node, value: yaml.Node, catalogue: Catalogue) -> Credentials:
    """The account under KEY. Raises AccountError."""
    if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.MappingNode):
        raise AccountError("här ska stå ett inloggningsnamn, och under det kontots uppgifter.")
    login = checked_login(key.value)
    names = [name.value for name, _ in value.value if isinstance(name, yaml.ScalarNode)]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise AccountError(f"{login}: {doubled[0]} står två gånger.")
    try:
        details = checked(_details(value, login), catalogue, is_whole=False)
        password_hash = _text(value, "password")
    except AccountError as error:
        raise AccountError(f"{login}: {error.message}", error.advice) from error
    if not _HASH.fullmatch(password_hash):
        advice = "Läs in kontot utan lösenord i klartext: hasha det med paketets Hasher."
        raise AccountError(f"{login}: password är ingen bcrypt-hash med kostnad 12.", advice)
    return Credentials(_line(key), login, details, password_hash)


def _details(entry: yaml.MappingNode, login: str) -> Details:
    name = _text(entry, "name") or f"{_text(entry, 'first_name')} {_text(entry, 'last_name')}".strip() or login
    return Details(name, _role(entry), _text(entry, "municipality") or None, tuple(_texts(entry, "areas")))


def _role(entry: yaml.MappingNode) -> Role:
    given = [*_texts(entry, "roles"), *_texts(entry, "role")]
    ours = ", ".join(role.swedish for role in Role if role is not Role.READER)
    if len(given) != 1:
        raise AccountError(f"roles ska ha en roll och har {len(given)}.", f"Skriv en av {ours}.")
    role = Role.named(given[0])
    if role is None:
        raise AccountError(f"rollen ”{given[0][:60]}” finns inte här.", f"Skriv en av {ours}.")
    return role


def _text(entry: yaml.MappingNode, name: str) -> str:
    """The text under NAME, '' where there is none. Raises AccountError for a list or a mapping."""
    found = list(_texts(entry, name))
    if len(found) > 1:
        raise AccountError(f"{name} ska vara en text, inte en lista.")
    return found[0] if found else ""


def _texts(entry: yaml.MappingNode, name: str) -> Iterator[str]:
    """The texts under NAME: one, or a list of them; null and '' are none. Raises AccountError for anything else."""
    value = next((node for key, node in entry.value if key.value == name), None)
    for item in value.value if isinstance(value, yaml.SequenceNode) else [value] if value else []:
        if not isinstance(item, yaml.ScalarNode):
            raise AccountError(f"{name} ska vara text.")
        if item.value.strip() not in ("", "null", "~"):
            yield item.value.strip()


def _child(node: yaml.MappingNode | None, name: str) -> yaml.MappingNode | None:
    """The mapping under NAME, where there is one."""
    for key, value in node.value if node else []:
        if key.value == name and isinstance(value, yaml.MappingNode):
            return value
    return None
