"""What is told of a plan before it is kept: an indicator that may be measured no more is asked about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.goals.checking import ended_doubt
from tests.shared import GRADES, small_catalogue

KNOWN = small_catalogue().by_kpi[GRADES]
OTHERS = {"N1": 2024, "N2": 2025, "N3": 2025, "N4": 2025, "N5": 2026}
GONE = f"{KNOWN.name} har inget värde efter 2022, och kanske mäts den inte längre: de flesta har 2025."
NONE = f"{KNOWN.name} har inget värde för någon kommun."


@pytest.mark.parametrize(
    ("newest", "step", "said"),
    [
        ({**OTHERS, GRADES: 2022}, 1, GONE),
        ({**OTHERS, GRADES: 2023}, 1, ""),
        ({**OTHERS, GRADES: 2022}, 2, GONE),
        # An election is every fourth year.
        ({**OTHERS, GRADES: 2022}, 4, ""),
        (OTHERS, 1, NONE),
        ({}, 1, ""),
    ],
)
def test_an_indicator_that_others_have_passed_by_may_have_ended(
    newest: Mapping[str, int], step: int, said: str
) -> None:
    assert ended_doubt(KNOWN.model_copy(update={"step": step}), newest) == said
