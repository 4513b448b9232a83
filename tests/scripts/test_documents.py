"""What the documents say of the code is so."""

from __future__ import annotations

import re

import pytest

from tests.shared import ROOT

TESTS = {
    name
    for file in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize(("document", "least"), [("threats.md", 50), ("operations.md", 25), ("personal-data.md", 1)])
def test_every_test_that_a_document_names_is_there(document: str, least: int) -> None:
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs" / document).read_text(encoding="utf-8"))
    assert len(named) >= least
    assert set(named) - TESTS == set()
