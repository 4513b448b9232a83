"""The signals' shapes as numbers, read from assets/symbols.svg: one drawing for screen and files."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from core.charts.looks import TONES
from core.charts.scales import Point

_FILE = Path(__file__).resolve().parents[2] / "assets" / "symbols.svg"
_SVG = "{http://www.w3.org/2000/svg}"
_TOKEN = re.compile(r"[MLHVQZ]|-?\d*\.?\d+")
_TRANSFORM = re.compile(r"translate\((?P<x>[-\d.]+),(?P<y>[-\d.]+)\)(?: rotate\((?P<turn>[-\d.]+)\))?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "Z": 0}
CURRENT = "currentColor"


@dataclass(frozen=True)
class Pen:
    """Colours (hex without #; ``CURRENT``: the signal's tone; None: not at all) and the stroke, in sides."""

    fill: str | None
    stroke: str | None
    width: float
    is_dashed: bool


@dataclass(frozen=True)
class Ellipse:
    """A circle: its middle and radius."""

    middle: Point
    radius: float
    pen: Pen


@dataclass(frozen=True)
class Rectangle:
    """A square with round corners."""

    corner: Point
    width: float
    height: float
    radius: float
    pen: Pen


@dataclass(frozen=True)
class Outline:
    """Steps of a pen: ("M" | "L", to), ("Q", control, to) or ("Z",)."""

    steps: tuple[tuple[str, tuple[Point, ...]], ...]
    pen: Pen


Shape = Ellipse | Rectangle | Outline


@cache
def symbol_shapes(symbol: str) -> tuple[Shape, ...]:
    """The shapes of SYMBOL in a square with the side 1, y downwards; () for one that does not exist ('' too)."""
    found = _symbols().get(symbol)
    if found is None:
        return ()
    side = float(found.attrib["viewBox"].split()[2])
    return tuple(_shapes(found, side, lambda x, y: (x / side, y / side)))


def symbol_svg(symbol: str, tone: str, side: float) -> str:
    """SYMBOL in its TONE as a picture of its own, SIDE points wide; '' for one that does not exist."""
    found = _symbols().get(symbol)
    if found is None:
        return ""
    inside = "".join(ET.tostring(one, encoding="unicode") for one in found)
    colour = TONES.get(tone, TONES["none"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{found.attrib["viewBox"]}" width="{side}pt" '
        f'height="{side}pt" color="#{colour}">{inside}</svg>'
    )


@cache
def _symbols() -> dict[str, ET.Element]:
    root = ET.fromstring(_FILE.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    return {one.attrib["id"]: one for one in root.iter(f"{_SVG}symbol")}


def _shapes(parent: ET.Element, side: float, at: Callable[[float, float], Point]) -> Iterator[Shape]:
    for one in parent:
        tag, get = one.tag.removeprefix(_SVG), one.attrib
        if tag == "g":
            yield from _shapes(one, side, _moved(get["transform"], at))
        elif tag == "circle":
            yield Ellipse(at(float(get["cx"]), float(get["cy"])), float(get["r"]) / side, _pen(one, side))
        elif tag == "rect":
            corner, radius = at(float(get["x"]), float(get["y"])), float(get.get("rx", 0))
            size = float(get["width"]) / side, float(get["height"]) / side
            yield Rectangle(corner, *size, radius / side, _pen(one, side))
        elif tag == "path":
            yield Outline(tuple(_steps(get["d"], at)), _pen(one, side))


def _moved(transform: str, at: Callable[[float, float], Point]) -> Callable[[float, float], Point]:
    found = _TRANSFORM.fullmatch(transform)
    if found is None:
        raise ValueError(f"symbols.svg: {transform}")
    turn = math.radians(float(found["turn"] or 0))
    cos, sin = math.cos(turn), math.sin(turn)
    return lambda x, y: at(float(found["x"]) + x * cos - y * sin, float(found["y"]) + x * sin + y * cos)


def _pen(one: ET.Element, side: float) -> Pen:
    get = one.attrib
    fill, stroke = (None if colour == "none" else colour for colour in (get.get("fill"), get.get("stroke", "none")))
    width = float(get.get("stroke-width", 1)) / side
    return Pen(_plain(fill or None), _plain(stroke), width, "stroke-dasharray" in get)


def _plain(colour: str | None) -> str | None:
    if colour is None or colour == CURRENT:
        return colour
    short = colour.removeprefix("#")
    return short if len(short) == 6 else "".join(2 * letter for letter in short)


def _steps(d: str, at: Callable[[float, float], Point]) -> Iterator[tuple[str, tuple[Point, ...]]]:
    tokens = _TOKEN.findall(d)
    here: Point = (0, 0)
    while tokens:
        step = tokens.pop(0)
        given = [float(tokens.pop(0)) for _ in range(_ARGUMENTS[step])]
        if step in ("H", "V"):
            given = [given[0], here[1]] if step == "H" else [here[0], given[0]]
        if given:
            here = (given[-2], given[-1])
        points = tuple(at(given[i], given[i + 1]) for i in range(0, len(given), 2))
        yield ("L" if step in ("H", "V") else step), points
