"""A phone's way through an exercise, without account and without script: pages that stand alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from core.access.service import current_engine
from core.catalogue import Catalogue, default_catalogue
from core.catalogue.exercises import Kind
from core.cycle.audience import SHOWN_FOR
from core.cycle.exercises import LETTERS_LONG, LONGEST_ANSWER, Answering, Run, Way
from core.outcomes.exercises import AskedField, AskedPage, asked_pages
from core.outcomes.figures import Figures, figure_source
from core.web.alone import page_alone
from core.web.choices import ANSWER, ASK
from core.web.forms import Form
from core.web.notices import Notice, place_of

PAGE, DONE = "sida", "klart"


@dataclass(frozen=True)
class Asked:
    """An open or closed run as whoever has its address meets it: its pages, and what was GIVEN on them before."""

    run: Run
    place: str
    municipality: str
    pages: tuple[AskedPage, ...]
    given: Mapping[str, Any]

    @property
    def path(self) -> str:
        """Its address."""
        return answer_path(self.municipality, self.run.id)


def answer_path(municipality: str, key: str) -> str:
    """The path that leads to the run KEY of MUNICIPALITY, or to a deck's showing."""
    return f"{ASK}/{key}" if municipality == SHOWN_FOR else f"{ANSWER}/{municipality}/{key}"


def answering_of(municipality: str) -> Answering:
    """MUNICIPALITY's exercises, for whoever has the address of one."""
    return Answering(current_engine(), municipality)


def asked_of(municipality: str, key: str, token: str) -> Asked | None:
    """The run KEY of MUNICIPALITY for the browser with TOKEN; None where there is none, or the file lacks it."""
    found = answering_of(municipality).asked(key, token)
    exercise = found[0].of if found else None
    if found is None or exercise is None:
        return None
    run, given = found
    figures: Figures | None = figure_source().get()
    catalogue: Catalogue = figures.catalogue if figures else default_catalogue()
    names = figures.snapshot.municipalities if figures else {}
    return Asked(run, names.get(municipality, ""), municipality, asked_pages(exercise, run.items, catalogue), given)


def read_page(page: AskedPage, form: Form, run: Run) -> tuple[dict[str, Any], Notice | None]:
    """What FORM answers of PAGE by field, and what is wrong with it."""
    given: dict[str, Any] = {}
    faults = []
    for one in page.fields:
        raw = form.get(one.name, "")
        if one.question.kind is Kind.TEXT:
            if len(raw) > LONGEST_ANSWER:
                why = f"Texten är {len(raw)} tecken, och högst {LONGEST_ANSWER} får plats. Korta den."
                faults.append((place_of(one.name), one.question.text, why))
            elif raw.strip():
                given[one.name] = raw.strip()
        elif one.question.kind is Kind.SEVERAL:
            chosen = [option for option in one.options if option in raw.split()]
            # Where the program has filled something in, none is an answer too.
            if chosen or one.name in (run.filled or {}):
                given[one.name] = chosen
        elif raw in one.options:
            given[one.name] = raw
    return given, Notice("Inget på sidan är sparat än.", is_good=False, faults=tuple(faults)) if faults else None


def letters_page(notice: Notice | None = None, typed: str = "", status: int = 200) -> Response:
    """Where the letters are typed that are shown in the room."""
    return page_alone("answer_letters.html", status, notice=notice, typed=typed[:LETTERS_LONG], long=LETTERS_LONG)


def asked_page(
    asked: Asked, number: int, given: Mapping[str, Any], notice: Notice | None = None, status: int = 200
) -> Response:
    """Page NUMBER (from 1) of ASKED, with what was GIVEN before."""
    page = asked.pages[number - 1]
    return page_alone(
        "answer.html",
        status,
        asked=asked,
        page=page,
        number=number,
        total=len(asked.pages),
        back=f"{asked.path}?{PAGE}={number - 1}" if number > 1 else "",
        fields={one.name: FieldView.of(one, given, asked.run) for one in page.fields},
        notice=notice,
        is_anonymous=asked.run.way is not Way.ALONE,
        most=LONGEST_ANSWER,
    )


@dataclass(frozen=True)
class FieldView:
    """A field as it is drawn: what is chosen or typed in it, and whether the program has filled it in."""

    chosen: Sequence[str]
    text: str
    is_filled: bool

    @classmethod
    def of(cls, field: AskedField, given: Mapping[str, Any], run: Run) -> FieldView:
        """FIELD with what was GIVEN, else with what the program knows."""
        filled = (run.filled or {}).get(field.name, ())
        said = given.get(field.name)
        if said is None:
            return cls(filled, "", bool(filled))
        return cls(
            said if isinstance(said, list) else [said], str(said), bool(filled) and list(filled) == _listed(said)
        )


def _listed(said: Any) -> list[str]:
    return list(said) if isinstance(said, list) else [said]
