"""What the program is made of, and what is known of it."""

from __future__ import annotations

import re

import pytest

from scripts.audit import HOLES, NOT_ASKED, SOUND, said
from scripts.sbom import bill_of_materials
from tests.shared import ROOT


def test_the_list_of_packages_has_every_locked_one_with_its_digests() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = bill_of_materials()
    locked = re.findall(r"^([\w.-]+)==([\w.+]+)", text, re.MULTILINE)
    assert [(one["name"], one["version"]) for one in found["components"]] == locked
    digests = re.findall(r'"content": "([0-9a-f]{64})"', repr(found["components"]).replace("'", '"'))
    assert digests == re.findall(r"sha256:([0-9a-f]{64})", text)
    [depends] = found["dependencies"]
    assert "pkg:pypi/streamlit@" in repr(depends["dependsOn"])


KNOWN, UNKNOWN = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}
HOLE = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ([KNOWN], SOUND, "No known holes."),
        ([KNOWN, HOLE], HOLES, "c 2: CVE-1, mended in 3"),
        ([KNOWN, UNKNOWN], NOT_ASKED, "Not known there: b."),
        ([UNKNOWN], NOT_ASKED, "nothing was checked"),
    ],
)
def test_what_could_not_be_asked_about_is_never_called_sound(packages: list[object], status: int, words: str) -> None:
    found, told = said({"dependencies": packages})
    assert (found, words in told) == (status, True)
