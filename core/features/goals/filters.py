"""What a reader can choose to see of the goal chain."""

from __future__ import annotations

from dataclasses import dataclass

from core.goals.models import BodyKind
from core.outcomes.chain import Chain, ChainGoal
from core.outcomes.figures import Figures
from core.signals import Attainment
from core.web.choices import GOALS, Choices, link
from core.web.menus import Menu, Option, options

_FACES = (
    (None, "Alla"),
    (Attainment.NOT_REACHED, "Nås inte"),
    (Attainment.NEARLY, "Nästan"),
    (Attainment.REACHED, "Nås"),
    (Attainment.NOT_JUDGED, "Bedöms inte"),
)


@dataclass(frozen=True)
class Menus:
    """The filters."""

    year: Menu
    body: Menu
    area: Menu
    face: Menu


def menus(figures: Figures, choices: Choices, chain: Chain, year: int | None) -> Menus:
    """The filters of CHAIN, of YEAR: only what there is to choose."""
    bodies = [one for one in chain.book.bodies.values() if one.kind is not BodyKind.COUNCIL]
    owning = {key for one in chain.goals.values() for key in (one.plan.body, *one.goal.bodies)}
    areas = {area for one in chain.goals.values() for area in _areas(one)}
    chosen = [*chain.book.years, *([year] if year and year not in chain.book.years else [])]
    return Menus(
        year=Menu("År", tuple(Option(str(one), link(GOALS, choices, plan_year=one), one == year) for one in chosen)),
        body=_menu(choices, "Nämnd", "body", [(one.id, one.name) for one in bodies if one.id in owning]),
        area=_menu(choices, "Område", "area", [(a.id, a.name) for a in figures.catalogue.areas if a.id in areas]),
        face=Menu("Visa", options(GOALS, choices, "face", list(_FACES))),
    )


def is_shown(one: ChainGoal, choices: Choices) -> bool:
    """Whether ONE is among what CHOICES ask for."""
    return (
        choices.body in (None, one.plan.body, *one.goal.bodies)
        and (choices.area is None or choices.area in _areas(one))
        and choices.face in (None, one.face)
    )


def _areas(one: ChainGoal) -> set[str]:
    """The areas of ONE's indicators, else its body's."""
    return {indicator.row["area"] for indicator in one.indicators if indicator.row} or set(one.body.areas)


def _menu(choices: Choices, label: str, field: str, values: list[tuple[str, str]]) -> Menu:
    return Menu(label, options(GOALS, choices, field, [(None, "Alla"), *values]))
