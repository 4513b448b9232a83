"""How figures that stand beside each other are said."""

from __future__ import annotations

from core.catalogue import Indicator
from core.features.compare.matrix import Cell, Mean
from core.signals import Reason
from core.words import labels
from core.words.formats import number, share, with_unit
from core.words.labels import missing_words

# In a cell there is room for a mark only; the words stand in the legend and when one points at it.
CODES = {"Privacy": "··", "Missing": "–", "Not applicable": "×", "Incomplete": "*"}
MEANS = {"grupp": "Gruppen", "lan": "Länet", "kommuner": "Landets kommuner", "riket": "Riket"}


def code(status: str) -> str:
    """The mark in a cell without a value."""
    return CODES.get(status, CODES["Missing"])


def cell_sentence(cell: Cell, indicator: Indicator, name: str) -> str:
    """What a cell says, for whoever points at it or has it read aloud."""
    if cell.value is None:
        return f"{name}: {missing_words(cell.status)}."
    amount = with_unit(number(cell.value, indicator.decimals), indicator.unit)
    standing = standing_words(cell, where=labels.in_country(is_own=indicator.own is not None))
    said = f"{name} {cell.year}: {amount}{' (prel.)' if cell.preliminary else ''}, {standing}."
    return f"{said} Senare år: {missing_words(cell.later_status)}." if cell.later_status else said


def standing_words(cell: Cell, *, where: str) -> str:
    """Where a cell's figure stands among the country's. WHERE as ``labels.in_country``."""
    if cell.reason == Reason.NONE:
        return f"{labels.STANDING[cell.standing]} {where}"
    if cell.reason == Reason.NO_DIRECTION and cell.n > 1:
        return f"högre än {share(cell.place * (cell.n - 1), cell.n - 1)} av kommunerna {where}"
    if cell.reason == Reason.OPEN_YEAR:
        return "läget visas när fler har redovisat året"
    return f"inget läge: {labels.REASON[cell.reason]}"


def mean_sentence(column: str, mean: Mean, indicator: Indicator, year: int | None) -> str:
    """What a mean says."""
    if mean.value is None and column == "riket":
        return f"{MEANS[column]}: inget värde."
    if mean.value is None:
        return f"{MEANS[column]}: färre än hälften har ett värde."
    amount = with_unit(number(mean.value, indicator.decimals), indicator.unit)
    return f"{MEANS[column]} {year}: {amount}, {mean_kind(column)}{'' if column == 'riket' else f' av {mean.of}'}."


def mean_kind(column: str) -> str:
    """What the value in COLUMN, one of MEANS, is: only the nation's counts people."""
    return "vägt" if column == "riket" else "medel"
