"""Colours and lines of what is taken away: those of the screen (assets/css/base.css, compare.css)."""

from __future__ import annotations

from dataclasses import dataclass

TEXT, QUIET, LINE, EDGE, ACCENT = "18242f", "52616d", "e3e8ec", "cfd8de", "0a5c7a"
WARN_FILL, WARN_EDGE = "fdf3d7", "8a6300"
AIM, AIM_TEXT = "1b7f4f", "14633d"
WHITE = "ffffff"

# What colours an arrow, a mark or a word; yellow is too light for text.
TONES = {
    "good": "1b7f4f",
    "near": "8a6300",
    "bad": "c0392b",
    "level": "5b6b78",
    "neutral": "41627a",
    "none": "7d8a94",
}


@dataclass(frozen=True)
class Tint:
    """A cell of the glance: its ground and its text."""

    fill: str
    text: str


TINTS = {
    "good": Tint("d2e9dc", "0f4d31"),
    "near": Tint("fbeecb", "5c4200"),
    "bad": Tint("f5d5d0", "8a1f14"),
    "neutral": Tint("d9e7ef", "10222e"),
}
PLAIN = Tint(WHITE, TEXT)


@dataclass(frozen=True)
class LineLook:
    """A line in a chart. ``width`` is for a slide 1280 wide; ``dash`` is on and off in the same unit, () for whole."""

    colour: str
    width: float
    dash: tuple[float, float] | tuple[()] = ()


STRONG = ("own", "women", "men")
LINES = {
    "own": LineLook("0b3a5b", 4.5),
    "women": LineLook("7a2e6e", 4),
    "men": LineLook("0a5c7a", 4, (9, 4)),
    "group": LineLook("52616d", 2.4),
    "county": LineLook("8fa0ad", 2.4),
    "country": LineLook("b3a27f", 2.4, (8, 4)),
}
AIM_LINE = LineLook(AIM, 2.2, (2, 5))
BREAK_LINE = LineLook(QUIET, 1.5, (4, 4))
_OTHER = LineLook("9aa9b4", 1.6)

# The mark of a square, for where nothing can be drawn but text.
MARKS = {"square-best": "▲", "square-middle": "●", "square-worst": "▼"}


def line_look(key: str) -> LineLook:
    """How the line KEY of a chart looks; one that is not known is quiet."""
    return LINES.get(key, _OTHER)


def tint(tone: str) -> Tint:
    """The tint of a cell with a signal of TONE."""
    return TINTS.get(tone, PLAIN)


def label_colour(key: str) -> str:
    """The colour of a line's words: its own where it is strong, else one that is read from afar."""
    return LINES[key].colour if key in STRONG else QUIET
