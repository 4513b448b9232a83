"""What an exercise came to in municipalities that agree to stand beside each other.

It is made of what each municipality's own result shows, and of nothing else: so no subtraction between this and any
other table, with or without a municipality that joins or takes back its word, tells more than those results tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.catalogue.exercises import Exercise, Kind
from core.outcomes.exercises import UNSAID, Answered, Bar, Results

# The fewest that a mean is of, and that are beside each other.
LEAST = 2


@dataclass(frozen=True)
class Group:
    """A group that is compared: who answered OPTION to the choice BY; both '' for all."""

    by: str = ""
    option: str = ""


EVERYBODY = Group()


@dataclass(frozen=True)
class Beside:
    """A question in all of them: ``of`` has a bar a municipality (its ``key``), without those that are ``hidden``.

    ``mean`` are the shares (0-1) by option, the unweighted mean of the bars; () where these are too few.
    """

    of: Answered
    hidden: tuple[str, ...]
    mean: tuple[float, ...]

    def mean_share(self, options: Sequence[int]) -> float:
        """The mean share of OPTIONS, by place."""
        return sum(self.mean[n] for n in options)

    @property
    def spread(self) -> float:
        """How far the shares of yes lie from each other; 0 where there is no yes."""
        shares = [bar.share(self.of.high) for bar in self.of.bars] if self.of.high else []
        return max(shares, default=0.0) - min(shares, default=0.0)


@dataclass(frozen=True)
class Comparison:
    """EXERCISE in each of ``places`` (by municipality: its name and what it came to), of one GROUP.

    ``groups`` are those that any of them shows, each with its words.
    """

    exercise: Exercise
    places: Mapping[str, tuple[str, Results]]
    group: Group
    groups: tuple[tuple[Group, str], ...]
    sections: tuple[tuple[str, tuple[Beside, ...]], ...]


def comparison_of(
    exercise: Exercise, places: Mapping[str, tuple[str, Results]], group: Group = EVERYBODY
) -> Comparison:
    """EXERCISE in PLACES, in their order, of GROUP; of everybody where none of them shows that group."""
    groups = tuple(_groups(exercise, places).items())
    group = group if group in dict(groups) else EVERYBODY
    sections = [
        (section.title, found)
        for section in exercise.sections
        if (
            found := tuple(
                _beside(exercise, one.id, places, group)
                for one in section.questions
                if one.id not in exercise.groups and one.kind is not Kind.TEXT
            )
        )
    ]
    return Comparison(exercise, places, group, groups, tuple(sections))


def _beside(exercise: Exercise, question: str, places: Mapping[str, tuple[str, Results]], group: Group) -> Beside:
    asked = exercise.question(question)
    bars: list[Bar] = []
    hidden: list[str] = []
    options: Mapping[str, str] = asked.options
    for key, (name, found) in places.items():
        one = found.answered(question)
        options = one.options if one else options
        bar = _bar(one, group) if one else None
        if bar:
            bars.append(replace(bar, name=name, key=key))
        else:
            hidden.append(name)
    mean: tuple[float, ...] = ()
    if len(bars) >= max(LEAST, len(places) / 2):
        mean = tuple(sum(bar.part(n, asked) for bar in bars) / len(bars) for n in range(len(options)))
    return Beside(Answered(asked, options, tuple(bars)), tuple(hidden), mean)


def _bar(one: Answered, group: Group) -> Bar | None:
    """How GROUP has answered, where its result shows that."""
    if group == EVERYBODY:
        return next(iter(one.bars), None)
    mine = (bar for held in one.groups if held.by == group.by for bar in held.bars)
    return next((bar for bar in mine if bar.key == group.option), None)


def _groups(exercise: Exercise, places: Mapping[str, tuple[str, Results]]) -> dict[Group, str]:
    """All that any of PLACES shows, in the order of the choices."""
    found = {EVERYBODY: "Alla"}
    for by in exercise.groups:
        found |= {
            Group(by, bar.key): bar.name
            for _, results in places.values()
            for _, some in ([] if results.is_hidden else results.sections)
            for one in some
            for held in one.groups
            if held.by == by
            for bar in held.bars
            if bar.key != UNSAID
        }
    return found
