"""Dots that a room puts on headings to say what matters most (the guide's SWOT, step 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping


def dots_for(headings: int) -> int:
    """How many dots each has in a field with HEADINGS: two thirds of them, rounded; 0 where there are none."""
    return (2 * headings + 1) // 3


def are_given(dots: Mapping[str, int], fields: Mapping[str, Collection[str]]) -> bool:
    """Whether somebody has as many DOTS (by heading) as she puts on them; FIELDS has the headings of each field."""
    known = {one for headings in fields.values() for one in headings}
    if not set(dots) <= known or any(n < 0 for n in dots.values()):
        return False
    return all(sum(dots.get(one, 0) for one in headings) <= dots_for(len(headings)) for headings in fields.values())


def counted_dots(ballots: Iterable[Mapping[str, int]], headings: Collection[str]) -> dict[str, int]:
    """How many dots each of HEADINGS got, most first; those with as many stay in their order."""
    got: Counter[str] = Counter()
    for one in ballots:
        got.update({heading: n for heading, n in one.items() if heading in headings})
    return {one: got[one] for one in sorted(headings, key=lambda heading: -got[heading])}
