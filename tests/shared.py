"""Small made-up figures that many tests share: thirty municipalities, seven indicators, ten years.

Every number follows a rule that can be worked out by hand (``plain_value``), so that tests can say what they expect.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no types

from core.cache import Snapshot
from core.cache.build import build
from core.cache.harvest import KPI_COLUMNS, VALUE_COLUMNS, Harvest
from core.catalogue import Catalogue, Indicator, PriceIndex, PriceTable, VolumePair, default_catalogue
from core.catalogue.models import Pair
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.signals import TargetKind
from core.site.site import PERSONAL, SITE
from core.targets.models import COLUMNS, Target
from core.targets.store import _DTYPES

ROOT = Path(__file__).resolve().parents[1]
KOLADA = ROOT.parent / "shared" / "kolada"
needs_kolada = [
    pytest.mark.kolada,
    pytest.mark.skipif(not KOLADA.exists(), reason="../shared/kolada is not here"),
]

# The pages that anybody can read: those for one person are tried elsewhere.
READING = tuple(page for page in SITE if page not in PERSONAL)

FETCHED_AT = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
YEARS = range(2014, 2024)
LAST = 2023

HUDDINGE, BOTKYRKA = "0126", "0127"
COUNTY, OTHER_COUNTY, SMALL_CLASS, LARGE_CLASS, EVERYONE, NATION = (
    *("G33612", "G33613", "G92787", "G92793"),
    *("G2328", "0000"),
)
FULL = ("0127", "0136", "0126", "0192", "0128", "0181", "0138")
PLACES = {
    "0127": "Botkyrka",
    "0136": "Haninge",
    "0126": "Huddinge",
    "0192": "Nynäshamn",
    "0128": "Salem",
    "0181": "Södertälje",
    "0138": "Tyresö",
    "0140": "Nykvarn",
    "0182": "Nacka",
    "0120": "Värmdö",
    "2062": "Mora",
    "0643": "Habo",
    "0305": "Håbo",
    "1880": "Örebro",
    "2260": "Ånge",
    "0765": "Älmhult",
    **{f"25{n:02}": f"Zonby {n}" for n in range(14)},
}
IDS = tuple(PLACES)

# KPI: what one step between municipalities is worth, the lowest level, and whether it is divided by gender.
# All but N20403 stand in the shipped catalogue too.
GRADES, SAFE, COST, WAIT, FALLS, PEOPLE, PREMISES = (
    *("N15428", "N15643", "N15027", "U23401"),
    *("N20403", "N01951", "N15061"),
)
SCALE = {
    GRADES: (1.0, 60.0, True),
    SAFE: (1.0, 65.0, False),
    COST: (1000.0, 90_000.0, False),
    WAIT: (2.0, 20.0, True),
    FALLS: (0.5, 10.0, False),
    PEOPLE: (5000.0, 8000.0, False),
    PREMISES: (100.0, 9000.0, False),
    "N05401": (0.5, 75.0, False),
}
# Only in the shipped catalogue: the one that is measured every fourth year.
ELECTION = "N05401"
UNCERTAINTY = "U01530"
_INDICATORS: tuple[dict[str, Any], ...] = (
    {"kpi": GRADES, "area": "grundskola", "name": "Behöriga till gymnasiet", "unit": "%", "decimals": 1}
    | {"direction": "high", "category": "resultat-objektivt", "prominence": 1, "kkik": True},
    {"kpi": SAFE, "area": "grundskola", "name": "Elever som känner sig trygga", "unit": "%", "decimals": 0}
    | {"direction": "high", "category": "resultat-subjektivt", "prominence": 2, "uncertainty_kpi": UNCERTAINTY},
    {"kpi": COST, "area": "grundskola", "name": "Kostnad för en elev", "unit": "kr/elev", "decimals": 0}
    | {"direction": "none", "category": "resurs", "prominence": 1},
    {"kpi": WAIT, "area": "aldreomsorg", "name": "Väntetid till särskilt boende", "unit": "dagar", "decimals": 0}
    | {"direction": "low", "category": "resultat-objektivt", "prominence": 1},
    {"kpi": FALLS, "area": "aldreomsorg", "name": "Fallskador", "unit": "per 1 000 inv", "decimals": 1}
    | {"direction": "low", "category": "resultat-objektivt", "prominence": 3, "kkik": True},
    {"kpi": PEOPLE, "area": "fastighet", "name": "Invånare", "unit": "antal", "decimals": 0}
    | {"direction": "none", "category": "information", "prominence": 2},
    {"kpi": PREMISES, "area": "fastighet", "name": "Lokalkostnad för en elev", "unit": "kr/elev", "decimals": 0}
    | {"direction": "none", "category": "resurs", "prominence": 1},
)
KPIS = tuple(str(i["kpi"]) for i in _INDICATORS)
# A volume of what the indicators are of, so that nothing more is fetched for it.
PUPILS = VolumePair(
    id="elever", area="grundskola", name="Elever i grundskola", many="elever", one="elev", volume=PEOPLE, unit_cost=COST
)
PRICES = PriceIndex(
    name="Prisindex",
    short_name="PI",
    tables=(PriceTable(source="Sagt här.", changes={2020: 1.0, 2021: 2.0, 2022: 5.0, 2023: 10.0}),),
)

_BUILT: dict[bytes, bytes] = {}
_BUILT_MOST = 12

Values = Mapping[tuple[str, str, str], Mapping[int, float | str | None]]


def small_catalogue(**changes: Any) -> Catalogue:
    """The shipped catalogue with three areas and seven indicators of these tests' own; CHANGES replace parts."""
    whole = default_catalogue()
    content: dict[str, Any] = {name: getattr(whole, name) for name in Catalogue.model_fields}
    areas = {str(i["area"]) for i in _INDICATORS}
    content |= {
        "areas": [area for area in whole.areas if area.id in areas],
        "counties": (COUNTY, OTHER_COUNTY),
        "classes": (SMALL_CLASS, LARGE_CLASS),
        "volumes": (PUPILS,),
        "price_index": PRICES,
        "pairs": (Pair(x=COST, y=GRADES), Pair(x=PREMISES, y=SAFE)),
        "indicators": [small_indicator(**fields) for fields in _INDICATORS],
    }
    return Catalogue.model_validate(content | changes)


