"""What the program knows of a figure and where it suggests to look, in sentences. None of them claims a cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.outcomes.known import Known
from core.outcomes.suggestions import Suggestions
from core.signals import Trend
from core.web.choices import INDICATOR, LEARN, RESOURCES, Choices, link
from core.words.formats import first_lower, listed, number, share, spans, with_unit
from core.words.sentences import Row, unsure_fact

# Of the others: a change that fewer than one in ten makes is unusual, one that half of them make is usual.
UNUSUAL, USUAL = 0.1, 0.5


@dataclass(frozen=True)
class Hint:
    """A suggestion: ``key`` names it in an address, ``claim`` is what a cause made of it says first."""

    key: str
    title: str
    text: str
    claim: str
    words: str = ""
    address: str = ""


def known_words(known: Known, row: Row) -> tuple[str, ...]:
    """What the program knows of the figure of ROW, one sentence each."""
    return tuple(_known(known, row)) if known.everyone else ()


def _known(known: Known, row: Row) -> Iterator[str]:
    year, decimals = int(row["year"]), int(row["decimals"])
    reported = f"{known.reported} av {known.everyone} kommuner har redovisat {year}"
    if known.is_open:
        yield f"Året är inte klart: {reported}"
    else:
        yield f"{'Preliminärt' if known.is_preliminary else 'Slutligt'} värde, {reported}"
    if known.breaks:
        yield f"Metodbyte {spans(known.breaks)}: jämför inte över det"
    elif known.first_year and known.first_year < year:
        yield f"Inget metodbyte {known.first_year}–{year}"
    if known.exceptional:
        yield f"Undantagsår: {spans(known.exceptional)}"
    often = {1: "Mäts varje år", 2: "Mäts vartannat år", 4: "Mäts vart fjärde år"}[known.step]
    yield f"{often}, värdet är upprepat till {known.repeated_to}" if known.repeated_to else often
    if known.suppressed:
        yield f"Skyddat av sekretess {spans(known.suppressed)}: få personer, så enstaka personer märks i siffran"
    if known.later:
        yield f"Nyare år: {known.later}"
    for one in known.revisions:
        yield (
            f"Kolada ändrade {one.year} den {one.on.isoformat()}: "
            f"{number(one.before, decimals)} → {number(one.after, decimals)}"
        )
    if known.unusual is not None and known.compared:
        part = known.unusual / known.compared
        kind = "ovanlig" if part < UNUSUAL else "vanlig" if part >= USUAL else ""
        told = f"{known.unusual} av {known.compared} andra kommuner ändrades minst lika mycket sedan {known.from_year}"
        yield f"En så stor ändring är {kind}: {told}" if kind else told
    if known.uncertainty is not None:
        yield " ".join(unsure_fact(known.uncertainty, known.answers))
    elif known.is_survey:
        yield "Enkätsvar från ett urval: små skillnader kan vara slump"
    if known.note:
        yield known.note


def hints(found: Suggestions, row: Row, choices: Choices) -> tuple[Hint, ...]:
    """FOUND around the figure of ROW: what each is, what it says, and where more of it is seen."""
    return (
        *_beside(found, row, choices),
        *_units(found, row, choices),
        *_better(found, row, choices),
        *_against(found, row, choices),
        *_gap(found),
    )


def _beside(found: Suggestions, row: Row, choices: Choices) -> Iterator[Hint]:
    for one in found.beside:
        moved = "ökade" if one.row["trend"] == Trend.UP else "minskade"
        before, after = (number(value, one.row["decimals"]) for value in (one.before, one.after))
        text = f"{one.row['name']} {moved} från {before} till {with_unit(after, one.row['unit'])}."
        kpi = one.row["kpi"]
        yield Hint(
            f"samma-{kpi}",
            f"Samma område, samma år ({row['trend_from_year']:.0f}–{row['year']:.0f})",
            text,
            f"{one.row['name']} {moved} samma år",
            "Se indikatorn",
            link(INDICATOR, choices, kpi=kpi),
        )


def _units(found: Suggestions, row: Row, choices: Choices) -> Iterator[Hint]:
    if not found.units:
        return
    own, decimals = found.units.own, int(row["decimals"])
    names = listed([f"{unit.name} {number(unit.value, decimals)}" for unit in own.outstanding])
    text = f"{names} ({found.units.year}), mitten av {len(own.units)} enheter är {number(own.middle, decimals)}."
    address = f"{link(INDICATOR, choices, kpi=row['kpi'])}#enheter"
    yield Hint("enheter", "Enheter som skiljer sig", text, "Enheterna skiljer sig åt", "Se enheterna", address)


def _better(found: Suggestions, row: Row, choices: Choices) -> Iterator[Hint]:
    if not found.better:
        return
    decimals = int(row["decimals"])
    values = [f"{one.name} {number(one.value, decimals)}" for one in found.better]
    text = f"{with_unit(listed(values), row['unit'])}, mot {number(row['value'], decimals)} här."
    first = found.better[0]
    if first.before is not None:
        text += f" {first.name} hade {number(first.before, decimals)} år {row['trend_from_year']:.0f}."
    claim = f"{first.name} gör på ett annat sätt"
    address = link(LEARN, choices, kpi=row["kpi"])
    yield Hint("liknande", "Liknande kommuner som ligger bättre till", text, claim, "Lär av andra", address)


def _against(found: Suggestions, row: Row, choices: Choices) -> Iterator[Hint]:
    for one in found.against:
        resource, result = (one.row, row) if one.is_cost else (row, one.row)
        shares = (one.lower, one.own_lower) if one.is_cost else (one.own_lower, one.lower)
        text = f"{_among(resource, shares[0])}, {first_lower(_among(result, shares[1]))}."
        pair = f"{resource['kpi']}-{result['kpi']}"
        title = "Kostnad mot resultat" if one.is_cost else "Resultat mot kostnad"
        claim = f"{one.row['name']} hänger ihop med siffran"
        yield Hint(
            f"mot-{one.row['kpi']}", title, text, claim, "Nytta och resurser", link(RESOURCES, choices, pair=pair)
        )


def _among(row: Row, lower: float) -> str:
    return f"{row['name']} är högre än i {share(lower, 1)} av de andra kommunerna"


def _gap(found: Suggestions) -> Iterator[Hint]:
    if not found.gap:
        return
    gap = found.gap
    decimals = _decimals(gap.women, gap.men)
    size = "liten skillnad" if gap.is_small else "skillnaden är större än en vanlig ändring"
    text = f"Kvinnor {number(gap.women, decimals)}, män {number(gap.men, decimals)} år {gap.year}: {size}."
    yield Hint("kon", "Kön", text, "Kvinnor och män skiljer sig åt")


def _decimals(*values: float) -> int:
    return 0 if all(value == int(value) for value in values) else 1
