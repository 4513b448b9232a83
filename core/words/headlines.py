"""A slide's title: the strongest thing that is true of a figure, with the figure and its year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.signals import Attainment, Reason, Standing, Verdict
from core.words import labels
from core.words.formats import THOUSANDS, dated, first_lower, number, with_unit
from core.words.sentences import Row, amount, change_decimals

# Which way a title may speak: of what is good, of what is bad, or of either.
Side = Literal[1, -1, 0]
# More than this many at the same place is no place to tell of.
_MOST_SHARING = 2
_VERDICT = {Verdict.BETTER: 1, Verdict.WORSE: -1}
# Names that are themselves what has a figure ("landets lägsta valdeltagande"), and those of people, whose share it is.
_AMOUNTS = (
    "avfall", "driftkostnad", "effektivitetsindex", "energi", "fysiska lån", "index", "kostnad", "kvalitetsindex",
    "lokalkostnad", "meritvärde", "nettokostnad", "sjukfrånvaro", "soliditet", "tid från",
    "valdeltagande", "väntan", "väntetid",
)  # fmt: skip
_PEOPLE = (
    "barn 6", "barn i familjer", "behöriga", "elever", "förskolepersonal", "godkända", "invånare", "mycket trygga",
    "nöjda", "vuxna",
)  # fmt: skip

_TIMES = ("dagar", "månader")


@dataclass(frozen=True)
class Headline:
    """A title, and whether it is about a change."""

    text: str
    is_change: bool = False


def headline(row: Row, place: str, side: Side = 0) -> Headline:
    """What a row of ``signal_rows`` tells of the municipality PLACE, on SIDE.

    Its place in the country where it is first, second, last or next to last ("Södertälje har landets näst lägsta
    valdeltagande i kommunalvalet: 63 % (2022)"); else the change that counts, with its years; else its target, the
    band that it has come from (``band_from``, where the row is of ``core.signals.findings``), its quarter, or only
    the figure.
    """
    ways: tuple[Callable[[Row, str, Side], str], ...] = (_ranked, _changed, _faced, _moved, _quarter)
    told = ((way, said) for way in ways if (said := way(row, place, side)))
    way, text = next(told, (None, f"{place}: {_name(row)}, {_figure(row)}"))
    return Headline(text, is_change=way is _changed)


def _ranked(row: Row, place: str, side: Side) -> str:
    """In the whole country, where the year is closed and enough have a value."""
    if row["is_own"] or Reason(row["country_reason"]) not in (Reason.NONE, Reason.NO_DIRECTION, Reason.TIES):
        return ""
    if side and row["direction"] == "none":
        return ""
    sharing = row["standing_n"] - row["standing_lower"] - row["standing_higher"]
    if sharing > _MOST_SHARING:
        return ""
    up = 1 if row["direction"] == "high" else -1
    most, least = ("längst", "kortast") if row["unit"] in _TIMES else ("högst", "lägst")
    for beyond, end, way in ((row["standing_higher"], most, up), (row["standing_lower"], least, -up)):
        if beyond <= 1 and side in (0, way):
            which = f"näst {end}" if beyond else end
            whole = _whole(row)
            has, is_ = ("delar", "delar plats som ") if sharing > 1 else ("har", "")
            told = f"{has} landets {which}a {whole}:" if whole else f"{is_}{which} i landet: {_name(row)},"
            return f"{place} {told} {_figure(row)}"
    return ""


def _whole(row: Row) -> str:
    """The indicator as what one has the most of; '' where its name is no such thing."""
    name = _name(row)
    if name.startswith(_AMOUNTS):
        return name
    return f"andel {name}" if name.startswith(_PEOPLE) and row["unit"] == "%" else ""


def _changed(row: Row, place: str, side: Side) -> str:
    """The change that the arrow counts."""
    verdict = Verdict(row["trend_verdict"])
    counts = verdict in _VERDICT or (verdict == Verdict.NEUTRAL and row["trend"] in ("up", "down"))
    if not counts or side not in (0, _VERDICT.get(verdict, side)):
        return ""
    decimals = change_decimals(row)
    before, after = (number(one, decimals) for one in (row["value"] - row["trend_change"], row["value"]))
    way = "upp" if row["trend_change"] > 0 else "ned"
    years = f"{row['trend_from_year']:.0f}–{row['year']:.0f}"
    return f"{place}: {_name(row)} {way} från {before} till {dated(with_unit(after, row['unit']), years)}"


def _faced(row: Row, place: str, side: Side) -> str:
    attainment = Attainment(row["attainment"])
    if attainment == Attainment.NOT_REACHED and side <= 0:
        return f"{place} når inte målet: {_name(row)}, {_figure(row)}"
    if attainment == Attainment.REACHED and side >= 0:
        early = "" if row["target_due"] else f" för {row['target_year']:.0f} redan"
        return f"{place} når målet{early}: {_name(row)}, {_figure(row)}"
    return ""


def _moved(row: Row, place: str, side: Side) -> str:
    if not row.get("band_from"):
        return ""
    order = (Standing.WORST, Standing.MIDDLE, Standing.BEST)
    then, now = Standing(row["band_from"]), Standing(row["standing"])
    way = 1 if order.index(now) > order.index(then) else -1
    if side not in (0, way):
        return ""
    bands = f"från de {labels.STANDING[then]} ({row['band_from_year']:.0f}) till de {labels.STANDING[now]} i landet"
    return f"{place} {'upp' if way > 0 else 'ned'} {bands}: {_name(row)}, {_figure(row)}"


def _quarter(row: Row, place: str, side: Side) -> str:
    standing = Standing(row["standing"])
    way = {Standing.BEST: 1, Standing.WORST: -1}.get(standing)
    if way is None or side not in (0, way):
        return ""
    return f"{place} bland de {labels.STANDING[standing]} i landet: {_name(row)}, {_figure(row)}"


def _figure(row: Row) -> str:
    return f"{amount(row)}{THOUSANDS}({row['year']:.0f})"


def _name(row: Row) -> str:
    """The indicator as it stands in a sentence, with whom it is about where that is not everybody."""
    return labels.with_gender(first_lower(row["name"]), row["gender"])
