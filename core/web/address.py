"""Reads what a reader has chosen from the address, and says what of it does not exist. No Streamlit."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.access.people import READER, Person
from core.access.rights import Action, may
from core.cycle.book import CycleBook
from core.goals.book import GoalBook
from core.outcomes.figures import Figures
from core.outcomes.groups import MOST_CHOSEN, chosen_codes, default_group
from core.outcomes.indicator import lines_to_choose, usual_lines
from core.outcomes.lists import Show
from core.outcomes.references import COUNTRY
from core.web.choices import (
    FACE_WORDS,
    GENDER_WORDS,
    KPI_ID,
    LANE_WORDS,
    MOST_FAVOURITES,
    MOST_LINES,
    NO_LINES,
    SORT_COLUMNS,
    STATE_WORDS,
    Choices,
    MeasuresShown,
    Prices,
    Tasks,
    View,
    explore_link,
)
from core.words.formats import spans
from core.words.numbers import number_in

# Years that a plan can be of, whether or not there is one.
_PLAN_YEARS = range(1990, 2100)
_BODIES_TOLD = 5
# Of what may stand in an address a reader is told no more than so many, and no codes.
_MOST_TOLD = 8
_WORD = re.compile(r"[a-zåäö]+(-[a-zåäö]+)*")
_SHOWS, _VIEWS, _MEASURES_SHOWN = (tuple(one.value for one in kind) for kind in (Show, View, MeasuresShown))


@dataclass(frozen=True)
class Unknown:
    """A value in the address that does not exist. ``given`` is a stranger's text: escape it.

    ``offers`` says what to do; ``known`` are what may stand there, letter by letter. ``fault`` is what is wrong with
    it, ``way`` an address where it is there after all, and what that is called.
    """

    what: str
    given: str
    offers: str
    known: tuple[str, ...] = ()
    fault: str = "finns inte"
    way: tuple[str, str] | None = None

    @property
    def words(self) -> str:
        """All of it as one text, for answers without a page."""
        there = f"Det finns: {', '.join(self.known)}{', ' if self.offers else '.'}" if self.known else ""
        way = f"{self.way[1]}: {self.way[0]}" if self.way else ""
        return f"{self.what} ”{self.given}” {self.fault}. {there}{self.offers}{way}"


def unknown_value(what: str, given: str, offers: str, known: Collection[str]) -> Unknown:
    """That GIVEN does not exist. KNOWN are told where they are few and words; else a reader is sent to the page.

    ``offers`` go on after what is told.
    """
    if not known or (len(known) <= _MOST_TOLD and all(_WORD.fullmatch(one) for one in known)):
        return Unknown(what, given[:60], offers, tuple(known))
    return Unknown(what, given[:60], f"Välj på sidan{f', {offers}' if offers else '.'}")


def read(params: Mapping[str, str], figures: Figures, person: Person = READER) -> tuple[Choices, list[Unknown]]:
    """The choices in PARAMS, and what of them does not exist to PERSON; that is left at its default."""
    reader = _Reader(params)
    catalogue, municipalities = figures.catalogue, figures.snapshot.municipalities
    participants = ", ".join(p.name for p in catalogue.participants)

    def named(text: str) -> str | None:
        return next((id_ for id_, name in municipalities.items() if name.casefold() == text.casefold()), None)

    choices = Choices(
        municipality=reader.pick(
            "kommun",
            "Kommunen",
            lambda text: text if text in municipalities else named(text),
            f"Välj till exempel {participants}.",
        ),
        area=reader.among("omrade", "Området", catalogue.area_by_id, None),
        show=Show(reader.among("visa", "Urvalet", _SHOWS, Show.ALL.value)),
        reference=reader.among("jamfor", "Jämförelsen", figures.references, COUNTRY),
        gender=GENDER_WORDS[reader.among("kon", "Könet", GENDER_WORDS, "totalt")],
        kkik=reader.among("kkik", "Filtret", ("ja",), None) is not None,
        year=reader.year("ar", figures),
        everything=reader.among("fler", "Urvalet", ("ja",), None) is not None,
        kpi=_kpi(reader, figures),
        group=_group(reader, figures),
        view=View(reader.among("vy", "Vyn", _VIEWS, View.TABLE.value)),
        sort=_sort(reader, figures),
        whole_country=reader.among("utsnitt", "Utsnittet", ("riket",), None) is not None,
        pair=reader.among("par", "Paret", catalogue.pair_by_id, None),
        volume=reader.among("volym", "Volymen", catalogue.volume_by_id, None),
        base=reader.year("bas", figures),
        prices=Prices(reader.among("priser", "Priserna", tuple(one.value for one in Prices), Prices.CURRENT.value)),
        model=reader.among("modell", "Modellen", [m.id for m in catalogue.models], None),
        home=reader.pick(
            "hemma",
            "Kommunen",
            lambda text: text if text in municipalities else None,
            f"Välj till exempel {participants}.",
        ),
        perspective=reader.among("perspektiv", "Perspektivet", [p.id for p in catalogue.perspectives], None),
        lines=_lines(reader, figures),
        first=reader.year("fran", figures),
        last=reader.year("tom", figures),
        favourites=_favourites(reader, figures),
        tasks=Tasks(reader.among("lage", "Läget", dict.fromkeys(t.value for t in Tasks), Tasks.OPEN.value)),
        face=FACE_WORDS.get(reader.among("ansikte", "Ansiktet", FACE_WORDS, "")),
        state=STATE_WORDS.get(reader.among("skede", "Läget", STATE_WORDS, "")),
        lane=LANE_WORDS.get(reader.among("spar", "Spåret", LANE_WORDS, "")),
        without_band=reader.among("lista", "Visningen", ("ja",), None) is not None,
        measures_shown=MeasuresShown(reader.among("visar", "Urvalet", _MEASURES_SHOWN, MeasuresShown.ALL.value)),
    )
    if any(reader.text(name) for name in ("plan", "organ", "mal")):
        choices = _of_plans(reader, choices, _book(figures, choices.municipality, person))
    if any(reader.text(name) for name in ("avvikelse", "atgard")):
        choices = _of_cycle(reader, choices, _cycle(figures, choices.municipality, person))
    choices = _settled(choices)
    if choices.kpi is None and (outside := _koladas_kpi(reader)):
        reader.unknown.append(_outside(outside, choices))
    return choices, reader.unknown


def _settled(choices: Choices) -> Choices:
    """CHOICES without what another of them makes meaningless; years that stand the wrong way around change places."""
    if choices.home == choices.municipality:
        choices = replace(choices, home=None)
    if choices.show is not Show.FAVOURITES:
        choices = replace(choices, favourites=())
    if choices.first and choices.last and choices.first > choices.last:
        choices = replace(choices, first=choices.last, last=choices.first)
    return choices


def _book(figures: Figures, municipality: str | None, person: Person) -> GoalBook:
    if municipality is None:
        return GoalBook("")
    return figures.goals_of(municipality, drafts=may(person, Action.READ_PLANS, municipality=municipality))


def _cycle(figures: Figures, municipality: str | None, person: Person) -> CycleBook:
    if municipality is None:
        return CycleBook("")
    return figures.cycle_of(municipality, drafts=may(person, Action.READ_PLANS, municipality=municipality))


def _of_cycle(reader: _Reader, choices: Choices, book: CycleBook) -> Choices:
    """CHOICES with the deviation and the measure, of BOOK."""
    return replace(
        choices,
        deviation=reader.pick(
            "avvikelse",
            "Avvikelsen",
            lambda text: text if text in book.deviations else None,
            "Välj den på sidan Avvikelser.",
        ),
        measure=reader.pick(
            "atgard",
            "Åtgärden",
            lambda text: text if text in book.measures else None,
            "Välj den på sidan Åtgärder.",
        ),
    )


def _of_plans(reader: _Reader, choices: Choices, book: GoalBook) -> Choices:
    """CHOICES with the plans' year, the body and the goal, of BOOK. A year may be one without plans: they are made."""
    there = f"Det finns planer för {spans(sorted(book.years))}." if book.years else "Det finns inga planer här än."
    bodies = " eller ".join(f"{body.id} ({body.name})" for body in list(book.bodies.values())[:_BODIES_TOLD])
    return replace(
        choices,
        plan_year=reader.pick(
            "plan", "Planåret", lambda text: year if (year := number_in(text)) in _PLAN_YEARS else None, there
        ),
        body=reader.pick(
            "organ",
            "Organet",
            lambda text: text if text in book.bodies else None,
            f"Välj till exempel {bodies}." if bodies else there,
        ),
        goal=reader.pick(
            "mal",
            "Målet",
            lambda text: text if text in book.goals else None,
            "Välj det på sidan Mål." if book.goals else there,
        ),
    )


