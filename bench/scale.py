"""What 10, 100, 1,000 and 2,000 KPIs cost: to fetch, to keep, to open, and the pages.

The KPIs are the stand-in's, where it is present; those that the catalogue has not stand in areas of ten. A page may
cost more for the KPIs that it shows, and for no others.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench.on_refresh import STAND_IN, served
from bench.serving import memory
from core.cache import Snapshot, SnapshotStore
from core.cache.refresh import refresh
from core.catalogue import Catalogue
from core.catalogue.loader import load
from core.catalogue.models import Direction
from core.kolada import KoladaClient
from core.outcomes.figures import Figures
from core.settings import Settings
from core.site.figures import open_figures
from core.site.site import SITE
from core.web.choices import AREAS, COMPARE, INDICATOR, LEARN, OVERVIEW, RESOURCES
from core.web.visit import Visit

_NUMBERS = "10,100,1000,2000"
_IN_AN_AREA = 10
_TIMES = 5


def command(words: Sequence[str]) -> None:
    """``scale`` with its options."""
    parser = argparse.ArgumentParser(prog="python -m bench scale", description=__doc__)
    parser.add_argument("--kpis", default=_NUMBERS)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if not STAND_IN.exists():
        raise SystemExit("scale: no stand-in server here, not measured")
    if options.one:
        _one(int(options.one))
        return
    print("| KPIs | refresh | values | snapshot | memory at most | with pages | open | pages: first, warm (ms) |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for number in options.kpis.split(","):
        # A process each: what one has taken is not counted for the next.
        subprocess.run([sys.executable, "-m", "bench", "scale", "--one", number], check=True)


def _one(number: int) -> None:
    catalogue = with_kpis(load(), number)
    with TemporaryDirectory() as name:
        folder, begun = Path(name), time.perf_counter()
        with served([]) as base, KoladaClient(base) as client:
            report = refresh(SnapshotStore(folder), catalogue, client, source=base)
            fetched, most = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        begun = time.perf_counter()
        snapshot = Snapshot(report.file)
        _ = snapshot.info, snapshot.kpis, snapshot.kpi_years
        opened = time.perf_counter() - begun
        figures = open_figures(Settings(folder, "", f"sqlite:///{folder}/state.sqlite")).get()
        if figures is None:
            raise RuntimeError("nothing was fetched")
        pages = "; ".join(_pages(figures, snapshot, catalogue))
        size = report.file.stat().st_size / 1e6
        print(
            f"| {len(catalogue.indicators)} | {fetched:.0f} s | {report.values:,} | {size:.0f} MB | {most:.0f} MB "
            f"| {memory(os.getpid()):.0f} MB | {opened * 1000:.0f} ms | {pages} |",
            flush=True,
        )


def _pages(figures: Figures, snapshot: Snapshot, catalogue: Catalogue) -> list[str]:
    """What each page takes: of figures that nothing is made of yet, and again."""
    shown = catalogue.areas[0].id
    kpi = next(one.kpi for one in catalogue.indicators if one.area == shown)
    mine = catalogue.participants[0].id
    asked = {
        "overview, all": (OVERVIEW, {}),
        "overview, an area": (OVERVIEW, {"omrade": shown}),
        "area": (AREAS, {"omrade": shown}),
        "matrix": (COMPARE, {"omrade": shown}),
        "indicator": (INDICATOR, {"nyckeltal": kpi}),
        "learn": (LEARN, {"nyckeltal": kpi}),
        "resources": (RESOURCES, {"omrade": shown}),
    }
    told = []
    for words, (path, params) in asked.items():
        first: list[float] = []
        again: list[float] = []
        for _ in range(_TIMES):
            fresh = figures.with_figures(snapshot, catalogue)
            show = partial(SITE[path].show, Visit(path, {"kommun": mine, **params}, fresh))
            first.append(_took(show))
            again.append(_took(show))
        told.append(f"{words} {_middle(first):.0f}, {_middle(again):.1f}")
    return told


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _middle(found: list[float]) -> float:
    return sorted(found)[len(found) // 2]


def with_kpis(catalogue: Catalogue, number: int) -> Catalogue:
    """CATALOGUE with NUMBER indicators: its first, or all of its own and others of the stand-in's in areas of ten."""
    own = catalogue.indicators
    if number <= len(own):
        kept = own[:number]
        ids = {one.kpi for one in kept}
        areas = [area for area in catalogue.areas if any(one.area == area.id for one in kept)]
        pairs = [pair for pair in catalogue.pairs if {pair.x, pair.y} <= ids]
        changes = {"indicators": tuple(kept), "areas": tuple(areas), "pairs": tuple(pairs), "volumes": ()}
        return _anew(catalogue, changes)
    more = _others({one.kpi for one in own}, number - len(own))
    areas, extra = list(catalogue.areas), []
    for n, (kpi, title) in enumerate(more):
        area = f"till-{n // _IN_AN_AREA}"
        if n % _IN_AN_AREA == 0:
            areas.append(areas[0].model_copy(update={"id": area, "name": f"Område {n // _IN_AN_AREA + 1}"}))
        facts = {"kpi": kpi, "area": area, "name": title[:60], "direction": Direction.HIGH, "prominence": 3}
        plain = {"perspectives": (), "uncertainty_kpi": None, "answers_kpi": None, "break_years": ()}
        extra.append(own[0].model_copy(update=facts | plain))
    return _anew(catalogue, {"indicators": (*own, *extra), "areas": tuple(areas)})


def _anew(catalogue: Catalogue, changes: Mapping[str, object]) -> Catalogue:
    """CATALOGUE with CHANGES, and nothing that it has worked out of itself before."""
    parts = {name: getattr(catalogue, name) for name in Catalogue.model_fields}
    return Catalogue.model_construct(**{**parts, **changes})


def _others(known: set[str], number: int) -> list[tuple[str, str]]:
    """NUMBER of the stand-in's KPIs with most values, without those that are KNOWN."""
    data = STAND_IN.parent / "data"
    with duckdb.connect() as connection:
        found = connection.execute(
            "select id, title from read_parquet(?) join (select kpi, count(*) n from read_parquet(?) group by kpi) "
            "on kpi = id where id like 'N%' order by n desc, id",
            [str(data / "kpis.parquet"), str(data / "observations.parquet")],
        ).fetchall()
    return [(kpi, title) for kpi, title in found if kpi not in known][:number]
