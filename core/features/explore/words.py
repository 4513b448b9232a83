"""What Utforska says: titles made of the figures, what is drawn for who cannot see it, and what is the matter."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from core.cache.asking import Progress
from core.cache.kolada_list import FoundKpis
from core.catalogue import Direction
from core.features.explore.choices import Colour, Form, Shown
from core.features.explore.looks import Ground, amount
from core.outcomes.explore import Changes, Correlation, Measure
from core.outcomes.groups import MOST_CHOSEN
from core.signals import Gender
from core.words import labels
from core.words.formats import counted, dated, difference, listed, number
from core.words.labels import missing_words

FORMS = {
    Form.LINES: "Linjer",
    Form.SCATTER: "Två mått",
    Form.BARS: "Staplar",
    Form.SPREAD: "Spridning",
    Form.MAP: "Karta",
    Form.TABLE: "Tabell",
}
FIFTHS = "Värdet, i fem steg"
COLOURS = {
    Colour.NONE: "Ingen indelning",
    Colour.COUNTY: "Län",
    Colour.CLASS: "Kommuntyp (SKR)",
    Colour.STANDING: "Läge i landet",
}
SHOWN = {Shown.GROUP: "Gruppen", Shown.ALL: "Alla kommuner", Shown.GENDERS: "Kvinnor och män"}
NO_CAUSE = "Korrelationen säger bara hur måtten följs åt, inte att det ena orsakar det andra."
BOXES = "En prick är en kommun. Lådan rymmer den mittersta hälften av radens kommuner, strecket i den är deras mitt."
_DRAWN = {
    Form.LINES: "Linjediagram över tid",
    Form.SCATTER: "Punktdiagram, en punkt per kommun",
    Form.BARS: "Stapeldiagram, en stapel per kommun",
    Form.SPREAD: "Lådor med en punkt per kommun",
    Form.MAP: "Karta med en färg per kommun",
    Form.TABLE: "Tabell",
}
_CHANGES_TOLD = 12
# How strongly two measures go together, by |r|: less than this is said so.
_STRENGTHS = ((0.2, "knappt alls"), (0.5, "något"), (0.8, "i hög grad"), (1.01, "nästan helt"))


def municipalities(n: int) -> str:
    """ "290 kommuner"."""
    return counted(n, "1 kommun", "kommuner")


def over_time(measure: Measure, rows: pd.DataFrame, name: str) -> str:
    """What the line of NAME tells: ROWS has year and value, oldest first."""
    known = rows.dropna(subset=["value"])
    if known.empty:
        return f"{name} har inga värden för {measure.title}"
    last = known.iloc[-1]
    newest = dated(amount(measure, last["value"]), last["year"])
    if len(known) == 1:
        return f"{name} hade {newest}"
    first = known.iloc[0]
    since = dated(amount(measure, first["value"]), first["year"])
    broken = any(int(first["year"]) < one <= int(last["year"]) for one in measure.breaks)
    if broken:
        return f"{name} hade {newest}; mätmetoden har bytts sedan {int(first['year'])}"
    return f"{name} gick från {since} till {newest}"


def by_gender(measure: Measure, rows: pd.DataFrame, name: str) -> str:
    """What women's and men's newest values in NAME are, of ROWS' lines after the first; '' without a common year."""
    wide = rows.pivot(index="year", columns="municipality", values="value").iloc[:, 1:].dropna()
    if wide.empty:
        return ""
    said = [f"{labels.GENDER[str(code)[-1]]} {amount(measure, value)}" for code, value in wide.iloc[-1].items()]
    return f"{name} {wide.index[-1]}: {listed(said)}"


