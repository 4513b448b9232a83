"""What Kolada's answers hold, checked once here so that nobody else needs to doubt them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, NamedTuple, NotRequired, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Strict,
    TypeAdapter,
    ValidationError,
)
from typing_extensions import TypedDict

from core.kolada.batches import Batch
from core.kolada.errors import KoladaProtocol

T = TypeVar("T")

GENDERS = frozenset("TKM")
MISSING = "Missing"
_MOST_NAMED, _LONGEST_NAMED = 3, 60


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    return "\n".join(_one_line(line) for line in text.replace("\\n", "\n").splitlines()).strip()


def _none_if_blank(value: Any) -> Any:
    return None if value == "" else value


def _empty_if_none(value: Any) -> Any:
    return "" if value is None else value


def _member_ids(members: Any) -> Any:
    """Kolada's member objects as ids; anything else is left for the type check."""
    if not isinstance(members, list | tuple):
        return members
    return [member.get("member_id") if isinstance(member, dict) else member for member in members]


Title = Annotated[str, AfterValidator(_one_line)]
Text = Annotated[str, BeforeValidator(_empty_if_none), AfterValidator(_lines)]
Day = Annotated[date | None, BeforeValidator(_none_if_blank)]
Year = Annotated[int | None, BeforeValidator(_none_if_blank)]


