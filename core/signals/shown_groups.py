"""Which groups' answers may be shown, so that neither a table nor a subtraction tells what fewer than five answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import or_

# CYCLE.md, section 6.
FEWEST = 5
# All unions of a grouping's groups are tried; of more than this the smallest are not shown.
MOST_TRIED = 11


def shown_groups(groupings: Sequence[Sequence[str]], fewest: int = FEWEST) -> tuple[frozenset[str], ...]:
    """Of each of GROUPINGS the groups that may be shown beside the total; nothing where all are fewer than FEWEST.

    A grouping tells the group of each who answered, the same persons in the same order. Each shown group has FEWEST or
    more, and so has the difference between any two sets that can be put together of one grouping's groups and the
    total, and of another's: else the smallest group that makes it is hidden too.
    """
    count = len(groupings[0]) if groupings else 0
    if count < fewest:
        return tuple(frozenset() for _ in groupings)
    whole = (1 << count) - 1
    shown = [_large(_members(one), fewest) for one in groupings]
    while (telling := _telling(shown, whole, fewest)) is not None:
        place, group = telling
        del shown[place][group]
    return tuple(frozenset(one) for one in shown)


def _members(grouping: Sequence[str]) -> dict[str, int]:
    """Who is in each group, a bit a person."""
    found: dict[str, int] = {}
    for place, group in enumerate(grouping):
        found[group] = found.get(group, 0) | 1 << place
    return found


def _large(members: Mapping[str, int], fewest: int) -> dict[str, int]:
    large = sorted(
        (one for one in members.items() if one[1].bit_count() >= fewest), key=lambda one: -one[1].bit_count()
    )
    return dict(large[:MOST_TRIED])


def _telling(shown: Sequence[Mapping[str, int]], whole: int, fewest: int) -> tuple[int, str] | None:
    """The smallest group, with the place of its grouping, of those that tell of fewer than FEWEST; None for none."""
    blocks = [_blocks(one, whole) for one in shown]
    for place, one in enumerate(shown):
        rest = whole & ~reduce(or_, one.values(), 0)
        if 0 < rest.bit_count() < fewest:
            return _smallest(shown, (place,))
    for first, second in combinations(range(len(shown)), 2):
        few, many = sorted((first, second), key=lambda place: len(blocks[place]))
        if _differ_by_few(blocks[few], blocks[many], fewest):
            return _smallest(shown, (first, second))
    return None


def _blocks(shown: Mapping[str, int], whole: int) -> list[int]:
    """What can be put together of one grouping: its shown groups, and all others as the total without them."""
    rest = whole & ~reduce(or_, shown.values(), 0)
    return [*shown.values(), rest] if rest else list(shown.values())


def _differ_by_few(one: Sequence[int], other: Sequence[int], fewest: int) -> bool:
    """Whether some union of ONE's blocks and some union of OTHER's differ by fewer than FEWEST, and by somebody."""
    for size in range(1, len(one) + 1):
        for chosen in combinations(one, size):
            union = reduce(or_, chosen)
            # The union of OTHER's that is nearest: each block is in it that has more than half of itself there. Any
            # further one differs by a whole block more.
            nearest = sum(block for block in other if 2 * (block & union).bit_count() > block.bit_count())
            if 0 < (union ^ nearest).bit_count() < fewest:
                return True
    return False


def _smallest(shown: Sequence[Mapping[str, int]], places: Sequence[int]) -> tuple[int, str]:
    sizes = [(one.bit_count(), place, group) for place in places for group, one in shown[place].items()]
    _, place, group = min(sizes)
    return place, group