def changed(measure: Measure, found: Changes | None, names: Mapping[str, str], own: str) -> str:
    """Who has changed how much: the best first where one way is good, else who has risen the most.

    Of more than twelve the first, and one's OWN.
    """
    if found is None or not found.by_id:
        return ""
    is_down = measure.direction is Direction.LOW
    order = sorted(found.by_id, key=lambda code: (found.by_id[code] * (1 if is_down else -1), names[code]))
    told = order[:_CHANGES_TOLD] + [one for one in order[_CHANGES_TOLD:] if one == own]
    said = [f"{names[c]} {difference(found.by_id[c], measure.decimals, measure.unit, sign=True)}" for c in told]
    first = "störst ökning först" if measure.direction is Direction.NONE else "bäst utveckling först"
    return f"Ändring {found.first}–{found.last}, {first}: {listed(said)}."


def place(ground: Ground, found: pd.DataFrame, *, is_of_all: bool) -> str:
    """Where one's own value lies among those of FOUND (municipality, value); says nothing of good or bad."""
    measure, own, name, year = ground.measure, ground.own, ground.names[ground.own], ground.year
    known = found.dropna(subset=["value"]).set_index("municipality")["value"]
    if own not in known.index:
        return f"{name} har inget värde för {year}, men {municipalities(len(known))} har det"
    value, others = known[own], known.drop(own)
    newest = dated(amount(measure, value), year)
    if others.empty:
        return f"{name} hade {newest}"
    lower = int((others < value).sum())
    whom = "andra kommuner" if is_of_all else "andra i gruppen"
    return f"{name} hade {newest}: högre än {lower} av {len(others)} {whom}"


def together(found: Correlation, year: int) -> str:
    """How two measures go together in YEAR."""
    n = municipalities(found.n)
    if math.isnan(found.r):
        return f"{n} har båda måtten {year}: för få för att säga hur de följs åt"
    strength = next(words for most, words in _STRENGTHS if abs(found.r) < most)
    if strength == _STRENGTHS[0][1]:
        return f"Måtten följs {strength} åt {year}: korrelation {number(found.r, 2)} för {n}"
    way = f"följs {strength} åt" if found.r > 0 else f"går {strength} åt motsatta håll"
    return f"Måtten {way} {year}: korrelation {number(found.r, 2)} för {n}"


def alt(form: Form, measures: Sequence[Measure], n: int, years: Sequence[int], *said: str) -> str:
    """What is drawn, for who cannot see it: of N municipalities in YEARS, with what is SAID of it."""
    named = " mot ".join(f"{one.title} ({one.unit})" for one in measures[:2] if one.unit)
    when = str(years[-1]) if len(set(years)) < 2 else f"{min(years)}–{max(years)}"
    drawn = f"{_DRAWN[form]}: {named or measures[0].title}, {when}, {municipalities(n)}."
    return " ".join(filter(None, [drawn, *said, "Siffrorna står i tabellen under diagrammet."]))


def about_gender(measures: Sequence[Measure], gender: Gender) -> str:
    """Which of MEASURES show the total though women's or men's figures were asked for."""
    whole = [one.title for one in measures if one.shown_gender(gender) != gender]
    return f"Ej könsuppdelat, så totalen visas: {listed(whole)}." if whole else ""


def about_missing(found: pd.DataFrame, year: int) -> str:
    """How many of FOUND have no value in YEAR, and why."""
    gone = found[found["value"].isna()]
    if gone.empty:
        return ""
    reasons = gone["status"].map(missing_words).value_counts()
    said = listed([f"{n} {reason}" for reason, n in reasons.items()])
    return f"{municipalities(len(gone))} saknar värde {year}: {said}."


def about_breaks(measures: Sequence[Measure], years: Collection[int]) -> str:
    """Where a series may not be compared across."""
    found = [
        f"{one.title} ({listed([str(year) for year in inside])})"
        for one in measures
        if (inside := [year for year in one.breaks if years and min(years) < year <= max(years)])
    ]
    return f"Mätmetoden har bytts, så jämför inte före med efter: {'; '.join(found)}." if found else ""