class _Answered(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class KpiMeta(_Answered):
    """A KPI's description in Kolada's catalogue.

    ``title`` is one line with single spaces; ``description`` has real line breaks. ``municipality_type`` is K
    (municipalities), L (regions) or A (both). ``publ_period`` is the year that the two dates belong to.
    """

    id: str
    title: Title
    description: Text = ""
    is_divided_by_gender: bool = False
    municipality_type: str = ""
    auspice: str | None = None
    operating_area: Text = ""
    perspective: str | None = None
    prel_publication_date: Day = None
    publication_date: Day = None
    publ_period: Year = None
    has_ou_data: bool = False

    @property
    def is_of_municipalities(self) -> bool:
        """Whether municipalities have values of it, and not regions only."""
        return self.municipality_type != "L"


class Municipality(_Answered):
    """A municipality (type K), a region or, with id 0000, the nation (both type L)."""

    id: str
    title: Title
    type: str


class Group(_Answered):
    """A comparison group of municipalities or regions; ``members`` are their ids."""

    id: str
    title: Title
    members: Annotated[tuple[str, ...], BeforeValidator(_member_ids)]


class Unit(_Answered):
    """A school, preschool, home and the like; ``municipality`` is the id of that which it lies in."""

    id: str
    title: Title
    municipality: str


class Observation(NamedTuple):
    """One value: KPI, area (municipality, region, nation, group or unit), year and gender (T, K or M).

    ``value`` is in the KPI's own unit (percentages 0-100), a finite number when ``status`` is "". Else it is
    None and ``status`` is Kolada's word for why ("Missing", "Privacy", "Not applicable" or a new one).
    ``members`` is how many areas entered a group's mean; for a single area 1.
    """

    kpi: str
    municipality: str
    year: int
    gender: str
    value: float | None
    status: str
    members: int


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What came, in the order asked for, and ``missing``: the ids that Kolada did not answer."""

    items: tuple[T, ...]
    missing: tuple[str, ...]


class RawValue(TypedDict):
    """One gender's value in a data row, as Kolada sends it."""

    gender: str
    count: NotRequired[int | None]
    status: NotRequired[str | None]
    value: Annotated[float, Strict()] | None
    isdeleted: NotRequired[bool | None]


class RawRow(TypedDict):
    """A data row, as Kolada sends it."""

    kpi: str
    municipality: str
    period: int
    values: list[RawValue]


class RawUnitRow(TypedDict):
    """A data row of a unit, as Kolada sends it."""

    kpi: str
    ou: str
    period: int
    values: list[RawValue]


# The first fault ends the check: a page of 5 000 wrong rows would otherwise give 5 000 reports.
KPI_ROWS: TypeAdapter[list[KpiMeta]] = TypeAdapter(Annotated[list[KpiMeta], FailFast()])
MUNICIPALITY_ROWS: TypeAdapter[list[Municipality]] = TypeAdapter(Annotated[list[Municipality], FailFast()])
GROUP_ROWS: TypeAdapter[list[Group]] = TypeAdapter(Annotated[list[Group], FailFast()])
UNIT_ROWS: TypeAdapter[list[Unit]] = TypeAdapter(Annotated[list[Unit], FailFast()])
UNIT_DATA_ROWS: TypeAdapter[list[RawUnitRow]] = TypeAdapter(Annotated[list[RawUnitRow], FailFast()])
DATA_ROWS: TypeAdapter[list[RawRow]] = TypeAdapter(Annotated[list[RawRow], FailFast()])


def checked(kind: TypeAdapter[list[T]], rows: list[Any], url: str) -> list[T]:
    """``rows`` of the page ``url`` as the given kind; KoladaProtocol naming the first row that is not."""
    try:
        return kind.validate_python(rows)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        index = int(fault["loc"][0])
        field = ".".join(str(step) for step in fault["loc"][1:])
        problem = f"rad {index + 1} ({_name(rows[index])}) har fel innehåll"
        raise KoladaProtocol(
            url, problem + (f" i fältet {field}" if field else ""), row=index, detail=fault["msg"]
        ) from error


def _name(row: object) -> str:
    if not isinstance(row, dict):
        return "utan fält"
    names = [str(row[key])[:40] for key in ("id", "kpi", "municipality", "ou", "period") if key in row]
    return ", ".join(names) or "utan id"


def of_areas(rows: Iterable[RawUnitRow]) -> Iterator[RawRow]:
    """ROWS of units as ``Gathering`` takes them."""
    for row in rows:
        yield {"kpi": row["kpi"], "municipality": row["ou"], "period": row["period"], "values": row["values"]}


class Gathering:
    """Gathers the observations of one batch from its pages: each asked-for combination at most once."""

    def __init__(self, batch: Batch) -> None:
        """``batch`` is what was asked for."""
        self._kpis = frozenset(batch.kpis)
        self._areas = frozenset(batch.areas)
        self._years = frozenset(batch.years)
        self._found: dict[tuple[str, str, int, str], Observation] = {}

    def add(self, rows: Iterable[RawRow], url: str) -> None:
        """Take in the rows of the page URL; what nobody asked for, deleted values and unknown genders are left out.

        KoladaProtocol when the page is about other KPIs than those asked for, and not about one of these.
        """
        strangers: set[str] = set()
        is_ours = False
        for row in rows:
            kpi, area, year = row["kpi"], row["municipality"], row["period"]
            if kpi not in self._kpis:
                strangers.add(kpi)
                continue
            is_ours = True
            if (self._years and year not in self._years) or (self._areas and area not in self._areas):
                continue
            for raw in row["values"]:
                if raw["gender"] in GENDERS and not raw.get("isdeleted"):
                    self._keep(_observation(kpi, area, year, raw))
        if strangers and not is_ours:
            asked, came = (", ".join(sorted(some)[:_MOST_NAMED]) for some in (self._kpis, strangers))
            raise KoladaProtocol(url, f"frågan gällde {asked} men svaret handlar om {came[:_LONGEST_NAMED]}")

    def observations(self) -> list[Observation]:
        """What has been gathered, in the order it came."""
        return list(self._found.values())

    def _keep(self, new: Observation) -> None:
        key = new[:4]
        known = self._found.setdefault(key, new)
        if known.value is None and new.value is not None:
            self._found[key] = new


def _observation(kpi: str, area: str, year: int, raw: RawValue) -> Observation:
    value, status = raw["value"], raw.get("status") or ""
    count = raw.get("count")
    if status or value is None or not math.isfinite(value):
        return Observation(kpi, area, year, raw["gender"], None, status or MISSING, count or 0)
    return Observation(kpi, area, year, raw["gender"], value, "", 1 if count is None else count)
