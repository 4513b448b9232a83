"""What is said of a decision."""

from __future__ import annotations

from datetime import date

import pytest

from core.goals.models import Decision


@pytest.mark.parametrize("typed", ["112", "§ 112", "§112", " §\xa0112 ", "§ § 112"])
def test_a_paragraph_is_told_with_one_sign_however_it_is_typed(typed: str) -> None:
    assert Decision("nämnden", date(2026, 11, 24), typed).words == "nämnden 2026-11-24 § 112"
