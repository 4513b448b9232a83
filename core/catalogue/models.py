"""The catalogue's shapes: co-operation, areas, groups and indicators, as a person writes them in the data file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from core.catalogue.entries import Address, Entry, KoladaGroupId, KpiId, MunicipalityId, OwnId, Slug, Text, Year
from core.catalogue.volumes import PriceIndex, VolumePair


class Category(StrEnum):
    """SKL's guide: what kind of thing an indicator measures."""

    RESOURCE = "resurs"
    PRODUCTION = "produktion"
    RESULT_SUBJECTIVE = "resultat-subjektivt"
    RESULT_OBJECTIVE = "resultat-objektivt"
    EFFICIENCY = "effektivitet"
    INFORMATION = "information"


class Direction(StrEnum):
    """Which way is good; ``NONE`` where neither is."""

    HIGH = "high"
    LOW = "low"
    NONE = "none"


class Influence(StrEnum):
    """How much a municipality can do about the figure."""

    LARGE = "stor"
    SOME = "viss"
    SMALL = "liten"


class Origin(StrEnum):
    """Where the figures come from before they reach Kolada."""

    REGISTER = "register"
    SURVEY = "enkät"
    OWN_REPORT = "egen uppgift"
    COMPUTED = "beräknat av Kolada"


class OwnFacts(Entry):
    """What is told of an own indicator (eget nyckeltal) in place of what Kolada tells of its KPIs.

    Texts are as somebody typed them. ``year_rule`` names how a year comes from its parts. ``is_reviewed`` where a
    second person has approved it.
    """

    definition: str
    purpose: str
    source: str
    measured: str
    contact_role: str
    year_rule: str
    version: int
    published_at: datetime
    is_reviewed: bool = False


class Indicator(Entry):
    """One chosen KPI, or an own indicator (``own``). ``tolerance`` and ``deadband`` are in its own unit."""

    kpi: KpiId | OwnId
    area: Slug
    name: Text
    unit: Text
    decimals: int = Field(ge=0, le=4)
    direction: Direction
    category: Category
    influence: Influence
    origin: Origin
    prominence: int = Field(ge=1, le=3)
    kkik: bool = False
    tolerance: float | None = Field(default=None, gt=0)
    deadband: float | None = Field(default=None, gt=0)
    step: int = Field(default=1, ge=1, le=4)
    break_years: tuple[Year, ...] = ()
    exceptional_years: tuple[Year, ...] = ()
    comparable: bool = True
    perspectives: tuple[Slug, ...] = ()
    children: bool = False
    uncertainty_kpi: KpiId | None = None
    answers_kpi: KpiId | None = None
    quality_note: Text | None = None
    own: OwnFacts | None = None

    @model_validator(mode="after")
    def _information_has_no_direction(self) -> Self:
        if self.category is Category.INFORMATION and self.direction is not Direction.NONE:
            raise ValueError("informationsmått ska ha riktningen none (DESIGN.md, avsnitt 3)")
        if self.step == 3:
            raise ValueError("step ska vara 1, 2 eller 4")
        if self.kpi.startswith("E") != (self.own is not None):
            raise ValueError("egna nyckeltal läggs in i webbläsaren, inte i katalogen")
        return self

    @property
    def beside(self) -> tuple[str, ...]:
        """The KPIs that tell how sure this one is, and stand nowhere by themselves."""
        return tuple(filter(None, (self.uncertainty_kpi, self.answers_kpi)))

    @property
    def in_current_prices(self) -> bool:
        """Whether the figure is an amount of money that inflation moves."""
        return self.unit.startswith(("kr", "tkr", "mnkr"))


class Area(Entry):
    """One area of the co-operation (område). ``coordinator`` is a participant's id, or none.

    ``similar`` is the kind of Kolada's "Liknande kommuner" that the area is compared with.
    """

    id: Slug
    name: Text
    coordinator: MunicipalityId | None = None
    contact_address: Address | None = None
    purpose: Text
    audience: Text
    similar: Text = "övergripande"