def _koladas_kpi(reader: _Reader) -> str:
    """The chosen indicator's id where Kolada's are written so, '' else."""
    given = reader.text("nyckeltal").upper()
    return given if KPI_ID.fullmatch(given) else ""


def _kpi(reader: _Reader, figures: Figures) -> str | None:
    """The chosen indicator; of one that may be Kolada's nothing is noted: it has a way of its own (``_outside``)."""
    koladas, known = _koladas_kpi(reader), figures.catalogue.by_kpi
    if koladas:
        return koladas if koladas in known else None
    found: str | None = reader.pick(
        "nyckeltal",
        "Indikatorn",
        lambda text: text if text in known else None,
        "Sök efter en indikator eller välj en i översikten.",
    )
    return found


def _outside(kpi: str, choices: Choices) -> Unknown:
    """That KPI, called as Kolada calls its own, is not among the chosen ones, and the way to it."""
    way = (explore_link(choices, None, matt=kpi), f"Öppna Koladas nyckeltal {kpi} i Utforska")
    return Unknown("Nyckeltalet", kpi, "", fault="är inte bland de utvalda nyckeltalen", way=way)


def _lines(reader: _Reader, figures: Figures) -> tuple[str, ...] | None:
    """At most three of those that can stand beside one's own, with points between, or none."""
    known = lines_to_choose(figures.catalogue)

    def find(text: str) -> tuple[str, ...] | None:
        asked = set() if text == NO_LINES else set(text.split("."))
        return tuple(w for w in known if w in asked) if asked <= set(known) and len(asked) <= MOST_LINES else None

    found: tuple[str, ...] | None = reader.pick("linjer", "Linjerna", find, f"högst {MOST_LINES}.", (*known, NO_LINES))
    return None if found == usual_lines(figures.catalogue) else found


