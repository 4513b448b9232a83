"""What a deck tells of what is done about deviations: cause, measure and what the figure did; and good examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.catalogue import Indicator
from core.outcomes.examples import FoundExample, examples_of
from core.outcomes.figures import Figures
from core.outcomes.indicator import taking_part
from core.outcomes.measures import StagedMeasure, change_words, effect_words
from core.outcomes.told import Told, told_in
from core.outcomes.year import owner_of
from core.words.formats import count_word, first_upper, with_unit
from core.words.labels import GENDER
from core.year.models import DaysExample

# As many as a slide holds, and of a conclusion as much as is read there: the whole of it stands on the page.
_MOST, _LONGEST, _MOST_EXAMPLES = 8, 180, 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def acted(figures: Figures, area: str) -> list[tuple[str, Told]]:
    """What those who take part in AREA tell, with the municipality's name: what goes on first."""
    names = figures.snapshot.municipalities
    found = [(names[one], told) for one in taking_part(figures, area) for told in told_in(figures, one, area)]
    return sorted(found, key=lambda one: one[1].is_over)


def acted_paragraphs(figures: Figures, found: Sequence[tuple[str, Told]]) -> tuple[str, ...]:
    """FOUND, a paragraph an indicator: "Storköping, Väntan. Varför: … Åtgärd: … (pågår, syns tidigast 2028-03)"."""
    return tuple(" ".join(_sentences(figures, name, one)) for name, one in found[:_MOST])


def days_examples(figures: Figures, area: str, year: int | None) -> list[tuple[FoundExample, Indicator]]:
    """The good examples about AREA's indicators that are picked for the day of YEAR (None: the last that are)."""
    picked = figures.year_of(owner_of(figures)).picked(year)
    known = {_key(one): (one, indicator) for one, indicator in _examples(figures, area)} if picked else {}
    return [known[one] for one in picked if one in known]


def days_paragraphs(found: Sequence[tuple[FoundExample, Indicator]]) -> tuple[str, ...]:
    """FOUND, a paragraph each: where, what was done, what the figure has done, and whom to ask."""
    return tuple(
        f"{one.name}: {_small(one.example.title)}. {_stopped(_opening(one.example.text))}"
        f"{indicator.name}, {_change(one.of, indicator)}{effect_words(one.of.effect)}. Fråga: {one.example.contact}."
        for one, indicator in found
    )


def days_title(found: Sequence[tuple[FoundExample, Indicator]]) -> str:
    """What FOUND come to, as the title of their slide."""
    if len(found) == 1:
        return f"Ett gott exempel: {_small(found[0][0].example.title)} i {found[0][0].name}"
    return f"{first_upper(count_word(len(found)))} goda exempel att lära av"


def example_lines(figures: Figures, area: str, year: int | None) -> list[str]:
    """The good examples about AREA's indicators, the newest first, a line each; without those that have a slide."""
    picked = {_key(one) for one, _ in days_examples(figures, area, year)}
    found = [(one, indicator) for one, indicator in _examples(figures, area) if _key(one) not in picked]
    found.sort(key=lambda one: one[0].example.on, reverse=True)
    return [
        f"{indicator.name}: {one.name} har gjort något som andra kan lära av, {_small(one.example.title)} "
        f"({_change(one.of, indicator)}{effect_words(one.of.effect)})."
        for one, indicator in found[:_MOST_EXAMPLES]
    ]


def _key(one: FoundExample) -> DaysExample:
    return DaysExample(one.municipality, one.of.measure.id)


def _examples(figures: Figures, area: str) -> list[tuple[FoundExample, Indicator]]:
    return [
        (one, indicator)
        for indicator in figures.catalogue.indicators
        if indicator.area == area
        for one in examples_of(figures, indicator.kpi)
    ]


def _sentences(figures: Figures, place: str, one: Told) -> Iterator[str]:
    gender = "" if one.gender == "T" else f", {GENDER[one.gender]}"
    yield f"{place}, {_small(one.name)}{gender}."
    if one.conclusion:
        yield f"{'Antagande' if one.conclusion.is_assumed else 'Varför'}: {_opening(one.conclusion.text)}"
    yield from (_measure(figures, measure) for measure in one.measures)


def _measure(figures: Figures, one: StagedMeasure) -> str:
    known = figures.catalogue.by_kpi.get(one.measure.kpi)
    change = _change(one, known) if known else ""
    return f"Åtgärd: {_small(one.measure.title)} ({one.stage.value}, {change}{effect_words(one.effect)})."


def _change(one: StagedMeasure, indicator: Indicator) -> str:
    """ "från 79 till 88 %, ", in words: fonts for print have no arrow; '' while there is nothing after."""
    if one.effect.after is None:
        return ""
    # Without a value before there is only one.
    values = change_words(one.effect, indicator.decimals).replace(" → ", " till ")
    return f"{'från ' if one.effect.before else ''}{with_unit(values, indicator.unit)}, "


def _opening(text: str) -> str:
    """The first sentences of TEXT, on one line, as many as are read on a slide; at least one."""
    first, *rest = _SENTENCE.split(" ".join(text.split()))
    for sentence in rest:
        if len(first) + len(sentence) >= _LONGEST:
            break
        first = f"{first} {sentence}"
    return first


def _stopped(text: str) -> str:
    """TEXT as a sentence before another; '' for none."""
    return f"{_small(text)}. " if text else ""


def _small(text: str) -> str:
    """TEXT inside a sentence, without a full stop of its own."""
    return " ".join(text.split()).rstrip(".")
