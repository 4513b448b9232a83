"""Lists what the program is made of, from the lock, as CycloneDX 1.6: python scripts/sbom.py [FILE]."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LOCKED = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.+]+)(?: ; (?P<only>[^#]+?))?\s+(?P<hashes>--hash=.*)")


def main(arguments: list[str]) -> int:
    """Write the list to the file that ARGUMENTS name, or to standard output."""
    text = json.dumps(bill_of_materials(), ensure_ascii=False, indent=1)
    if not arguments:
        print(text)
        return 0
    file = Path(arguments[0])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{text}\n", encoding="utf-8")
    print(f"{file}: {len(bill_of_materials()['components'])} packages")
    return 0


def bill_of_materials() -> dict[str, list[dict[str, object]]]:
    """The whole document. The same lock gives the same: no date and no number of its own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = f"{project['name']}@{project['version']}"
    components = list(_components())
    asked = re.findall(r"^([\w.-]+)(?:\[.*\])?==", (ROOT / "requirements.in").read_text(encoding="utf-8"), re.MULTILINE)
    direct = {name.lower() for name in asked}
    named = {"type": "application", "bom-ref": root, "name": project["name"], "version": project["version"]}
    document: dict[str, object] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": named},
        "dependencies": [{"ref": root, "dependsOn": [one["purl"] for one in components if one["name"] in direct]}],
    }
    return document | {"components": components}  # type: ignore[return-value]  # the list is what callers ask of it


def _components() -> Iterator[dict[str, object]]:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        found = _LOCKED.fullmatch(line)
        if found is None:
            raise ValueError(f"requirements.txt has a line that is no locked package: {line[:60]}")
        purl = f"pkg:pypi/{found['name']}@{found['version']}"
        digests = re.findall(r"sha256:([0-9a-f]{64})", found["hashes"])
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": found["name"],
            "version": found["version"],
            "purl": purl,
            **({"licenses": [{"license": {"name": licence}}]} if (licence := _licence(found["name"])) else {}),
            # One of them is the file that is installed, by the machine's kind.
            "externalReferences": [
                {"type": "distribution", "url": purl, "hashes": [{"alg": "SHA-256", "content": one} for one in digests]}
            ],
            **({"properties": [{"name": "nyckeltal:only", "value": found["only"]}]} if found["only"] else {}),
        }


def _licence(name: str) -> str:
    """What the installed package says of its licence in one line; '' where it says none or is not installed here."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    words = next((told[name] for name in ("License-Expression", "License") if name in told), "")
    return words if "\n" not in words and len(words) <= 60 else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
