"""Menus and what every page has around its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.outcomes.figures import Figures
from core.outcomes.groups import chosen_codes, default_group
from core.outcomes.references import COUNTRY
from core.signals import Gender
from core.web.choices import ABOUT, CHOOSE, GROUP, Choices, download_path, link
from core.words import labels
from core.words.formats import listed
from core.words.sources import attribution, fetched_words


@dataclass(frozen=True)
class Option:
    """One choice in a filter: its words, its address ('' where it cannot be taken now) and whether it is chosen."""

    words: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Menu:
    """A filter: a label, what is chosen and all options; with a ``note`` several can be chosen, as it says."""

    label: str
    options: tuple[Option, ...]
    note: str = ""

    @property
    def chosen(self) -> str:
        """The words of the present choice."""
        return ", ".join(option.words for option in self.options if option.chosen) or ("inga" if self.note else "")


@dataclass(frozen=True)
class Place:
    """The chosen municipality and the ways to another."""

    name: str
    options: tuple[Option, ...]
    others: str


def place(figures: Figures, choices: Choices, path: str) -> Place:
    """The municipality's menu: the participants, and the way to all others."""
    names = figures.snapshot.municipalities
    options = tuple(
        Option(names[p.id], link(path, choices, municipality=p.id, home=None), p.id == choices.municipality)
        for p in figures.catalogue.participants
        if p.id in names
    )
    return Place(names[choices.choice.municipality], options, back_to(path, link(CHOOSE, choices, home=None)))


def back_to(path: str, address: str) -> str:
    """ADDRESS of a page where one chooses something and then comes back to PATH."""
    return address if path == "/" else f"{address}{'&' if '?' in address else '?'}till={path.strip('/')}"


def options(path: str, choices: Choices, field: str, values: Sequence[tuple[object, str]]) -> tuple[Option, ...]:
    """The choice of FIELD on the page PATH among VALUES (value, words)."""
    present = getattr(choices, field)
    return tuple(Option(words, link(path, choices, **{field: value}), value == present) for value, words in values)


def area_menu(figures: Figures, choices: Choices, path: str, *, everything: str | None = "Alla") -> Menu:
    """The areas; EVERYTHING names the choice of none, None leaves it out."""
    areas = [(area.id, area.name) for area in figures.catalogue.areas]
    first = [] if everything is None else [(None, everything)]
    return Menu("Område", options(path, choices, "area", [*first, *areas]))


def reference_menu(figures: Figures, choices: Choices, path: str) -> Menu:
    """Whom the square compares with."""
    known = [(r.id, r.name) for r in figures.references.values()]
    return Menu("Jämför med", options(path, choices, "reference", known))


def gender_menu(choices: Choices, path: str) -> Menu:
    """All, women or men."""
    return Menu("Kön", options(path, choices, "gender", [(g, labels.GENDER[g.value].capitalize()) for g in Gender]))


def year_menu(figures: Figures, choices: Choices, path: str, *, newest: str = "Senaste") -> Menu:
    """Figures as they were up to a year; NEWEST is what they are without one."""
    years = [(year, f"Till och med {year}") for year in figures.years]
    return Menu("År", options(path, choices, "year", [(None, newest), *years]))


def group_menu(figures: Figures, choices: Choices, path: str) -> Menu:
    """Which municipalities stand beside one's own; the last option is a choice of one's own."""
    first = default_group(figures)
    known = [(None if r.id == first else r.id, r.name) for r in figures.references.values() if r.id != COUNTRY]
    known.sort(key=lambda option: option[0] is not None)
    shown = list(options(path, choices, "group", known))
    pick = back_to(path, link(GROUP, choices))
    if not any(option.chosen for option in shown):
        chosen = len((choices.group or "").split("."))
        shown.append(Option(f"Eget urval ({chosen})", link(path, choices), chosen=True))
    return Menu("Grupp", (*shown, Option("Välj själv …", pick, chosen=False)))


def group_words(figures: Figures, choices: Choices) -> str:
    """Which municipalities stand beside one's own, in words."""
    names, group = figures.snapshot.municipalities, choices.group or default_group(figures)
    codes = chosen_codes(group, names)
    return listed([names[code] for code in codes]) if codes else figures.references[group].name


def around(figures: Figures, choices: Choices, path: str) -> dict[str, Any]:
    """What the template of every page gets: address, municipality menu, source lines and downloads."""
    info = figures.snapshot.info
    return {
        "address": link(path, choices),
        "place": place(figures, choices, path),
        "is_example": info.is_example,
        "fetched": fetched_words(info.fetched_at, is_example=info.is_example),
        "source": attribution(is_example=info.is_example, has_own=bool(figures.others.indicators)),
        "about": link(ABOUT, choices),
        "download_csv": link(download_path(path, "csv"), choices),
        "download_excel": link(download_path(path, "xlsx"), choices),
    }
