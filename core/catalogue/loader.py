"""Reads the catalogue's YAML file and names the line at fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from core.catalogue.models import Catalogue, Direction
from core.errors import NyckeltalError

DEFAULT_FILE = Path(__file__).with_name("catalogue.yaml")
MOST_PROMINENT_IN_ALL = 45
MOST_PROMINENT_IN_AREA = 3

# The C parser reads the file ten times faster; it is not in every build of the library.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Location = tuple[str | int, ...]
Fault = tuple[Location, str]
M = TypeVar("M", bound=BaseModel)


class CatalogueError(NyckeltalError):
    """The catalogue file cannot be used; ``faults`` are (line, Swedish text)."""

    def __init__(self, file: Path, faults: list[tuple[int, str]]) -> None:
        lines = "\n".join(f"  rad {line}: {text}" for line, text in sorted(faults))
        super().__init__(f"Katalogen {file.name} går inte att använda:\n{lines}", "Rätta raderna och försök igen.")
        self.faults = faults


def load(file: Path = DEFAULT_FILE) -> Catalogue:
    """Read and check FILE. Raises CatalogueError with every fault and its line."""
    return read_checked(file, Catalogue, _broken_references)


def read_checked(file: Path, shape: type[M], faults_of: Callable[[M], Iterable[Fault]] = lambda _: ()) -> M:
    """FILE as SHAPE, without the FAULTS_OF it. Raises CatalogueError with every fault and its line."""
    try:
        # BaseLoader keeps every scalar as text: 0126 stays a code and "no" stays a word.
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        raise CatalogueError(file, [(mark.line + 1 if mark else 1, f"filen går inte att läsa: {error}")]) from error
    if node is None:
        raise CatalogueError(file, [(1, "filen är tom")])
    lines: dict[Location, int] = {}
    doubled: list[tuple[int, str]] = []
    raw = _plain(node, (), lines, doubled)
    if doubled:
        raise CatalogueError(file, doubled)
    try:
        found = shape.model_validate(raw)
    except ValidationError as error:
        faults = [(_line_of(lines, e["loc"]), f"{_where(e['loc'])}: {e['msg']}") for e in error.errors()]
        raise CatalogueError(file, faults) from error
    if faults := [(_line_of(lines, where), text) for where, text in faults_of(found)]:
        raise CatalogueError(file, faults)
    return found


@cache
def default_catalogue() -> Catalogue:
    """The catalogue that ships with the product, read once a process."""
    return load()


def _plain(node: yaml.Node, where: Location, lines: dict[Location, int], doubled: list[tuple[int, str]]) -> Any:
    """The node as dicts, lists and strings; fills LINES with the line of every place."""
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in result:
                doubled.append((key.start_mark.line + 1, f"”{key.value}” står två gånger"))
            result[key.value] = _plain(value, (*where, key.value), lines, doubled)
            lines[(*where, key.value)] = key.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*where, i), lines, doubled) for i, child in enumerate(node.value)]
    return node.value


def _line_of(lines: dict[Location, int], where: Location) -> int:
    """The line of WHERE, or of the nearest place above it that has one."""
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def _where(where: Location) -> str:
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in where) or "filen"


def _broken_references(catalogue: Catalogue) -> Iterator[Fault]:
    yield from _doubled_ids(catalogue)
    areas = set(catalogue.area_by_id)
    participants = {p.id for p in catalogue.participants}
    perspectives = {p.id for p in catalogue.perspectives}
    for i, area in enumerate(catalogue.areas):
        if area.coordinator and area.coordinator not in participants:
            yield ("areas", i, "coordinator"), f"{area.coordinator} är ingen deltagare"
    for i, participant in enumerate(catalogue.participants):
        for unknown in set(participant.areas) - areas:
            yield ("participants", i, "areas"), f"okänt område {unknown}"
    for i, indicator in enumerate(catalogue.indicators):
        if indicator.area not in areas:
            yield ("indicators", i, "area"), f"okänt område {indicator.area}"
        for unknown in set(indicator.perspectives) - perspectives:
            yield ("indicators", i, "perspectives"), f"okänt perspektiv {unknown}"
    yield from _too_prominent(catalogue)
    yield from _broken_comparisons(catalogue)
    if catalogue.home_county not in catalogue.counties:
        yield ("home_county",), f"{catalogue.home_county} finns inte bland counties"


def _broken_comparisons(catalogue: Catalogue) -> Iterator[Fault]:
    """What the comparison pages could not draw."""
    models = {m.id for m in catalogue.models}
    for i, perspective in enumerate(catalogue.perspectives):
        if perspective.model not in models:
            yield ("perspectives", i, "model"), f"okänd modell {perspective.model}"
    for i, pair in enumerate(catalogue.pairs):
        for field, kpi in (("x", pair.x), ("y", pair.y)):
            if kpi not in catalogue.by_kpi:
                yield ("pairs", i, field), f"{kpi} är ingen av indikatorerna"
        if pair.y in catalogue.by_kpi and catalogue.by_kpi[pair.y].direction is Direction.NONE:
            yield ("pairs", i, "y"), f"{pair.y} har ingen riktning"
    for i, volume in enumerate(catalogue.volumes):
        if volume.area not in catalogue.area_by_id:
            yield ("volumes", i, "area"), f"okänt område {volume.area}"
    for n, year, said in catalogue.price_index.faults if catalogue.price_index else ():
        yield ("price_index", "tables", n, "changes", str(year)), said
    for field in ("population", "tax_base"):
        kpi = getattr(catalogue, field)
        if kpi is not None and kpi not in catalogue.by_kpi:
            yield (field,), f"{kpi} är ingen av indikatorerna"


def _doubled_ids(catalogue: Catalogue) -> Iterator[Fault]:
    for part, ids in (
        ("areas", [a.id for a in catalogue.areas]),
        ("groups", [g.id for g in catalogue.groups]),
        ("participants", [p.id for p in catalogue.participants]),
        ("models", [m.id for m in catalogue.models]),
        ("perspectives", [p.id for p in catalogue.perspectives]),
        ("pairs", [p.id for p in catalogue.pairs]),
        ("volumes", [v.id for v in catalogue.volumes]),
        ("indicators", [i.kpi for i in catalogue.indicators]),
    ):
        for doubled in (name for name, n in Counter(ids).items() if n > 1):
            last = len(ids) - 1 - ids[::-1].index(doubled)
            yield (part, last), f"{doubled} står två gånger"


def _too_prominent(catalogue: Catalogue) -> Iterator[Fault]:
    first = [(i, x.area) for i, x in enumerate(catalogue.indicators) if x.prominence == 1]
    for area, n in Counter(area for _, area in first).items():
        if n > MOST_PROMINENT_IN_AREA:
            last = max(i for i, a in first if a == area)
            yield (
                ("indicators", last, "prominence"),
                f"{area} har {n} med prominence 1, högst {MOST_PROMINENT_IN_AREA}",
            )
    if len(first) > MOST_PROMINENT_IN_ALL:
        yield (
            ("indicators", first[-1][0], "prominence"),
            (f"{len(first)} indikatorer har prominence 1, högst {MOST_PROMINENT_IN_ALL}"),
        )
