"""HTML from templates. Every value is escaped; this is the one place that makes HTML."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from core.catalogue.glossary import explained
from core.words import formats
from core.words.dates import moment_words, weekday_words
from core.words.hyphens import softened

_TEMPLATES = [Path(__file__).with_name("templates"), *sorted(Path(__file__).parents[1].glob("features/*/"))]
_IN_A_LINE = (
    "a|abbr|b|button|circle|code|em|i|input|label|option|path|rect|select|small|span|strong|summary|svg|text|u|use"
)
_TAG = rf"</?(?:{_IN_A_LINE})\b[^>]*>"
# Tags of elements that stand in a line, right after a text and right before another.
_RUN_TOGETHER = re.compile(rf"<(?<=[^\s>;(]<){_TAG[1:]}(?:{_TAG})*(?=[^\s<&.,:;!?)”])")
# Styles and scripts, which are no texts: what a policy allows them by is what they say, sign for sign.
_CARRIED = re.compile(r"(<script\b[^>]*>.*?</script>|<style\b[^>]*>.*?</style>)", re.DOTALL)
_ENDS = re.compile(r"(?:</[^>]*>)*")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "number": formats.number,
        "level": formats.level,
        "signed": formats.signed,
        "with_unit": formats.with_unit,
        "first_upper": formats.first_upper,
        "moment": moment_words,
        "weekday": weekday_words,
        "one_line": _one_line,
        "explained": explained,
        "indicators": lambda n: "indikator" if n == 1 else "indikatorer",
    }
    return environment


def _one_line(text: str) -> Markup:
    """TEXT for an attribute, its line ends as character references: ``render`` would take them away."""
    # The point keeps a line end that stands last.
    return Markup("&#10;").join(map(escape, f"{text}.".splitlines()))[:-1]


def render(template: str, **context: Any) -> str:
    """TEMPLATE filled with CONTEXT, on lines without blank ones or indentation, and with a space between any two texts.
    Long words may break with a hyphen.

    A blank line would end the HTML block in Streamlit's Markdown and turn the rest into text. And
    ``<b>83</b><small>av 26</small>`` may look apart, but is read out, searched and copied as "83av 26".
    """
    text = _environment().get_template(template).render(**context)
    return readable(tidy(text))


def readable(html: str) -> str:
    """HTML with a space between any two texts and soft hyphens in long words; styles and scripts as they are."""
    return "".join(part if _CARRIED.fullmatch(part) else _apart(part) for part in _CARRIED.split(html))


def _apart(html: str) -> str:
    return softened(_RUN_TOGETHER.sub(lambda tags: _ENDS.sub(r"\g<0> ", tags[0], count=1), html))


def tidy(text: str) -> str:
    """TEXT as ``render`` leaves it: no blank lines, and no space around any."""
    return "\n".join(formats.filled_lines(text))
