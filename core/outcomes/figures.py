"""The figures in use, and the rows made of them: one place for pages, downloads and the warm-up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from threading import Lock
from typing import TypeVar

import pandas as pd

from core.cache import CurrentSnapshot, Snapshot
from core.cache.current import OnlySnapshot
from core.cache.store import beside
from core.catalogue import Catalogue, default_catalogue
from core.cycle.book import CycleBook, CycleBooks
from core.goals.book import GoalBook, GoalBooks
from core.outcomes.comments import Comment
from core.outcomes.entered import READ, Entered, Kind, Part
from core.outcomes.kept import Lasting, Made
from core.outcomes.others import NO_OTHERS, OtherSeries, joined
from core.outcomes.references import Reference, references
from core.outcomes.rows import Choice, records, signal_rows
from core.state import State
from core.words.sentences import Row
from core.year.book import YearBook, YearBooks

# 290 municipalities with their first view; a frame takes some 150 kB, its rows one by one five times that.
_ROWS_KEPT, _RECORDS_KEPT = 300, 60
# Of an area a tenth of that.
_AREAS_KEPT = 300
# The participants' and as many others; a frame takes some 4 MB.
_BANDS_KEPT = 20
# The participants', for readers and for those who work.
_GOALS_KEPT = 40

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, eq=False)
class Figures:
    """A snapshot with the catalogue that fits it, and what people have ENTERED at one revision of the state.

    Snapshot and catalogue have the ``others`` (own indicators) among Kolada's. What is made of figures lasts in
    ``lasting`` until a part of ``entered`` that it is made of is another; ``asked`` notes those parts meanwhile.
    """

    snapshot: Snapshot
    catalogue: Catalogue
    entered: Entered
    revision: int
    others: OtherSeries = NO_OTHERS
    lasting: Lasting = field(default_factory=Lasting)
    asked: set[Part] | None = None

    def with_figures(self, snapshot: Snapshot, catalogue: Catalogue, others: OtherSeries | None = None) -> Figures:
        """What is entered with other figures, for one who looks: nothing made of them is kept for anybody else."""
        other = others or self.others
        return replace(self, snapshot=snapshot, catalogue=catalogue, others=other, lasting=Lasting())

    @property
    def references(self) -> Mapping[str, Reference]:
        """Whom one can compare with."""
        return self.kept(_references, None, most=1)

    @property
    def years(self) -> tuple[int, ...]:
        """Years that have values, newest first."""
        return self.kept(_years, None, most=1)

    def targets_of(self, municipality: str) -> pd.DataFrame:
        """The targets of MUNICIPALITY that hold, for what readers see: not for an own indicator that is withdrawn."""
        self.asks(Part(Kind.TARGETS, municipality))
        held = self.entered.targets(municipality)
        return held[held["kpi"].isin(list(self.catalogue.by_kpi))].reset_index(drop=True)

    def has_targets(self, municipality: str) -> bool:
        """Whether MUNICIPALITY has any target, for whichever gender and indicator."""
        self.asks(Part(Kind.ANY_TARGET, municipality))
        return self.entered.has_targets(municipality)

    def comments_on(self, municipality: str, indicator: str) -> Sequence[Comment]:
        """What is said of MUNICIPALITY's outcomes of INDICATOR, newest year first."""
        self.asks(Part(Kind.COMMENTS, municipality, indicator))
        return self.entered.comments(municipality, indicator)

    def goals_of(self, municipality: str, *, drafts: bool = False) -> GoalBook:
        """The goal chain of MUNICIPALITY as readers may see it, or with DRAFTS for who may read its plans."""
        return self.kept(_goals, (municipality, drafts), most=_GOALS_KEPT)

    def cycle_of(self, municipality: str, *, drafts: bool = False) -> CycleBook:
        """The deviations and measures of MUNICIPALITY as readers may see them, or with DRAFTS for who may read plans.

        For the pages about these: what is made of it goes with every save. Others ask ``told_of``.
        """
        return self.kept(_cycle, (municipality, drafts), most=_GOALS_KEPT)

    def year_of(self, owner: str) -> YearBook:
        """The year of OWNER: a municipality's, or the co-operation's (``core.year.models.together``)."""
        return self.kept(_year, owner, most=_GOALS_KEPT)

    def told_of(self, municipality: str, area: str) -> CycleBook:
        """What readers see of the deviations and measures of MUNICIPALITY; what is made of it has to be of AREA."""
        self.asks(Part(Kind.TOLD, municipality, area))
        return self.entered.cycle(municipality)

    def bands(self, municipality: str) -> pd.DataFrame:
        """``Snapshot.signals_of`` MUNICIPALITY, kept: shared, never to be changed."""
        return self.kept(_bands, municipality, most=_BANDS_KEPT)

    def bands_of(self, municipality: str, area: str) -> pd.DataFrame:
        """Those of AREA's indicators."""
        kpis = [one.kpi for one in self.catalogue.indicators if one.area == area]
        whole = self.lasting.found(_bands, municipality, self.entered.facts)
        if whole is None and kpis:
            return self.snapshot.signals_of(municipality, kpis=kpis)
        bands = whole.value if whole else self.bands(municipality)
        return bands[bands["kpi"].isin(kpis)]

    def rows(self, choice: Choice) -> pd.DataFrame:
        """``signal_rows`` for CHOICE, kept for the next who asks: shared, never to be changed."""
        return self.kept(_rows, choice, most=_ROWS_KEPT)

    def records(self, choice: Choice) -> list[Row]:
        """The same rows one by one."""
        return self.kept(_records, choice, most=_RECORDS_KEPT)

    def rows_of(self, choice: Choice, area: str) -> pd.DataFrame:
        """Those of AREA's indicators: they last while the targets of other areas change, and cost no other's rows."""
        return self.kept(_rows_of, (choice, area), most=_AREAS_KEPT)

    def records_of(self, choice: Choice, area: str | None) -> list[Row]:
        """The same rows one by one; of all areas where there is no AREA."""
        return self.kept(_records_of, (choice, area), most=_AREAS_KEPT) if area else self.records(choice)

    def record(self, choice: Choice, kpi: str) -> Row | None:
        """The row of KPI; None for what is no indicator."""
        indicator = self.catalogue.by_kpi.get(kpi)
        rows = self.records_of(choice, indicator.area) if indicator else ()
        return next((row for row in rows if row["kpi"] == kpi), None)

    def kept(
        self,
        make: Callable[[Figures, K], V],
        key: K,
        *,
        most: int,
        making: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> V:
        """What MAKE makes of these figures and KEY: made once, and anew when what it asked of the entered is another.

        The MOST latest are kept. MAKE may depend on nothing but the figures it is given and KEY: what it reads
        elsewhere has to be in KEY. What is not kept is made, or waited for, within MAKING. With a new snapshot or other
        own indicators everything goes, files and all.
        """

        def made() -> Made:
            asked: set[Part] = set()
            value = make(self.noting(asked), key)
            return Made(value, {part: self.entered.facts(part) for part in asked})

        found = self.lasting.get(make, key, made, facts=self.entered.facts, most=most, making=making)
        self.asks(*found.of)
        value: V = found.value
        return value

    def noting(self, asked: set[Part]) -> Figures:
        """The same figures, which note in ASKED what of the entered is asked for."""
        return replace(self, asked=asked)

    def asks(self, *parts: Part) -> None:
        """Note that what is made depends on PARTS."""
        if self.asked is not None:
            self.asked.update(parts)


def _references(figures: Figures, _: None) -> dict[str, Reference]:
    return references(figures.catalogue)


def _years(figures: Figures, _: None) -> tuple[int, ...]:
    return tuple(sorted((int(y) for y in figures.snapshot.kpi_years["year"].unique()), reverse=True))


def _goals(figures: Figures, asked: tuple[str, bool]) -> GoalBook:
    municipality, drafts = asked
    figures.asks(Part(Kind.GOAL_DRAFTS if drafts else Kind.GOALS, municipality))
    return figures.entered.goals(municipality, drafts=drafts)


def _cycle(figures: Figures, asked: tuple[str, bool]) -> CycleBook:
    municipality, drafts = asked
    figures.asks(Part(Kind.CYCLE_DRAFTS if drafts else Kind.CYCLE, municipality))
    return figures.entered.cycle(municipality, drafts=drafts)


def _year(figures: Figures, owner: str) -> YearBook:
    figures.asks(Part(Kind.YEAR, owner))
    return figures.entered.year(owner)


def _bands(figures: Figures, municipality: str) -> pd.DataFrame:
    return figures.snapshot.signals_of(municipality)


def _rows(figures: Figures, choice: Choice) -> pd.DataFrame:
    return signal_rows(figures.snapshot, figures.catalogue, figures.targets_of(choice.municipality), choice)


def _records(figures: Figures, choice: Choice) -> list[Row]:
    return records(figures.rows(choice))


def _rows_of(figures: Figures, asked: tuple[Choice, str]) -> pd.DataFrame:
    """A part of all rows where these are there; else reckoned alone."""
    choice, area = asked
    figures.asks(Part(Kind.TARGETS, choice.municipality, area))
    alone = replace(figures, asked=None)
    whole = alone.lasting.found(_rows, choice, alone.entered.facts)
    if whole is None and any(one.area == area for one in alone.catalogue.indicators):
        return signal_rows(alone.snapshot, alone.catalogue, alone.targets_of(choice.municipality), choice, area)
    rows = whole.value if whole else alone.rows(choice)
    return rows[rows["area"] == area]


def _records_of(figures: Figures, asked: tuple[Choice, str]) -> list[Row]:
    return records(figures.rows_of(*asked))


class FigureSource:
    """Gives the figures of SNAPSHOTS and of STATE as they are now.

    OTHERS reads the series beside Kolada's; it gives the same object while they are the same. TARGETS reads all targets
    that hold, COMMENTS what is said of a municipality's outcomes, for a catalogue's participants and indicators, GOALS
    the goal chains, CYCLE the deviations and measures, YEARS the years' dates.
    """

    def __init__(
        self,
        snapshots: CurrentSnapshot | OnlySnapshot,
        state: State,
        *,
        others: Callable[[], OtherSeries],
        targets: Callable[[], pd.DataFrame],
        comments: Callable[[Catalogue, str], tuple[Comment, ...]],
        goals: GoalBooks | None = None,
        cycle: CycleBooks | None = None,
        years: YearBooks | None = None,
    ) -> None:
        self._snapshots = snapshots
        self._state = state
        self._others = others
        self._targets = targets
        self._comments = comments
        self._goals = goals
        self._cycle = cycle
        self._years = years
        self._changing = Lock()
        self._fetched: Snapshot | None = None
        self._latest: Figures | None = None
        self._changed_at: Mapping[str, int] = {}

    def get(self) -> Figures | None:
        """The figures, or None when nothing has been fetched yet. Raises NyckeltalError when a store is broken."""
        snapshot = self._snapshots.get()
        if snapshot is None:
            return None
        # Asked for before the content: then nothing old is taken for new.
        revision = self._state.revision()
        with self._changing:
            latest = self._latest
            if latest is None or self._fetched is not snapshot or latest.revision < revision:
                self._latest = self._read(snapshot, revision)
                self._fetched = snapshot
            return self._latest

    def _read(self, snapshot: Snapshot, revision: int) -> Figures:
        """SNAPSHOT with what is entered now; what was made of it lasts while the others are the same as last time."""
        # Asked for before the content, too.
        changed_at, before = self._state.changed_at(), self._changed_at
        others, latest = self._others(), self._latest
        if latest is None or self._fetched is not snapshot or latest.others is not others:
            whole, catalogue = joined(snapshot, _catalogue_for(snapshot), others)
            entered, lasting = self._entered(catalogue), Lasting(beside(snapshot.file))
        else:
            whole, catalogue, lasting = latest.snapshot, latest.catalogue, latest.lasting
            same = [table for table in READ if changed_at.get(table) == before.get(table)]
            entered = self._entered(catalogue).after(latest.entered, same)
        self._changed_at = changed_at
        return Figures(whole, catalogue, entered, revision, others, lasting)

    def _entered(self, catalogue: Catalogue) -> Entered:
        area_of = {indicator.kpi: indicator.area for indicator in catalogue.indicators}
        comments = partial(self._comments, catalogue)
        return Entered(self._targets, comments, self._goals, area_of, self._cycle, years=self._years)


def _catalogue_for(snapshot: Snapshot) -> Catalogue:
    catalogue = default_catalogue()
    if not snapshot.info.is_example:
        return catalogue
    from core.example import example_catalogue  # noqa: PLC0415 - a fifth of a second that others need not wait

    return example_catalogue(catalogue)


class _Process:
    """How this process opens its source: said by what it is put together in (``core.site.figures``)."""

    open: Callable[[], FigureSource] | None = None


def opened_by(open_source: Callable[[], FigureSource]) -> None:
    """Let OPEN_SOURCE make the process's own source, when somebody asks for it."""
    _Process.open = open_source


@lru_cache(maxsize=1)
def figure_source() -> FigureSource:
    """The process's own source, by the settings in the environment."""
    if _Process.open is None:
        raise RuntimeError("nobody has said how figures are opened: import core.site.figures")
    return _Process.open()
