"""What an own indicator is: its description, and what that may be made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from core.catalogue import Catalogue, Category, Direction
from core.features.own_indicators.outcome import YEAR_RULE_NAMES, YearRule
from core.tabular.faults import CellError, cut
from core.tabular.fields import (
    Field,
    FieldFault,
    FieldsError,
    bound_field,
    choice_field,
    read_fields,
    text_field,
    whole_field,
)
from core.tabular.limits import LEAST_PERSONS
from core.tabular.units import Range
from core.words.labels import CATEGORY, DIRECTION

MOST_DECIMALS = 4
MOST_LEAST_PERSONS = 1000
MOST_INDICATORS = 99_999
_FIRST_BREAK, _LAST_BREAK = 1990, 2100


@dataclass(frozen=True, kw_only=True)
class OwnIndicator:
    """An own indicator as one of its versions describes it; to be ``checked`` before it is kept.

    ``id`` is E and five figures, given by the program and never used again; '' until then. ``area`` is an id of the
    catalogue and never changes. ``measured`` tells how it was measured, ``contact_role`` whom to ask (a role, not a
    person), ``year_rule`` how a year's outcome comes from its periods. Values with fewer than ``least_persons`` behind
    them are not told. ``break_years`` are the years from which it is measured otherwise, as they are shown ("2021,
    2024"). ``lowest`` and ``highest`` bound the values, in ``unit``; where both are None the unit tells.
    Texts are as they were typed: whoever draws them escapes them.
    """

    id: str = ""
    area: str
    name: str
    unit: str
    decimals: int
    definition: str
    direction: Direction
    category: Category
    purpose: str
    source: str
    measured: str
    contact_role: str
    quality_note: str = ""
    break_years: str = ""
    year_rule: YearRule = YearRule.LAST
    least_persons: int = LEAST_PERSONS
    lowest: float | None = None
    highest: float | None = None

    @property
    def allowed(self) -> Range | None:
        """The least and the highest value, as the reader of files asks for it."""
        return None if self.lowest is None and self.highest is None else (self.lowest, self.highest)

    @property
    def breaks(self) -> tuple[int, ...]:
        """``break_years`` as numbers, oldest first."""
        return tuple(int(year) for year in self.break_years.split(", ") if year)


def _contact_field() -> Field:
    plain = text_field("Kontaktroll", 200)

    def read(value: object) -> str:
        text: str = plain.read(value)
        if "@" in text:
            advice = "Skriv en roll, till exempel kvalitetsstrateg på utbildningskontoret."
            raise CellError("En adress hör till en person.", advice)
        return text

    return replace(plain, read=read)


def _breaks_field() -> Field:
    plain = text_field("Nytt mätsätt från år", 60, is_needed=False)

    def read(value: object) -> str:
        text: str = plain.read(value)
        years = set(re.findall(r"[0-9]+", text))
        rest = re.sub(r"[0-9]+|[\s,;]|och", "", text)
        if rest or any(len(year) != 4 or not _FIRST_BREAK <= int(year) <= _LAST_BREAK for year in years):
            raise CellError(f"”{cut(text)}” är inte årtal.", "Skriv åren med komma emellan, till exempel 2021, 2024.")
        return ", ".join(sorted(years))

    return replace(plain, read=read)


# What is typed about an indicator, in the form's order; the area is checked against the catalogue.
FORM: Mapping[str, Field] = MappingProxyType(
    {
        "area": text_field("Område", 64),
        "name": text_field("Namn", 150),
        "unit": text_field("Enhet", 30),
        "decimals": whole_field("Decimaler", 0, MOST_DECIMALS),
        "definition": text_field("Definition", 4000, has_lines=True),
        "direction": choice_field("Riktning", {one: DIRECTION[one] for one in Direction}),
        "category": choice_field("Kategori", {one: CATEGORY[one] for one in Category}),
        "purpose": text_field("Syfte", 2000, has_lines=True),
        "source": text_field("Källa", 1000, has_lines=True),
        "measured": text_field("Så mättes det", 2000, has_lines=True),
        "contact_role": _contact_field(),
        "quality_note": text_field("Om kvaliteten", 2000, is_needed=False, has_lines=True),
        "break_years": _breaks_field(),
        "year_rule": choice_field("Årets utfall", YEAR_RULE_NAMES, YearRule.LAST),
        "least_persons": whole_field("Minsta antal personer", 1, MOST_LEAST_PERSONS, LEAST_PERSONS),
        "lowest": bound_field("Lägsta tillåtna värde"),
        "highest": bound_field("Högsta tillåtna värde"),
    }
)


@dataclass(frozen=True)
class FieldChange:
    """A field of the description that differs."""

    field: str
    label: str
    before: object
    after: object


def read_indicator(given: Mapping[str, object], catalogue: Catalogue) -> OwnIndicator:
    """The indicator that GIVEN describes: what was typed, by the names of ``FORM``; others are left alone.

    Choices are given by value or by their word on the screen, numbers as Swedes write them. Raises FieldsError with
    every fault.
    """
    found, faults = read_fields(FORM, given)
    faults += _faults_between(found, catalogue)
    if faults:
        order = list(FORM)
        raise FieldsError(sorted(faults, key=lambda fault: order.index(fault.field)))
    return OwnIndicator(**found)


def checked(indicator: OwnIndicator, catalogue: Catalogue) -> OwnIndicator:
    """INDICATOR, if it may be kept. Raises FieldsError with every fault."""
    return replace(read_indicator(asdict(indicator), catalogue), id=indicator.id)


def description(indicator: OwnIndicator) -> dict[str, Any]:
    """What INDICATOR is described by, beside its id."""
    return {field.name: getattr(indicator, field.name) for field in fields(indicator) if field.name != "id"}


def differences(before: OwnIndicator, after: OwnIndicator) -> tuple[FieldChange, ...]:
    """The fields that AFTER describes in another way than BEFORE, in the form's order."""
    old, new = description(before), description(after)
    return tuple(FieldChange(name, FORM[name].label, old[name], new[name]) for name in FORM if old[name] != new[name])


def _faults_between(found: Mapping[str, Any], catalogue: Catalogue) -> list[FieldFault]:
    """What is wrong with fields that could be read, each by itself."""
    faults = []
    if "area" in found and found["area"] not in catalogue.area_by_id:
        what = f"”{cut(found['area'])}” är inget av områdena."
        faults.append(_fault("area", what, f"Välj bland: {', '.join(catalogue.area_by_id)}."))
    directed = found.get("direction") not in (None, Direction.NONE)
    if directed and found.get("category") is Category.INFORMATION:
        what = "Ett informationsmått har ingen riktning."
        faults.append(_fault("direction", what, f"Välj ”{DIRECTION[Direction.NONE]}”, eller en annan kategori."))
    lowest, highest = found.get("lowest"), found.get("highest")
    if lowest is not None and highest is not None and lowest > highest:
        faults.append(_fault("highest", "Är lägre än det lägsta värdet.", "Byt plats på talen."))
    return faults


def _fault(field: str, what: str, advice: str) -> FieldFault:
    return FieldFault(field, FORM[field].label, what, advice)