def small_indicator(**fields: Any) -> Indicator:
    return Indicator.model_validate({"influence": "viss", "origin": "register"} | fields)


def indicators_with(kpi: str, **changes: Any) -> list[Indicator]:
    """The seven indicators, with CHANGES to that of KPI."""
    return [
        indicator.model_copy(update=changes) if indicator.kpi == kpi else indicator
        for indicator in small_catalogue().indicators
    ]


def place_of(municipality: str) -> int:
    """The municipality's place from the lowest value, 0 to 29, the same for all indicators and years."""
    return IDS.index(municipality) * 7 % len(IDS)


def plain_value(kpi: str, municipality: str, year: int, gender: str = "T") -> float:
    """What a municipality has where a test says nothing else.

    Every yearly change is a fifth of a step, up one year and down the next: the dead-band is two fifths, and two
    years make no change. Women have a tenth of a step more, men less.
    """
    step, lowest, _ = SCALE[kpi]
    place = place_of(municipality)
    wave = 0.2 * ((year + place) % 2)
    side = {"T": 0.0, "K": 0.1, "M": -0.1}[gender]
    return round(lowest + step * (place + wave + side), 6)


def genders(kpi: str) -> tuple[str, ...]:
    return ("T", "K", "M") if SCALE[kpi][2] else ("T",)


def value_rows(kpis: Sequence[str] = KPIS, years: Sequence[int] = YEARS, own: Values | None = None) -> pd.DataFrame:
    """Values of everybody, the nation and the groups' means, as Kolada would give them.

    OWN replaces municipalities' values by (kpi, municipality, gender) and year: a number, a status, or None for
    no row at all.
    """
    rows: list[tuple[object, ...]] = []
    groups = {group: members for group, (_, members) in GROUPS.items() if group in _MEANS}
    for kpi in kpis:
        for gender in genders(kpi):
            for year in years:
                found: dict[str, float] = {}
                for municipality in IDS:
                    value = (
                        (own or {})
                        .get((kpi, municipality, gender), {})
                        .get(year, plain_value(kpi, municipality, year, gender))
                    )
                    if isinstance(value, str):
                        rows.append((kpi, municipality, year, gender, float("nan"), value, 0))
                    elif value is not None:
                        found[municipality] = value
                        rows.append((kpi, municipality, year, gender, value, "", 1))
                for group, members in groups.items():
                    there = [found[m] for m in members if m in found]
                    if there:
                        rows.append((kpi, group, year, gender, sum(there) / len(there), "", len(there)))
                if found:
                    rows.append((kpi, NATION, year, gender, sum(found.values()) / len(found) + 0.5, "", 1))
    return frame_of(rows)


