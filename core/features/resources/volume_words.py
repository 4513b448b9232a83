"""What is said of a volume and its cost. Nothing here is about cause: a split is arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

from core.catalogue import PriceIndex, VolumePair
from core.features.resources.volumes import VolumeFigures
from core.signals.volumes import COST, UNIT_COST, VOLUME, Split
from core.web.choices import Prices
from core.words.formats import THOUSANDS, first_lower, first_upper, listed, number, per_cent, signed, spans
from core.words.labels import status_word

MILLION = 1_000_000
METHOD = (
    "Delningen är exakt. Volymens del är ändringen i antal gånger medelvärdet av de båda årens kostnad för en; "
    "kostnadens del är ändringen i kostnad för en gånger medelvärdet av de båda årens antal. "
    "Inget av åren väger tyngre än det andra, och delarna blir tillsammans hela ändringen, på kronan när."
)
RESOURCE_EFFICIENCY = (
    "Hur mycket verksamhet resurserna räcker till: här kostnaden för en. Lägre är inte bättre i sig, och säger inget "
    "om kvaliteten eller om hur stora behoven är."
)
RESULT_EFFICIENCY = "Vilket resultat resurserna ger. Det visar den andra fliken, där varje kommun är en prick."


def part_names(pair: VolumePair) -> dict[str, str]:
    """What each of the three is called over its chart."""
    return {COST: "Total kostnad", VOLUME: pair.name, UNIT_COST: f"Kostnad per {pair.one}"}


def millions(kronor: float, *, sign: bool = False) -> str:
    """KRONOR in mnkr: with a decimal, or two below ten, so that a small municipality's figures differ."""
    text, decimals = signed if sign else number, 1 if abs(kronor) >= 10 * MILLION else 2
    return f"{text(kronor / MILLION, decimals)}{THOUSANDS}mnkr"


def kronor(amount: float, *, sign: bool = False) -> str:
    """AMOUNT in whole kronor."""
    return f"{(signed if sign else number)(amount)}{THOUSANDS}kr"


def people(count: float, pair: VolumePair) -> str:
    """COUNT of what PAIR counts, whole ones: a mean of two counts may have a half, which nobody is."""
    return f"{number(count)}{THOUSANDS}{pair.many}"


def priced(found: VolumeFigures) -> str:
    """In which prices, after a comma."""
    return "löpande priser" if found.prices is Prices.CURRENT else f"{found.last} års priser"


def headline(found: VolumeFigures, name: str) -> str:
    """What has happened to the cost, in a line."""
    if found.split is None:
        return f"{found.pair.name}: total kostnad, volym och kostnad per {found.pair.one}"
    moved = _moved(found.split)
    more, dearer = _sides(found)
    fixed = " i fasta priser" if found.prices is Prices.FIXED else ""
    return f"{name}: kostnaden {moved}{fixed} från {found.base} till {found.last}, med {more} och {dearer}"


def _moved(split: Split) -> str:
    if split.before == 0:
        return "är densamma" if split.change == 0 else "har tillkommit"
    change = abs(split.change) / split.before * 100
    if number(change) == "0":
        return "är i stort sett densamma"
    return f"{'ökade' if split.change > 0 else 'minskade'} {per_cent(change)}"


def _sides(found: VolumeFigures) -> tuple[str, str]:
    (v0, c0), (v1, c1) = _ends(found)
    more = "lika många" if v0 == v1 else "fler" if v1 > v0 else "färre"
    dearer = "samma" if c0 == c1 else "högre" if c1 > c0 else "lägre"
    return f"{more} {found.pair.many}", f"{dearer} kostnad per {found.pair.one}"


def _ends(found: VolumeFigures) -> list[tuple[float, float]]:
    own = found.own(found.rows)
    ends = own[own.index.isin((found.base, found.last))]
    return [(float(volume), float(cost)) for volume, cost in zip(ends[VOLUME], ends[UNIT_COST], strict=True)]


def sentence(found: VolumeFigures) -> str:
    """The change and its two parts, with what they are made of; '' without a change to tell of."""
    split, pair = found.split, found.pair
    if split is None:
        return ""
    (v0, c0), (v1, c1) = _ends(found)
    change, volume, cost = (millions(k, sign=True) for k in (split.change, split.by_volume, split.by_unit_cost))
    return (
        f"Kostnaden gick från {millions(split.before)} {found.base} till {millions(split.after)} {found.last}: "
        f"{change} i {priced(found)}. Volymen står för {volume} (från {people(v0, pair)} till {people(v1, pair)}) "
        f"och kostnaden per {pair.one} för {cost} (från {kronor(c0)} till {kronor(c1)})."
    )


