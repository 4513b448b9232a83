"""The made-up country: municipalities, regions, counties, classes and similar municipalities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.cache.harvest import ALL_MUNICIPALITIES, GENERAL_KIND
from core.example.names import HOME, names
from core.example.seeds import generator
from core.kolada import NATION
from core.signals.rounding import Floats

_MUNICIPALITIES = 290
# Real codes begin with the county's number, 01 to 25.
_FIRST_CODE = 9001
# Where the home municipalities lie on the bell curve of sizes: Storköping is large, Björkhaga small.
_HOME_SIZES = (1.5, 1.2, 1.0, 0.7, 0.4, 0.0, -1.15, -0.3, 1.1, 0.5)
_HOME_COUNTY_SIZE = 26
_COUNTIES = 14
_REGIONS = 4
# Quartiles of the municipalities' populations.
_FEW, _MIDDLE, _MANY = 9_750, 16_200, 36_000
_QUARTILE = NormalDist().inv_cdf(0.75)
_SIMILAR = 7
_CLASSES = (
    ("Storstäder", 3),
    ("Större stad", 21),
    ("Pendlingskommun nära storstad", 43),
    ("Pendlingskommun nära större stad", 52),
    ("Lågpendlingskommun nära större stad", 35),
    ("Mindre stad/tätort", 29),
    ("Pendlingskommun nära mindre tätort", 52),
    ("Landsbygdskommun, ej nära större stad", 40),
    ("Landsbygdskommun med besöksnäring", 15),
)

COUNTY_GROUPS = tuple(f"G9000{n:02}" for n in range(1, _COUNTIES + 1))
CLASS_GROUPS = tuple(f"G9001{n:02}" for n in range(1, len(_CLASSES) + 1))
_FIRST_SIMILAR_GROUP = 910_000

Members = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """A comparison group; ``members`` are places in the country's list of municipalities."""

    id: str
    title: str
    members: Members


@dataclass(frozen=True)
class Country:
    """All municipalities, Storköping first. ``size`` is each one's place on the bell curve of populations."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    size: Floats
    counties: tuple[Group, ...]
    classes: tuple[Group, ...]

    @property
    def population(self) -> Floats:
        """How many live in each."""
        steps = np.where(self.size < 0, _MIDDLE / _FEW, _MANY / _MIDDLE)
        people: Floats = np.round(_MIDDLE * steps ** (self.size / _QUARTILE))
        return people

    @property
    def regions(self) -> tuple[Group, ...]:
        """A few regions, each the same as a county."""
        return tuple(
            Group(f"009{n}", f"Region {self.names[county.members[0]]}", county.members)
            for n, county in enumerate(self.counties[:_REGIONS], start=1)
        )

    @property
    def everyone(self) -> Group:
        """All municipalities."""
        return Group(ALL_MUNICIPALITIES, "Alla kommuner (ovägt medel)", np.arange(len(self.ids)))

    def municipalities(self) -> pd.DataFrame:
        """id, title, type: the municipalities, then the nation and the regions."""
        rows = [(i, name, "K") for i, name in zip(self.ids, self.names, strict=True)]
        rows += [(NATION, "Riket", "L"), *((region.id, region.title, "L") for region in self.regions)]
        return pd.DataFrame(rows, columns=["id", "title", "type"])

    def similar(self, kinds: Iterable[str], year: int) -> tuple[Group, ...]:
        """For every kind and municipality the ones most like it, titled as Kolada titles them."""
        made: list[Group] = []
        for kind in sorted(kinds):
            titled = f", {GENERAL_KIND}" if kind == GENERAL_KIND else f" {kind}"
            likeness = np.column_stack([self.size, generator("similar", kind).standard_normal(len(self.ids))])
            apart = np.linalg.norm(likeness[:, np.newaxis] - likeness, axis=2)
            np.fill_diagonal(apart, np.inf)
            nearest = np.argsort(apart, axis=1, kind="stable")[:, :_SIMILAR]
            made += [
                Group(
                    f"G{_FIRST_SIMILAR_GROUP + len(made) + i}",
                    f"Liknande kommuner{titled}, {name}, {year}",
                    np.sort(nearest[i]),
                )
                for i, name in enumerate(self.names)
            ]
        return tuple(made)

    def group_rows(self, groups: Iterable[Group]) -> pd.DataFrame:
        """id, title, member of GROUPS."""
        rows = [(group.id, group.title, self.ids[member]) for group in groups for member in group.members]
        return pd.DataFrame(rows, columns=["id", "title", "member"])


@cache
def country() -> Country:
    """The country, always the same."""
    known = names(_MUNICIPALITIES)
    rng = generator("country")
    rest = np.array([NormalDist().inv_cdf((i + 0.5) / _MUNICIPALITIES) for i in range(_MUNICIPALITIES)])
    size = rng.permutation(rest)
    size[: len(HOME)] = _HOME_SIZES
    return Country(
        ids=tuple(str(_FIRST_CODE + i) for i in range(_MUNICIPALITIES)),
        names=known,
        size=size,
        counties=_counties(known, rng),
        classes=_classes(size, rng),
    )


def _counties(known: tuple[str, ...], rng: np.random.Generator) -> tuple[Group, ...]:
    """Storköping's county first; the others of unequal size. Each is called after its first municipality."""
    others = len(known) - _HOME_COUNTY_SIZE
    shares = rng.uniform(0.4, 1.6, _COUNTIES - 1)
    ends = np.round(np.cumsum(shares) / shares.sum() * others).astype(int)[:-1]
    members = [np.arange(_HOME_COUNTY_SIZE), *np.split(np.arange(_HOME_COUNTY_SIZE, len(known)), ends)]
    return tuple(
        Group(group, f"{_genitive(known[of[0]])} läns kommuner (ovägt medel)", of)
        for group, of in zip(COUNTY_GROUPS, members, strict=True)
    )


def _classes(size: Floats, rng: np.random.Generator) -> tuple[Group, ...]:
    """The largest municipalities in the first classes, with some disorder further down."""
    order = np.argsort(-size - rng.normal(0, 0.25, len(size)), kind="stable")
    ends = np.cumsum([n for _, n in _CLASSES])[:-1]
    return tuple(
        Group(group, f"{title} (ovägt medel)", np.sort(members))
        for group, (title, _), members in zip(CLASS_GROUPS, _CLASSES, np.split(order, ends), strict=True)
    )


def county_name() -> str:
    """The name of Storköping's county."""
    return f"{_genitive(HOME[0])} län"


def _genitive(name: str) -> str:
    return name if name.endswith("s") else f"{name}s"
