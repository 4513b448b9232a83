"""What the page on cost and result says in words; nothing here is about cause."""

from __future__ import annotations

from collections.abc import Mapping

from core.catalogue import Direction, Indicator
from core.features.resources.rules import MIDDLE_SHARE, Axis, Dot, PairFigures
from core.signals import Reason, shown_one
from core.signals.constants import SQUARE_LEAST_N
from core.words import labels
from core.words.formats import THOUSANDS, first_upper, number, share, with_unit
from core.words.labels import missing_words

_DEVIATION = "Nettokostnadsavvikelse"
# These need not be followed by what they are about where the area stands beside them.
_HEADS = (_DEVIATION, "Kvalitetsindex")
_NAMES_MOST = 6

NO_CAUSE = "Diagrammet visar inte att det ena orsakar det andra."
EFFICIENCY = (
    "Vilket resultat resurserna ger kallas resultateffektivitet. Hur mycket verksamhet de räcker till, "
    "resurseffektivitet, visar den andra fliken:"
)
_ABOUT_DEVIATION = (
    "Nettokostnadsavvikelsen visar hur många procent kostnaden skiljer sig från den som väntas av kommunens struktur, "
    "till exempel invånarnas ålder: över 0 är kostnaden högre än väntat, under 0 lägre."
)
_ABOUT_COST = "Kostnaden är inte justerad för kommunernas olika förutsättningar."
_NEITHER = "En låg kostnad är varken bra eller dålig i sig, inte heller en hög."
_MEDIANS = (
    "De två strecken är medianerna: hälften av kommunerna ligger på var sida. Varje median gäller alla kommuner som "
    "har värdet, även dem som saknar det andra och därför inte finns i diagrammet."
)
_MIDDLE = (
    f"Med de flesta menas mer än {share(MIDDLE_SHARE, 1)} av de andra kommunerna. "
    "Den som varken ligger över eller under så många är ungefär i mitten."
)
_UP = "Bättre resultat ligger högre upp."
_TURNED = f"{_UP} Lägre är bättre här, så axeln är vänd."


def is_deviation(indicator: Indicator) -> bool:
    """Whether a cost is told as its departure from what the municipality's structure would give."""
    return indicator.name.startswith(_DEVIATION)


def is_turned(indicator: Indicator) -> bool:
    """Whether an axis runs from high at the bottom to low at the top: better is always up."""
    return indicator.direction is Direction.LOW


def resource_word(indicator: Indicator) -> str:
    """What a resource is called after "högre" and "lägre"."""
    if is_deviation(indicator):
        return f"kostnad mot{THOUSANDS}väntat"
    return "kostnad" if indicator.in_current_prices else "resursmått"


def short_name(indicator: Indicator) -> str:
    """The name within its area, as it stands in a sentence."""
    head = next((head for head in _HEADS if indicator.name.startswith(f"{head} ")), indicator.name)
    return head if head[:2].isupper() else f"{head[:1].lower()}{head[1:]}"


def quoted(indicator: Indicator) -> str:
    """The name in the midst of a sentence."""
    return f"”{indicator.name}”"


def pair_words(area: str, x: Indicator, y: Indicator) -> str:
    """A pair in a menu."""
    return f"{area}: {short_name(x)} och {short_name(y)}"


def amount(value: float, indicator: Indicator) -> str:
    """VALUE with the indicator's decimals and unit."""
    return with_unit(number(value, indicator.decimals), indicator.unit)


def headline(found: PairFigures, name: str) -> str:
    """What the diagram tells about the municipality NAME, by where it lies among the others in each measure."""
    own, n = found.own, len(found.dots)
    word = resource_word(found.x.indicator)
    if own is None or n < SQUARE_LEAST_N:
        return f"{first_upper(word)} och resultat i {counted(n)}"
    x, y = _sides(found, own)
    if x == y == 0:
        return f"{name} ligger ungefär i mitten för både {word} och resultat"
    if x == 0:
        return f"{name} har ungefär samma {word} som kommunen i mitten, och {_result(y)} än de flesta"
    said = f"{name} har {_resource(x, word)} än de flesta"
    return f"{said}, och {_result(y) if y else 'ungefär samma resultat som kommunen i mitten'}"


def _sides(found: PairFigures, own: Dot) -> tuple[int, int]:
    """Higher or lower than most in x; better or worse in y."""
    y = found.y.side(own.y)
    return found.x.side(own.x), -y if is_turned(found.y.indicator) else y


def _resource(side: int, word: str) -> str:
    return f"{'högre' if side > 0 else 'lägre'} {word}"


def _result(side: int) -> str:
    return f"{'bättre' if side > 0 else 'sämre'} resultat"


def quadrant(x: int, y: int, indicator: Indicator) -> str:
    """The name of a corner: X is 1 to the right and -1 to the left, Y 1 at the top; INDICATOR is the resource."""
    return f"{_resource(x, resource_word(indicator))} · {_result(y)}"