def group_sentence(found: VolumeFigures, where: str, means: dict[str, tuple[float, int]]) -> str:
    """How the mean of the others has moved the same years; '' without one. MEANS is (index, of how many) by part."""
    if not means or found.split is None:
        return ""
    n = max(count for _, count in means.values())
    said = [
        f"{what} {per_cent(means[part][0] - 100, sign=True)}"
        for part, what in ((COST, "kostnaden"), (VOLUME, "volymen"), (UNIT_COST, f"kostnaden per {found.pair.one}"))
        if part in means
    ]
    return f"Andra {where} (medel av {n}) samma år: {listed(said)}."


def reckoned(pair: VolumePair) -> str:
    """Which of the three is reckoned here, and how."""
    what, count, each = "Den totala kostnaden", f"antalet {pair.many}", f"kostnad per {pair.one}"
    how = {
        COST: f"{what} är egen beräkning: {count} gånger Koladas {each}.",
        VOLUME: f"{first_upper(count)} är egen beräkning: den totala kostnaden delad med Koladas {each}.",
        UNIT_COST: f"{first_upper(each)} är egen beräkning: den totala kostnaden delad med {count}.",
    }[pair.reckoned]
    mean = " Antalet är medelvärdet av årets och föregående års räkning, för att kostnaden gäller ett helt år."
    return f"{how}{mean if pair.mean_of_two else ''}"


def prices_words(found: VolumeFigures, index: PriceIndex | None) -> str:
    """What the prices mean, and where an index comes from."""
    if found.prices is Prices.CURRENT:
        return "Löpande priser: att löner och priser stiger ingår i kostnaden."
    if index is None:
        return ""
    years = range(min(found.years) + 1, max(found.years) + 1)
    changes = listed([f"{per_cent(index.changes[year], 1, sign=True)} {year}" for year in years])
    sources = [table.source for table in index.tables if not table.changes.keys().isdisjoint(years)]
    said = f"Källa: {' '.join(sources)}" if sources else ""
    return f"Fasta priser är omräknade med {index.name} ({index.short_name}): {changes}. {said}".strip()


def covered(index: PriceIndex) -> str:
    """Which years can be told in fixed prices."""
    return (
        f"{index.short_name} finns här till och med {index.years[-1]} ({spans(list(index.years))}). Andra år är "
        "utelämnade, för att deras index inte har hittats i någon säker källa; samarbetets administratör kan lägga in "
        "dem, med källa."
    )


def breaks_words(found: VolumeFigures) -> str:
    """Which years are not compared with the base, for another way of measuring; '' where all are."""
    apart = [year for year in found.years if found.base and found.last and not found.base <= year <= found.last]
    near = [first for first in found.breaks if any(min(found.years) < first <= year for year in found.years)]
    if not near or not any(_parted(year, found) for year in apart):
        return ""
    return f"Metodbyte {spans(near)}: år på olika sidor om det jämförs inte. Välj ett annat basår för att se de andra."


def _parted(year: int, found: VolumeFigures) -> bool:
    low, high = sorted((year, found.base or year))
    return any(low < first <= high for first in found.breaks)


def base_missing(found: VolumeFigures, asked: int | None, name: str) -> str:
    """That the year ASKED for cannot be the base; '' where it is."""
    if asked is None or asked == found.base or not found.years:
        return ""
    return f"{asked} går inte att ha som basår: {name} har det som behövs {spans(found.years)}. {found.base} visas."


def older_year(found: VolumeFigures, until: int | None, name: str) -> str:
    """That another year than UNTIL, the one asked for, is shown, and why; '' where it is that one."""
    if until is None or found.last is None or found.last >= until:
        return ""
    known = f"{name} har både volym och kostnad"
    if found.prices is Prices.FIXED:
        known = f"{known} och prisindex"
    return f"{found.last} visas, inte {until}: det är det senaste året till och med {until} då {known}."


def withheld(found: VolumeFigures, years: Sequence[int]) -> str:
    """Why there is nothing for some of YEARS, where Kolada says it."""
    by: dict[str, list[int]] = {}
    for year in years:
        if year in found.reasons and year not in found.years:
            by.setdefault(found.reasons[year], []).append(year)
    return " ".join(f"{first_upper(status_word(status))}: {spans(of)}." for status, of in by.items())


def without_years(found: VolumeFigures, name: str, index: PriceIndex | None, until: int | None) -> str:
    """Why there is nothing to show."""
    up_to = f" till och med {until}" if until else ""
    if found.prices is Prices.FIXED:
        known = f" {covered(index)}" if index else " Det finns inget prisindex här."
        return f"{name} har inga år{up_to} som kan räknas i fasta priser.{known}"
    return f"{name} har inget år{up_to} med både volym och kostnad för {first_lower(found.pair.name)}."


def not_fetched(kpis: Sequence[str], *, are_unknown: bool) -> tuple[str, str]:
    """That KPIS are not among the figures, and what to do about it."""
    said = listed(list(kpis))
    if are_unknown:
        return f"Kolada har inte {said}, som den här jämförelsen räknas på.", "Välj en annan verksamhet."
    return (
        f"Siffrorna hämtades innan volymer ingick: {said} saknas.",
        "Administratören hämtar dem med: python -m core refresh",
    )
