"""How alike two short texts are."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise


def similarity(one: str, other: str) -> float:
    """From 0 to 1: one less the edits (letters put in, taken out or changed) per letter of the longer text.

    Case, punctuation and runs of space do not count. Texts that differ in more than half are told no closer than that.
    Source: CYCLE.md, section 3, "the committee's own words".
    """
    a, b = _normal(one), _normal(other)
    longest = max(len(a), len(b))
    return 1 - _edits(a, b) / longest if longest else 1.0


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _edits(a: str, b: str) -> int:
    """How many edits make A of B, at least; exactly, where they may be fewer than half of the longer text."""
    longest = max(len(a), len(b))
    fewest = longest - (Counter(a) & Counter(b)).total()
    if 2 * fewest > longest:
        return fewest
    row = list(range(len(b) + 1))
    for done, letter in enumerate(a, start=1):
        before, row = row, [done]
        for (kept, put_in), other in zip(pairwise(before), b, strict=True):
            row.append(min(row[-1] + 1, put_in + 1, kept + (letter != other)))
    return row[-1]