def finding(found: PairFigures, name: str) -> str:
    """The headline with its numbers, for whoever has the diagram read aloud."""
    said = [f"{headline(found, name)}."]
    values = (found.own.x, found.own.y) if found.own else (None, None)
    for axis, value in zip(found.axes, values, strict=True):
        own = "" if value is None else f"{amount(value, axis.indicator)}, "
        said.append(f"{axis.indicator.name} {axis.year}: {own}median {amount(axis.median, axis.indicator)}.")
    return " ".join([*said, f"{counted(len(found.dots))} har båda värdena."])


def counted(n: int) -> str:
    """How many municipalities."""
    return f"{n} {'kommun' if n == 1 else 'kommuner'}"


def subtitle(found: PairFigures) -> str:
    """How many, when and for whom."""
    years = str(found.x.year) if found.same_year else f"{found.x.year} och {found.y.year}"
    whose = "" if found.asked_gender == "T" else labels.GENDER[found.asked_gender]
    return " · ".join(filter(None, [f"{counted(len(found.dots))} med båda värdena", years, whose]))


def axis_title(axis: Axis, asked_gender: str) -> str:
    """What stands at an axis: name, unit, year and, where it is not everyone, for whom."""
    unit = f"{axis.indicator.unit} (0 = som väntat)" if is_deviation(axis.indicator) else axis.indicator.unit
    unit = unit.replace(" ", THOUSANDS)
    whose = "ej könsuppdelat" if axis.gender != asked_gender else labels.GENDER[axis.gender]
    named = "" if axis.gender == asked_gender == "T" else whose
    return ", ".join(filter(None, [axis.indicator.name, unit, str(axis.year or ""), named]))


def own_words(indicator: Indicator, value: float) -> str:
    """A cost's departure in plain words; empty for another indicator."""
    if not is_deviation(indicator):
        return ""
    departure = shown_one(value, indicator.decimals)
    if departure == 0:
        return "kostnad som väntat"
    return f"{amount(abs(value), indicator)} {'högre' if departure > 0 else 'lägre'} kostnad än väntat"


def how_to_read(found: PairFigures) -> tuple[str, ...]:
    """What a reader must know about the two axes."""
    x = found.x.indicator
    about = _ABOUT_DEVIATION if is_deviation(x) else _ABOUT_COST if x.in_current_prices else ""
    neither = _NEITHER if about else ""
    return tuple(filter(None, (about, neither, _TURNED if is_turned(found.y.indicator) else _UP, _MEDIANS, _MIDDLE)))


def cautions(found: PairFigures) -> tuple[tuple[str, str], ...]:
    """What the catalogue says about the indicators' worth: (indicator, note)."""
    notes = []
    for axis in found.axes:
        indicator = axis.indicator
        if not indicator.comparable:
            notes.append((indicator.name, f"{first_upper(labels.REASON[Reason.NOT_COMPARABLE])}."))
        if indicator.quality_note:
            notes.append((indicator.name, indicator.quality_note))
    return tuple(notes)


def different_years(found: PairFigures) -> str:
    """That the two figures are not of one year; empty when they are."""
    if found.same_year:
        return ""
    x, y = (f"{quoted(axis.indicator)} från {axis.year}" for axis in found.axes)
    return (
        f"Måtten är från olika år: {x} och {y}. Något gemensamt år finns inte bland de senaste, "
        "så jämför med försiktighet."
    )


def older_year(found: PairFigures) -> str:
    """That one of the indicators has a newer year, where they are shown in one."""
    newest = max(axis.newest or 0 for axis in found.axes)
    if not found.same_year or newest == found.x.year:
        return ""
    return f"Båda måtten visas för {found.x.year}, det senaste år som är klart för båda."


def gender_note(found: PairFigures) -> str:
    """Which figures are everyone's though women's or men's were asked for."""
    whole = [axis.indicator.name for axis in found.axes if axis.gender != found.asked_gender]
    return f"Ej könsuppdelat, så totalen visas: {', '.join(whole)}." if whole else ""


def own_missing(found: PairFigures, name: str) -> str:
    """Why the municipality NAME is not in the diagram; empty when it is."""
    held = [(axis, axis.held[found.municipality]) for axis in found.axes]
    lacks = [
        f"{quoted(axis.indicator)} {axis.year}{f' ({missing_words(own.status)})' if own.status else ''}"
        for axis, own in held
        if own.value is None
    ]
    return f"{name} saknar värde för {' och '.join(lacks)} och finns därför inte i diagrammet." if lacks else ""


def others_missing(axis: Axis, group: Mapping[str, str]) -> str:
    """Which of the GROUP's other members (names by id) lack a value of AXIS; empty when none does."""
    names = [name for code, name in group.items() if axis.held[code].value is None]
    if not names:
        return ""
    if len(names) > _NAMES_MOST:
        who = f"{len(names)} av de {len(group)} andra i gruppen"
    else:
        who = " och ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{who} saknar värde för {quoted(axis.indicator)} {axis.year}."