def _favourites(reader: _Reader, figures: Figures) -> tuple[str, ...]:
    """Indicators with points between; those that are there no more are left out, and said."""
    known = figures.catalogue.by_kpi
    given = list(dict.fromkeys(reader.text("favoriter").split(".")))[:MOST_FAVOURITES]
    if strange := ", ".join(kpi for kpi in given if kpi and kpi not in known):
        reader.unknown.append(Unknown("Favoriten", strange[:60], ""))
    return tuple(kpi for kpi in given if kpi in known)


def _group(reader: _Reader, figures: Figures) -> str | None:
    """A group by its id, or codes with points between ("0126.0127"), put in one order."""
    known = [r for r in figures.references if r != COUNTRY]

    def find(text: str) -> str | None:
        codes = chosen_codes(text, figures.snapshot.municipalities)
        return text if text in known else ".".join(codes) if codes else None

    found: str | None = reader.pick(
        "grupp",
        "Gruppen",
        find,
        f"eller högst {MOST_CHOSEN} kommunkoder med punkt emellan.",
        tuple(known),
    )
    return None if found == default_group(figures) else found


def _sort(reader: _Reader, figures: Figures) -> str | None:
    """A column, with a minus before it for the other way."""
    found: str | None = reader.pick(
        "sortera",
        "Sorteringen",
        lambda text: text if text.removeprefix("-") in {*SORT_COLUMNS, *figures.snapshot.municipalities} else None,
        "eller en kommunkod.",
        SORT_COLUMNS,
    )
    return found


class _Reader:
    def __init__(self, params: Mapping[str, str]) -> None:
        self._params = params
        self.unknown: list[Unknown] = []

    def pick(
        self, name: str, what: str, find: Callable[[str], Any], offers: str = "", known: Collection[str] = ()
    ) -> Any:
        """What FIND makes of the parameter; None when it is absent or unknown, and then it is noted."""
        given = self.text(name)
        if not given:
            return None
        found = find(given)
        if found is None:
            self.unknown.append(unknown_value(what, given, offers, known))
        return found

    def text(self, name: str) -> str:
        """The parameter as it stands, '' without one."""
        return self._params.get(name, "").strip()

    def year(self, name: str, figures: Figures) -> int | None:
        """A year that there are figures of."""
        years = figures.years
        found: int | None = self.pick(
            name,
            "Året",
            lambda text: number_in(text) if number_in(text) in years else None,
            f"Det finns siffror för {years[-1]}–{years[0]}." if years else "",
        )
        return found

    def among(self, name: str, what: str, known: Collection[str], default: Any) -> Any:
        found = self.pick(name, what, lambda text: text if text in known else None, known=known)
        return default if found is None else found
