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
Counts = npt.NDArray[np.int_]


def shown_groups(groupings: Mapping[str, Sequence[str]], fewest: int = FEWEST) -> dict[str, frozenset[str]]:
    """Of each of GROUPINGS the groups that may be shown beside the total; nothing where all are fewer than FEWEST.

    A grouping tells the group of each who answered, the same persons in the same order. Each shown group has FEWEST or
    more. Whatever is made of shown tables and the total, each added or taken away any number of times, is about FEWEST
    persons or more, or about nobody: else the smallest group that it is made of is hidden too.
    """
    count = len(next(iter(groupings.values()), ()))
    if count < fewest:
        return dict.fromkeys(groupings, frozenset())
    alike = Counter(zip(*groupings.values(), strict=True))
    sizes = {key: Counter(one) for key, one in groupings.items()}
    shown = {key: {group for group, n in held.items() if n >= fewest} for key, held in sizes.items()}
    while telling := _telling(alike, shown, fewest):
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
    alike: Mapping[tuple[str, ...], int], shown: Mapping[str, Collection[str]], fewest: int
) -> tuple[str, ...]:
    """The fewest groupings whose SHOWN tables together tell of fewer than FEWEST; () for none.

    ALIKE counts those who are of the same groups, in the order of the groupings.
    """
    places = {key: place for place, key in enumerate(shown) if shown[key]}
    for size in range(1, len(places) + 1):
        for some in combinations(places, size):
            told: Counter[tuple[str | None, ...]] = Counter()
            for groups, n in alike.items():
                told[tuple(groups[places[key]] if groups[places[key]] in shown[key] else None for key in some)] += n
            if _tells(told, fewest):
                return some
    return ()


def _tells(alike: Mapping[tuple[str | None, ...], int], fewest: int) -> bool:
    """Whether groups can be put together to something about fewer than FEWEST; ALIKE as above, None for hidden ones.

    All that can be put together are the rows of a matrix, a column for those who are alike in all groupings, and their
    sums. A sum is about a few columns alone where what the rows leave of these columns depends on each other.
    """
    rows = [
        [one[place] == group for one in alike]
        for place, groups in enumerate(zip(*alike, strict=True))
        for group in dict.fromkeys(groups)
    ]
    _, weights, across = np.linalg.svd(np.array(rows, dtype=float), full_matrices=False)
    sizes = np.array(list(alike.values()))
    few = sizes < fewest
    basis, sizes = across[weights > _NOTHING][:, few], sizes[few]
    # What the rows make of each column, and of each together with each.
    made = basis.T @ basis
    beside = np.abs(made)
    np.fill_diagonal(beside, 0.0)
    lacking = 1.0 - made.diagonal()
    others = fewest - 2
    # Of columns that make a sum together one counts the most, and the others have to make up for what it lacks.
    for n in np.flatnonzero(others * beside.max(axis=1, initial=0.0) >= lacking - _NOTHING):
        if lacking[n] < _NOTHING:
            return True
        most = np.sort(beside[n])[-others:]
        if most.sum() < lacking[n] - _NOTHING:
            continue
        near = np.flatnonzero(beside[n] + most[1:].sum() >= lacking[n] - _NOTHING)
        near = near[near != n]
        left = np.eye(len(near)) - made[np.ix_(near, near)] - np.outer(made[near, n], made[near, n]) / lacking[n]
        if _depends(left, sizes[near], fewest - 1 - int(sizes[n])):
            return True
    return False


def _depends(left: Numbers, sizes: Counts, room: int) -> bool:
    """Whether columns with ROOM persons at most depend on each other; LEFT has what each has in common with each."""
    within = np.flatnonzero(sizes <= room)
    left, sizes = left[np.ix_(within, within)], sizes[within]
    own = left.diagonal()
    if (own < _NOTHING).any():
        return True
    for n in range(len(own) if room > 1 else 0):
        after = left[n + 1 :, n + 1 :] - np.outer(left[n, n + 1 :], left[n, n + 1 :]) / own[n]
        if _depends(after, sizes[n + 1 :], room - int(sizes[n])):
            return True
    return False
