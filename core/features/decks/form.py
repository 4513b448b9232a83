"""Reads the forms of the pages Bildspel and Presentation: what was typed becomes a plan, or a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from difflib import get_close_matches

from core.catalogue import Catalogue
from core.cycle.audience import LONGEST_CHOICE, MOST_CHOICES
from core.documents.area_forms import FormError
from core.documents.deck import LONGEST_TEXT, LONGEST_TITLE, SlideKind
from core.documents.entry import cleaned
from core.features.decks.day import LONGEST_NAME, MOST_SESSIONS, SeminarDay, Session
from core.features.decks.plan import FIELDS, MOST_SLIDES, SEVERAL, DeckPlan, SlidePlan
from core.tabular.faults import cut
from core.tabular.fields import FieldFault, FieldsError, too_long
from core.words.formats import filled_lines
from core.words.numbers import number_in

_PLACES = 1000
# What is so like an area's name is a slip of the pen, not a coffee break.
_LIKE = 0.8
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})\s+(\S.*)", re.ASCII)


def read_plan(typed: Mapping[str, str], plan: DeckPlan, added: Sequence[SlidePlan]) -> DeckPlan:
    """PLAN with what was TYPED about its slides (fields ``<id>.plats``, .visas, .titel, .text, .anteckning).

    Slides stand by their places; what has none stays where it was. Those of ADDED that it lacks come after the last
    story. Raises FieldsError; FormError where they are too many.
    """
    if faults := [fault for n, one in enumerate(plan.slides, start=1) for fault in _faults(n, one, typed)]:
        raise FieldsError(faults)
    slides = [_slide(one, typed) for one in plan.slides]
    places = [number_in(typed.get(f"{one.id}.plats", "").strip()) or n for n, one in enumerate(plan.slides, start=1)]
    # One that has been given another's place comes before it.
    order = sorted(range(len(slides)), key=lambda n: (places[n], places[n] == n + 1, n))
    arranged = [slides[n] for n in order]
    known = {one.id for one in slides}
    told = {(one.kpi, one.municipality) for one in slides if one.kpi}
    new = [one for one in added if one.id not in known and (one.kpi, one.municipality) not in told]
    last = max((n for n, one in enumerate(arranged, start=1) if one.kind is SlideKind.STORY), default=len(arranged))
    whole = [*arranged[:last], *new, *arranged[last:]]
    if len(whole) > MOST_SLIDES:
        raise FormError(f"Bildspelet har {len(whole)} bilder.", f"Högst {MOST_SLIDES} får plats. Välj färre.")
    return DeckPlan(area=plan.area, slides=tuple(whole))


def _slide(plan: SlidePlan, typed: Mapping[str, str]) -> SlidePlan:
    given = {name: typed.get(f"{plan.id}.{field}") for name, field in FIELDS.items()}
    texts = {name: _cleaned(name, text) for name, text in given.items() if text is not None}
    is_shown = bool(typed.get(f"{plan.id}.visas"))
    is_suggested = plan.is_suggested and texts.get("text", plan.text) == plan.text
    is_several = plan.kind is SlideKind.QUESTION and bool(typed.get(f"{plan.id}.{SEVERAL}"))
    shown = {"is_shown": is_shown, "is_suggested": is_suggested, "is_several": is_several}
    return plan.model_copy(update={**texts, **shown})


_FIELD_WORDS = {"title": "egen titel", "text": "text", "notes": "talarens anteckningar"}


def _cleaned(name: str, text: str) -> str:
    """TEXT as it is kept in the field NAME."""
    return " ".join(cleaned(text).split()) if name == "title" else cleaned(text)


def _faults(n: int, plan: SlidePlan, typed: Mapping[str, str]) -> Iterator[FieldFault]:
    """What cannot be kept of the slide that stands as number N."""
    place = typed.get(f"{plan.id}.plats", "").strip()
    if place and not 0 < number_in(place) < _PLACES:
        what, advice = f"”{cut(place, 10)}” är ingen plats.", "Skriv 1 för den första bilden, 2 för nästa."
        yield FieldFault(f"{plan.id}.plats", f"Bild {n}, plats", what, advice)
    for name, field in FIELDS.items():
        given = _cleaned(name, typed.get(f"{plan.id}.{field}", ""))
        most = LONGEST_TITLE if name == "title" else LONGEST_TEXT
        if len(given) > most:
            yield too_long(f"{plan.id}.{field}", f"Bild {n}, {_FIELD_WORDS[name]}", len(given), most)
    if plan.kind is SlideKind.QUESTION:
        yield from _question_faults(n, plan, filled_lines(typed.get(f"{plan.id}.text", "")))


def _question_faults(n: int, plan: SlidePlan, answers: Sequence[str]) -> Iterator[FieldFault]:
    at, where = f"{plan.id}.text", f"Bild {n}, svaren"
    if len(answers) > MOST_CHOICES:
        yield FieldFault(at, where, f"De är {len(answers)}.", f"Högst {MOST_CHOICES} får plats. Ta bort några rader.")
    for line in answers:
        if len(line) > LONGEST_CHOICE:
            what = f"”{cut(line, 30)}” är {len(line)} tecken."
            yield FieldFault(at, where, what, f"Korta svaret till högst {LONGEST_CHOICE}.")
    if len({line.casefold() for line in answers}) < len(answers):
        yield FieldFault(at, where, "Två svar är lika.", "Skriv om eller ta bort det ena.")


def read_day(typed: Mapping[str, str], catalogue: Catalogue) -> SeminarDay:
    """The day that TYPED (namn, dag, pass) tells of. Raises FieldsError with every line that cannot be read."""
    faults, name, on = [], " ".join(typed.get("namn", "").split()), None
    if not 0 < len(name) <= LONGEST_NAME:
        what = f"Namnet har {len(name)} tecken."
        faults.append(FieldFault("namn", "Dagens namn", what, f"Skriv 1 till {LONGEST_NAME}."))
    try:
        on = date.fromisoformat(typed["dag"]) if typed.get("dag") else None
    except ValueError:
        what = f"”{cut(typed['dag'], 20)}” är inget datum."
        faults.append(FieldFault("dag", "Datum", what, "Skriv till exempel 2026-10-26."))
    lines = filled_lines(typed.get("pass", ""))
    found = [(line, _session(line, catalogue)) for line in lines]
    if wrong := [line for line, session in found if session is None]:
        shown = "; ".join(f"”{line[:40]}”" for line in wrong[:5])
        advice = "Skriv klockslag och områdets namn som det står under fältet: 09.15 Äldreomsorg."
        faults.append(FieldFault("pass", "Passen", f"Det går inte att läsa {shown}.", advice))
    elif len(found) > MOST_SESSIONS:
        faults.append(FieldFault("pass", "Passen", f"De är {len(found)}.", f"Högst {MOST_SESSIONS} får plats."))
    if faults:
        raise FieldsError(faults)
    return SeminarDay(name=name, on=on, sessions=tuple(s for _, s in found if s))


def _session(line: str, catalogue: Catalogue) -> Session | None:
    read = _CLOCK.fullmatch(line)
    if read is None or not (int(read[1]) < 24 and int(read[2]) < 60):
        return None
    areas = {area.name.casefold(): area.id for area in catalogue.areas} | {area.id: area.id for area in catalogue.areas}
    words = read[3].strip()[:LONGEST_NAME]
    area = areas.get(words.casefold(), "")
    if not area and get_close_matches(words.casefold(), areas, n=1, cutoff=_LIKE):
        return None
    return Session(begins=time(int(read[1]), int(read[2])), area=area, words="" if area else words)
