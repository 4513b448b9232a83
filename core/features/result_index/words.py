"""What the result index says: about a perspective, about an indicator's place, about what is left out."""

from __future__ import annotations

import math

from core.features.result_index.rules import Country, Newest, PerspectiveIndex, Placed
from core.signals import Reason, Standing
from core.signals.constants import INDEX_LEAST_N, INDEX_LEAST_SHARE
from core.words import labels
from core.words.formats import first_upper, number, share, with_unit

NO_DATA, NO_VALUE = "ingen data", "inget värde"
LEAST_SHARE = share(INDEX_LEAST_SHARE, 1)

LEFT_OUT = {
    Reason.NO_DIRECTION: labels.REASON[Reason.NO_DIRECTION],
    Reason.NOT_COMPARABLE: labels.REASON[Reason.NOT_COMPARABLE],
    Reason.TOO_FEW: f"inget avslutat år har värden från minst {INDEX_LEAST_N} kommuner",
}


def counted_words(own: PerspectiveIndex) -> str:
    """How many of the perspective's indicators the index is made of: "7 av 8 indikatorer"."""
    of = len(own.indicators)
    return f"{own.n} av {of} {'indikator' if of == 1 else 'indikatorer'}"


def no_index_words(own: PerspectiveIndex) -> str:
    """Why there is no index; empty when there is one."""
    if own.has_index:
        return ""
    if not own.indicators:
        return f"ingen indikator har ett avslutat år med värden från minst {INDEX_LEAST_N} kommuner"
    return f"{counted_words(own)} har värde, minst {own.country.least} behövs"


def finding(own: PerspectiveIndex, name: str) -> str:
    """Where the municipality NAME stands in the perspective, in one line: a chart's title."""
    perspective = own.country.perspective.name
    if not own.has_index:
        return f"{perspective}: {name} har inget index"
    return f"{perspective}: {name} är bland de {labels.STANDING[own.band]} i landet"


def finding_basis(own: PerspectiveIndex) -> str:
    """What the index is made of and compared with: the line under a chart's title."""
    made = no_index_words(own) or f"medelvärde av platserna i {counted_words(own)}"
    return f"{first_upper(made)} · {len(own.country.indexes)} kommuner har index"


def strip_words(own: PerspectiveIndex, name: str) -> str:
    """What the strip shows, in sentences for whoever cannot see it."""
    perspective, country = own.country.perspective.name, own.country
    if not own.has_index:
        said = f"{perspective}: {name} har inget index, {no_index_words(own)}."
    else:
        said = (
            f"{perspective}: {name} har index {number(own.index)} och är bland de {labels.STANDING[own.band]} "
            f"av {len(country.indexes)} kommuner."
        )
    return f"{said}{_spread_words(country)}"


def caption(own: PerspectiveIndex) -> str:
    """What stands above the strip where it is saved: "Trygghet: 42, mittersta 50 %"."""
    said = f"{number(own.index)}, {labels.STANDING[own.band]}" if own.has_index else NO_DATA
    return f"{own.country.perspective.name}: {said}"


def _spread_words(country: Country) -> str:
    if math.isnan(country.worst_to) or math.isnan(country.best_from):
        return ""
    worst, best = labels.STANDING[Standing.WORST], labels.STANDING[Standing.BEST]
    return f" Gränsen för {worst} går vid {number(country.worst_to)} och för {best} vid {number(country.best_from)}."


def place_words(placed: Placed) -> str:
    """Where a value stands among the others': "bättre än 62 % av kommunerna"; ties are never called worse or better."""
    others = placed.counted.n - 1
    if placed.equal == others:
        return "alla kommuner har samma värde"
    if placed.worse == 0:
        return "ingen kommun ligger sämre"
    if placed.better == 0:
        return "ingen kommun ligger bättre"
    return f"bättre än {share(placed.worse, others)} av kommunerna"


def lacking_words(placed: Placed, newest: Newest | None) -> str:
    """That there is no value in the year that counts, with the NEWEST of another year and why it does not count."""
    if newest is None:
        return "räknas inte med här"
    year = placed.counted.year
    few = f"för få kommuner ({newest.n}) har redovisat det året för att räknas"
    why = few if newest.year > year else f"här räknas bara {year}"
    return f"{NO_VALUE} {year}; {_of_year(placed, newest)}, men {why}"


def newer_words(placed: Placed, newest: Newest | None) -> str:
    """The NEWEST value where it is of a later year than the one that counts; empty where it is not."""
    if newest is None or newest.year <= placed.counted.year:
        return ""
    return f"({_of_year(placed, newest)}, för få kommuner)"


def _of_year(placed: Placed, newest: Newest) -> str:
    indicator = placed.counted.indicator
    return f"{newest.year}: {with_unit(number(newest.value, indicator.decimals), indicator.unit)}"


def tie_words(placed: Placed) -> str:
    """How many others have the same value; empty when nobody or everybody has."""
    others, equal = placed.counted.n - 1, placed.equal
    if not equal or equal == others:
        return ""
    return f"samma värde som {equal} {'annan' if equal == 1 else 'andra'}"
