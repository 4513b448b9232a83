"""What people have entered that rows and pages are made of, by the smallest parts that a save changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from enum import StrEnum
from threading import Lock
from typing import NamedTuple

import pandas as pd

from core.cycle.book import CycleBook, CycleBooks
from core.goals.book import GoalBook, GoalBooks
from core.outcomes.comments import Comment
from core.year.book import YearBook, YearBooks

# The tables that it is read of.
TARGETS, COMMENTS, ENTRIES = READ = ("targets", "comments", "entries")


class Kind(StrEnum):
    """What it is."""

    TARGETS = "targets"
    ANY_TARGET = "any target"
    COMMENTS = "comments"
    # As they are decided, and with those that only some may see.
    GOALS = "goals"
    GOAL_DRAFTS = "goal drafts"
    CYCLE = "cycle"
    CYCLE_DRAFTS = "cycle drafts"
    # What readers see of an area's deviations and measures.
    TOLD = "told"
    # A municipality's dates in the year, or the co-operation's.
    YEAR = "year"


# The table that what is of a kind is read of, where it is another than the entries'.
_TABLE_OF = {Kind.TARGETS: TARGETS, Kind.ANY_TARGET: TARGETS, Kind.COMMENTS: COMMENTS}


class Part(NamedTuple):
    """All of one kind that is entered about one municipality; of targets also those of one area's indicators.

    What is told is always ``about`` an area, and comments about an indicator.
    """

    kind: Kind
    municipality: str
    about: str = ""


class Entered:
    """What people have entered, as it is at one revision of the state: read when it is first asked for.

    TARGETS reads all that hold, COMMENTS what is said of a municipality's outcomes, GOALS its goal chain, CYCLE its
    deviations and measures, YEARS its dates. AREA_OF tells each indicator's area; without it every target is taken to
    be of any.
    """

    def __init__(
        self,
        targets: Callable[[], pd.DataFrame],
        comments: Callable[[str], tuple[Comment, ...]],
        goals: GoalBooks | None = None,
        area_of: Mapping[str, str] | None = None,
        cycle: CycleBooks | None = None,
        *,
        years: YearBooks | None = None,
    ) -> None:
        self._area_of = area_of
        self._read_targets = targets
        self._read_comments = comments
        self._goals = goals
        self._cycle = cycle
        self._years = years
        self._cycles: dict[tuple[str, bool], CycleBook] = {}
        self._reading = Lock()
        self._targets: dict[str, pd.DataFrame] | None = None
        self._nothing = pd.DataFrame()
        self._comments: dict[str, dict[str, tuple[Comment, ...]]] = {}
        self._facts: dict[Part, Hashable] = {}

    def after(self, before: Entered, same: Collection[str]) -> Entered:
        """This, having what BEFORE, of the same catalogue, has read of the tables that are the SAME since."""
        with before._reading:
            if TARGETS in same:
                self._targets, self._nothing = before._targets, before._nothing
        if COMMENTS in same:
            self._comments = dict(before._comments)
        if ENTRIES in same:
            self._cycles = dict(before._cycles)
        self._facts = {
            part: fact for part, fact in dict(before._facts).items() if _TABLE_OF.get(part.kind, ENTRIES) in same
        }
        return self

    def targets(self, municipality: str) -> pd.DataFrame:
        """The targets of MUNICIPALITY that hold, as ``held_targets`` gives them: shared, never to be changed."""
        with self._reading:
            if self._targets is None:
                held = self._read_targets()
                by_municipality = held.groupby("municipality", sort=False)
                self._targets = {str(one): mine.reset_index(drop=True) for one, mine in by_municipality}
                self._nothing = held.iloc[:0]
        return self._targets.get(municipality, self._nothing)

    def has_targets(self, municipality: str) -> bool:
        """Whether MUNICIPALITY has a target of any indicator that there is: not of one that is withdrawn."""
        held = self.targets(municipality)
        return not held.empty if self._area_of is None else bool(held["kpi"].isin(list(self._area_of)).any())

    def comments(self, municipality: str, indicator: str) -> tuple[Comment, ...]:
        """What MUNICIPALITY's outcomes of INDICATOR are commented with, newest year first."""
        found = self._comments.get(municipality)
        if found is None:
            read: defaultdict[str, list[Comment]] = defaultdict(list)
            for comment in self._read_comments(municipality):
                read[comment.indicator].append(comment)
            # The first reading counts for all: a page and what is said of it are of one time, whoever saves meanwhile.
            found = self._comments.setdefault(municipality, {one: tuple(said) for one, said in read.items()})
        return found.get(indicator, ())

    def goals(self, municipality: str, *, drafts: bool = False) -> GoalBook:
        """The goal chain that MUNICIPALITY has entered, as readers may see it or with DRAFTS."""
        if self._goals is None:
            return GoalBook(municipality)
        # Before the content: what is saved meanwhile is then told as newer.
        self.facts(Part(Kind.GOAL_DRAFTS if drafts else Kind.GOALS, municipality))
        return self._goals.book(municipality, drafts=drafts)

    def cycle(self, municipality: str, *, drafts: bool = False) -> CycleBook:
        """What MUNICIPALITY has entered of deviations and measures, as readers may see it or with DRAFTS; read once."""
        if self._cycle is None:
            return CycleBook(municipality)
        found = self._cycles.get((municipality, drafts))
        if found is None:
            # Before the content: what is saved meanwhile is then told as newer.
            self.facts(Part(Kind.CYCLE_DRAFTS if drafts else Kind.CYCLE, municipality))
            read = self._cycle.book(municipality, drafts=drafts)
            found = self._cycles.setdefault((municipality, drafts), read)
        return found

    def year(self, owner: str) -> YearBook:
        """What is entered of OWNER's year."""
        if self._years is None:
            return YearBook(owner)
        # Before the content: what is saved meanwhile is then told as newer.
        self.facts(Part(Kind.YEAR, owner))
        return self._years.book(owner)

    def facts(self, part: Part) -> Hashable:
        """Equal as long as PART is the same, over revisions."""
        if part.kind is Kind.COMMENTS:
            return self.comments(part.municipality, part.about)
        if part not in self._facts:
            self._facts[part] = self._fact(part)
        return self._facts[part]

    def _fact(self, part: Part) -> Hashable:
        if part.kind is Kind.ANY_TARGET:
            return self.has_targets(part.municipality)
        if part.kind is Kind.TARGETS:
            held = self.targets(part.municipality)
            if part.about and self._area_of is not None:
                held = held[held["kpi"].map(self._area_of) == part.about]
            return held.to_csv(index=False)
        if part.kind is Kind.TOLD:
            return self.cycle(part.municipality).of_area(part.about)
        if part.kind in (Kind.CYCLE, Kind.CYCLE_DRAFTS):
            return self._cycle.mark(part.municipality, drafts=part.kind is Kind.CYCLE_DRAFTS) if self._cycle else ""
        if part.kind is Kind.YEAR:
            return self._years.mark(part.municipality) if self._years else ""
        return self._goals.mark(part.municipality, drafts=part.kind is Kind.GOAL_DRAFTS) if self._goals else ""