def about_preliminary(measures: Sequence[Measure], years: Collection[int]) -> str:
    """Which values of MEASURES in YEARS may still be corrected."""
    found = [
        f"{one.title} ({listed([str(year) for year in early])})"
        for one in measures
        if (early := sorted(one.preliminary.intersection(years)))
    ]
    return f"Preliminära värden, som kan ändras: {'; '.join(found)}." if found else ""


def about_log(*, wished: bool, can: bool) -> str:
    """That a logarithmic scale cannot be used."""
    return "Logaritmisk skala kräver att alla värden är över noll, så skalan är vanlig." if wished and not can else ""


def about_range(outside: int) -> str:
    """That some dots of some years lie where the axes do not reach."""
    if not outside:
        return ""
    n = counted(outside, "Ett värde ligger", "värden ligger")
    return f"{n} långt från alla andra, utanför skalan: zooma ut för att se."


def about_standing_of(measure: Measure) -> str:
    """Whose standing the colours show, of two measures."""
    return f"Färgen visar läget i landet för {measure.title}."


def about_sizes(size: Measure | None, both: pd.DataFrame, year: int) -> str:
    """Which dots have no size of their own: no value, or one under zero."""
    if size is None:
        return ""
    lacking = int(both.loc[both["year"] == year, "size"].isna().sum())
    who = municipalities(lacking)
    said = f"{who} saknar värde eller har ett under noll för det, och är små punkter." if lacking else ""
    return f"Punktens yta visar {size.title}. {said}".strip()


def about_own_gone(name: str, found: pd.DataFrame, own: str, year: int) -> str:
    """That one's own municipality is not among the dots."""
    is_there = bool((found["municipality"] == own).any())
    return "" if is_there else f"{name} har inte båda måtten {year} och finns därför inte i diagrammet."


def too_many(n: int) -> str:
    """That N lines are more than can be read."""
    return f"{n} linjer går inte att läsa: högst {MOST_CHOSEN} kommuner och den egna får plats."


def nothing(measure: Measure, gender: Gender) -> str:
    """That there is nothing to draw."""
    whose = "" if gender is Gender.TOTAL else f" för {labels.GENDER[gender.value]}"
    return f"Det finns inga värden{whose} för ”{measure.title}” bland de valda kommunerna."


def no_common_year(measures: Sequence[Measure]) -> str:
    """That MEASURES have no year in common."""
    return f"Inget år har värden för alla mått: {listed([f'”{one.title}”' for one in measures])}."


def named(kpi: str, title: str) -> str:
    """KPI by what Kolada calls it, where that is known."""
    return f"{title} ({kpi})" if title else kpi


def unknown_measure(name: str) -> str:
    """That the co-operation has not chosen the KPI of NAME (``named``), and that nobody has fetched it."""
    return f"{name} finns inte bland de utvalda nyckeltalen, och är inte hämtat från Kolada än"


def fetching(kpi: str, progress: Progress) -> str:
    """How far the fetch of KPI has come."""
    name = named(kpi, progress.title)
    if progress.ahead:
        return f"{name} väntar på att hämtas från Kolada: {progress.ahead} före i kön."
    return f"{name} hämtas från Kolada: {progress.done} av {progress.total or 'alla'} svar."


def found_kpis(found: FoundKpis, text: str) -> str:
    """What a search for TEXT found in Kolada's list."""
    problem = " ".join(filter(None, (found.problem.message, found.problem.advice))) if found.problem else ""
    if found.fetched_at is None:
        return problem or "Koladas lista över nyckeltal hämtas. Det tar några sekunder."
    if not found.kpis:
        near = f" Prova {listed([f'”{one}”' for one in found.near])}." if found.near else " Prova ett annat ord."
        return f"Inget nyckeltal i Kolada heter något med ”{text.strip()}”.{near}"
    shown = len(found.kpis)
    said = f"{number(found.total)} träffar" if found.total != 1 else "1 träff"
    best = f", de {shown} bästa går att välja" if found.total > shown else ""
    read = f" för ”{found.read_as}”" if found.read_as else ""
    return f"{said}{read}{best}. {problem}".strip()