def frame_of(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """ROWS with VALUE_COLUMNS."""
    return pd.DataFrame(rows, columns=list(VALUE_COLUMNS))


def kpi_rows(kpis: Sequence[str] = KPIS, **changes: Any) -> pd.DataFrame:
    """What Kolada says about KPIS; CHANGES replace columns."""
    plain: dict[str, Any] = {
        "title": "Titel i Kolada",
        "description": "Första stycket.\nAndra stycket.",
        "is_divided_by_gender": False,
        "municipality_type": "K",
        "auspice": None,
        "operating_area": "",
        "perspective": None,
        "prel_publication_date": None,
        "publication_date": date(2024, 6, 1),
        "publ_period": 2024,
        "has_ou_data": False,
    }
    return pd.DataFrame([{"id": kpi} | plain | changes for kpi in kpis], columns=list(KPI_COLUMNS))


GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    COUNTY: ("Stockholms läns kommuner (ovägt medel)", IDS[:12]),
    OTHER_COUNTY: ("Uppsala läns kommuner (ovägt medel)", IDS[12:]),
    SMALL_CLASS: ("Storstäder (ovägt medel)", IDS[20:]),
    LARGE_CLASS: ("Pendlingskommun nära storstad (ovägt medel)", IDS[:20]),
    EVERYONE: ("Alla kommuner (ovägt medel)", IDS),
    "G35847": ("Liknande kommuner, övergripande, Huddinge, 2023", ("0127", "0182", "0138", "2062", "0643")),
    "G36141": ("Liknande kommuner grundskola, Huddinge, 2023", ("0127", "0136", "0181")),
    "G36142": ("Liknande kommuner grundskola, Mora, 2023", ("2260", "0765")),
}
_MEANS = (COUNTY, OTHER_COUNTY, SMALL_CLASS, LARGE_CLASS, EVERYONE)


def small_harvest(
    *, kpis: Sequence[str] = KPIS, years: Sequence[int] = YEARS, own: Values | None = None, **changes: Any
) -> Harvest:
    """Everything fetched at one time; CHANGES replace fields of the harvest."""
    municipalities = [(code, name, "K") for code, name in PLACES.items()]
    areas = [*municipalities, (NATION, "Riket", "L"), ("0001", "Region Stockholm", "L")]
    groups = [(group, title, member) for group, (title, members) in GROUPS.items() for member in members]
    plain = Harvest(
        source="https://kolada.test/v3",
        fetched_at=FETCHED_AT,
        kpis=kpi_rows(kpis),
        municipalities=pd.DataFrame(areas, columns=["id", "title", "type"]),
        groups=pd.DataFrame(groups, columns=["id", "title", "member"]),
        values=value_rows(kpis, years, own),
    )
    return replace(plain, **changes)


def built(file: Path, harvest: Harvest | None = None, catalogue: Catalogue | None = None) -> Path:
    """FILE, a snapshot of HARVEST (the plain one) under CATALOGUE (the small one); of the same it is built once."""
    harvest, catalogue = harvest or small_harvest(), catalogue or small_catalogue()
    known = hashlib.sha256(pickle.dumps((harvest, catalogue))).digest()
    content = _BUILT.pop(known, None)
    if content is None:
        build(file, harvest, catalogue)
        content = file.read_bytes()
    else:
        file.write_bytes(content)
    # The last one asked for stands last.
    _BUILT[known] = content
    if len(_BUILT) > _BUILT_MOST:
        _BUILT.pop(next(iter(_BUILT)))
    return file


@contextmanager
def opened(file: Path) -> Iterator[Snapshot]:
    """The snapshot FILE, closed at the end."""
    snapshot = Snapshot(file)
    try:
        yield snapshot
    finally:
        snapshot.close()


def target(kpi: str, year: int, kind: TargetKind, municipality: str = HUDDINGE, **fields: Any) -> Target:
    """A target of Huddinge's, where nothing else is said."""
    return Target(**({"municipality": municipality, "kpi": kpi, "gender": None, "year": year, "kind": kind} | fields))


def target_frame(*targets: Target) -> pd.DataFrame:
    """TARGETS as ``held_targets`` gives them."""
    rows = [asdict(t) | {"kind": t.kind.value, "gender": t.gender or "", "group": t.group or ""} for t in targets]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(_DTYPES)


class HeldTargets(Entered):
    """Targets that are entered without a database, and nothing else."""

    def __init__(self, *held: Target) -> None:
        super().__init__(lambda: target_frame(*held), lambda _: ())


@contextmanager
def figures_of(
    folder: Path, *targets: Target, harvest: Harvest | None = None, catalogue: Catalogue | None = None
) -> Iterator[Figures]:
    """Figures with TARGETS, on a file of its own in FOLDER."""
    catalogue = catalogue or small_catalogue()
    with opened(built(folder / f"cache-{uuid4().hex}.duckdb", harvest, catalogue)) as snapshot:
        yield Figures(snapshot, catalogue, HeldTargets(*targets), 0)


def workbook(content: bytes) -> Any:
    """The Excel workbook CONTENT."""
    return load_workbook(io.BytesIO(content))


@dataclass(frozen=True)
class StandIn:
    """Kolada's stand-in on this machine."""

    url: str


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def stand_in(*options: str) -> Iterator[StandIn]:
    """The stand-in running with OPTIONS."""
    command = [sys.executable, str(KOLADA / "serve.py"), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield StandIn(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.communicate()
