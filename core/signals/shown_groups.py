"""Which groups' answers may be shown, so that neither a table nor a subtraction tells what fewer than five answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

# CYCLE.md, section 6.
FEWEST = 5
# What is left of a table's column that others make up: nothing, but for what a computer's numbers lack.
_NOTHING = 1e-8

Numbers = npt.NDArray[np.float64]


def shown_groups(groupings: Mapping[str, Sequence[str]], fewest: int = FEWEST) -> dict[str, frozenset[str]]:
    """Of each of GROUPINGS the groups that may be shown beside the total; nothing where all are fewer than FEWEST.

    A grouping tells the group of each who answered, the same persons in the same order. Each shown group has FEWEST or
    more. Whatever is made of shown tables and the total, each added or taken away any number of times, is about FEWEST
    persons or more, or about nobody: else the smallest group that it is made of is hidden too.
    """
    count = len(next(iter(groupings.values()), ()))
    if count < fewest:
        return dict.fromkeys(groupings, frozenset())
    sizes = {key: Counter(one) for key, one in groupings.items()}
    shown = {key: {group for group, n in held.items() if n >= fewest} for key, held in sizes.items()}
    while telling := _telling(groupings, shown, fewest):
        _, key, group = min((sizes[key][group], key, group) for key in telling for group in shown[key])
        shown[key].remove(group)
    return {key: frozenset(some) for key, some in shown.items()}


def shown_parts(parts: Mapping[str, Collection[int]], fewest: int = FEWEST) -> frozenset[str]:
    """Of PARTS (who has answered about each, who may be the same) those that may be shown beside the sum of all.

    Each has FEWEST or more, and so have those together that are hidden, for they are what is left of the sum.
    """
    shown = {key for key, who in parts.items() if len(set(who)) >= fewest}
    while shown and 0 < len({one for key, who in parts.items() if key not in shown for one in who}) < fewest:
        shown.remove(min(shown, key=lambda key: (len(parts[key]), key)))
    return frozenset(shown)


def _telling(
    groupings: Mapping[str, Sequence[str]], shown: Mapping[str, Collection[str]], fewest: int
) -> tuple[str, ...]:
    """The fewest groupings whose shown tables together tell of fewer than FEWEST; () for none."""
    seen = [key for key in groupings if shown[key]]
    for size in range(1, len(seen) + 1):
        for some in combinations(seen, size):
            if _tells([[group if group in shown[key] else None for group in groupings[key]] for key in some], fewest):
                return some
    return ()


def _tells(groupings: Sequence[Sequence[str | None]], fewest: int) -> bool:
    """Whether the groups of GROUPINGS (None: hidden) can be put together to something about fewer than FEWEST persons.

    All that can be put together are the rows of a matrix, a column for those who are alike in all groupings, and their
    sums. A sum is about a few columns alone where what the rows leave of these columns depends on each other.
    """
    alike = Counter(zip(*groupings, strict=True))
    rows = [
        [one[place] == group for one in alike]
        for place, grouping in enumerate(groupings)
        for group in dict.fromkeys(grouping)
    ]
    _, weights, across = np.linalg.svd(np.array(rows, dtype=float), full_matrices=False)
    basis = across[weights > _NOTHING]
    sizes = np.array(list(alike.values()))
    # How much of each column the rows can make alone: of columns that they make together it is one or more.
    made = (basis**2).sum(axis=0)
    few = np.flatnonzero(sizes < fewest)
    few = few[made[few] + (fewest - 2) * made[few].max(initial=0.0) >= 1 - _NOTHING]
    left = np.eye(len(few)) - basis[:, few].T @ basis[:, few]
    return _depends(left, sizes[few], fewest - 1)


def _depends(left: Numbers, sizes: npt.NDArray[np.int_], room: int) -> bool:
    """Whether columns with ROOM persons at most depend on each other; LEFT has what each has in common with each."""
    within = np.flatnonzero(sizes <= room)
    left, sizes = left[np.ix_(within, within)], sizes[within]
    own = left.diagonal()
    if (own < _NOTHING).any():
        return True
    # Of two what the first does not say of the second; any more are asked for with one of them taken as given.
    rest = own[None, :] - left**2 / own[:, None]
    np.fill_diagonal(rest, 1.0)
    if ((rest < _NOTHING) & (sizes[None, :] + sizes[:, None] <= room)).any():
        return True
    for n in range(len(own) if room > 2 else 0):
        after = left[n + 1 :, n + 1 :] - np.outer(left[n, n + 1 :], left[n, n + 1 :]) / own[n]
        if len(after) and _depends(after, sizes[n + 1 :], room - int(sizes[n])):
            return True
    return False