class Participant(Entry):
    """A municipality in the co-operation; ``areas`` empty means all of them."""

    id: MunicipalityId
    name: Text
    areas: tuple[Slug, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether it takes part in every area."""
        return not self.areas


class Group(Entry):
    """A named comparison group: either one of Kolada's, or members listed here.

    ``where`` follows "andra kommuner" in a sentence ("på Södertörn").
    """

    id: Slug
    name: Text
    where: Text
    kolada: KoladaGroupId | None = None
    members: tuple[MunicipalityId, ...] = ()

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.kolada is None) == (not self.members):
            raise ValueError("ange antingen kolada eller members")
        return self


class Model(Entry):
    """A set of perspectives of the result index. ``source`` says in one sentence who made it."""

    id: Slug
    name: Text
    source: Text


class Perspective(Entry):
    """One perspective of a result index; ``model`` tells which set it belongs to."""

    id: Slug
    name: Text
    model: Slug


class Pair(Entry):
    """A resource (x) and the result (y) that it is meant to give; both are indicators of the catalogue."""

    x: KpiId
    y: KpiId

    @property
    def id(self) -> str:
        """What stands in the address: N15001-U15401."""
        return f"{self.x}-{self.y}"


class Cooperation(Entry):
    """Who compares: the name on the page, and the group id that means 'us'."""

    name: Text
    short_name: Text
    contact: Text
    contact_address: Address | None = None


class Catalogue(Entry):
    """The whole file. Checked across entries: every reference must lead somewhere."""

    cooperation: Cooperation
    participants: tuple[Participant, ...] = Field(min_length=1)
    home_county: KoladaGroupId
    counties: tuple[KoladaGroupId, ...]
    classes: tuple[KoladaGroupId, ...]
    groups: tuple[Group, ...]
    areas: tuple[Area, ...] = Field(min_length=1)
    models: tuple[Model, ...]
    perspectives: tuple[Perspective, ...]
    pairs: tuple[Pair, ...] = ()
    volumes: tuple[VolumePair, ...] = ()
    price_index: PriceIndex | None = None
    population: KpiId | None = None
    tax_base: KpiId | None = None
    indicators: tuple[Indicator, ...] = Field(min_length=1)

    def with_indicators(self, added: Sequence[Indicator]) -> Catalogue:
        """The same with ADDED, each last in its area."""
        found = list(self.indicators)
        for new in added:
            last = max((n for n, one in enumerate(found) if one.area == new.area), default=len(found) - 1)
            found.insert(last + 1, new)
        return self.only(found)

    def only(self, indicators: Sequence[Indicator]) -> Catalogue:
        """The same with INDICATORS in place of its own."""
        # Not a copy: what was worked out of the old indicators would come along.
        kept = {name: getattr(self, name) for name in Catalogue.model_fields}
        return Catalogue.model_validate(kept | {"indicators": tuple(indicators)})

    def of_area(self, area: str) -> Catalogue:
        """The same with AREA's indicators alone."""
        kept = {name: getattr(self, name) for name in Catalogue.model_fields}
        mine = tuple(one for one in self.indicators if one.area == area)
        # A part of what has been checked is not checked again.
        return Catalogue.model_construct(**kept | {"indicators": mine})

    def fetched(self, kpis: Sequence[str] = ()) -> tuple[str, ...]:
        """What Kolada is asked for: the indicators KPIS with what stands beside; without KPIS all, and the volumes'."""
        chosen = [one for one in self.indicators if not kpis or one.kpi in kpis]
        doubts = sorted({kpi for one in chosen for kpi in one.beside})
        volumes = [] if kpis else [kpi for pair in self.volumes for kpi in pair.kpis.values()]
        return tuple(dict.fromkeys([*(one.kpi for one in chosen), *doubts, *volumes]))

    @cached_property
    def by_kpi(self) -> dict[str, Indicator]:
        """Indicators by their KPI id."""
        return {indicator.kpi: indicator for indicator in self.indicators}

    @cached_property
    def steps(self) -> dict[str, int]:
        """Every how many years those indicators are measured that are not measured every year, by kpi."""
        return {indicator.kpi: indicator.step for indicator in self.indicators if indicator.step > 1}

    @cached_property
    def area_by_id(self) -> dict[str, Area]:
        """Areas by id, in the file's order."""
        return {area.id: area for area in self.areas}

    @cached_property
    def pair_by_id(self) -> dict[str, Pair]:
        """Pairs of resource and result by id, in the file's order."""
        return {pair.id: pair for pair in self.pairs}

    @cached_property
    def volume_by_id(self) -> dict[str, VolumePair]:
        """Volumes with their costs by id, in the file's order."""
        return {pair.id: pair for pair in self.volumes}

    def first_volume(self, areas: Sequence[str]) -> VolumePair | None:
        """The volume that is shown first to one who looks at AREAS: one of theirs, else the file's first."""
        return next((pair for pair in self.volumes if pair.area in areas), next(iter(self.volumes), None))

    def breaks_of(self, pair: VolumePair) -> tuple[int, ...]:
        """The first years of new ways of measuring PAIR: its own, and those of its KPIs that are indicators."""
        known = [self.by_kpi[kpi].break_years for kpi in pair.kpis.values() if kpi in self.by_kpi]
        return tuple(sorted({*pair.break_years, *(year for years in known for year in years)}))

    @cached_property
    def full_participants(self) -> tuple[str, ...]:
        """Ids of the participants that make up the co-operation's own mean."""
        return tuple(participant.id for participant in self.participants if participant.is_full)
