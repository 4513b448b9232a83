"""The fields of the form of one goal: what they are called, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.goals.models import Goal, GoalIndicator
from core.tabular.cells import clean
from core.tabular.faults import CellError
from core.targets.models import Target
from core.targets.setting import TargetSetting
from core.words.labels import GENDER
from core.words.numbers import number_in

# A goal's fields in the form, and what they are called there.
LABELS = {
    "title": "Målet",
    "text": "Måltexten",
    "parent": "Ligger under",
    "owner": "Ansvarig funktion",
    "supports": "Stöder också",
    "bodies": "Delas med",
    "indicators": "Indikatorer",
}
TEXTS = tuple(name for name in LABELS if name != "indicators")
FINAL, FINAL_YEAR = "slut", "slutar"
# Rows for indicators that are not chosen yet, and years of milestones.
BLANK_ROWS, YEARS_SHOWN = 3, 3
_NAME = re.compile(r"rad-(\d{1,2})-([a-z0-9-]+)", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class FormRow:
    """A row of the form: an indicator as it is chosen or typed, and its cells by name ("2027", FINAL, FINAL_YEAR).

    ``seen`` are the versions of the targets that the cells were drawn from, 0 for none.
    """

    number: int
    kpi: str
    gender: str
    is_new: bool
    is_removed: bool
    texts: Mapping[str, str]
    seen: Mapping[str, int]

    def name(self, cell: str) -> str:
        """The name of CELL's field."""
        return f"rad-{self.number}-{cell}"


def texts_of(goal: Goal) -> dict[str, str]:
    """GOAL as its fields have it."""
    return {
        "title": goal.title,
        "text": goal.text,
        "parent": goal.parent or "",
        "owner": goal.owner,
        "supports": " ".join(goal.supports),
        "bodies": " ".join(goal.bodies),
    }


def rows_in(form: Mapping[str, str]) -> list[FormRow]:
    """The rows of FORM that say anything, in their order."""
    found: dict[int, dict[str, str]] = {}
    for name, text in form.items():
        if parts := _NAME.fullmatch(name):
            found.setdefault(int(parts[1]), {})[parts[2]] = text.strip()
    rows = [_row(number, fields) for number, fields in sorted(found.items())]
    return [row for row in rows if row.kpi or any(row.texts.values())]


def _row(number: int, fields: Mapping[str, str]) -> FormRow:
    texts = {name: text for name, text in fields.items() if name in (FINAL, FINAL_YEAR) or _YEAR.fullmatch(name)}
    seen = {name: number_in(fields.get(f"{name}-sedd", "")) for name in texts}
    is_new = fields.get("ny") == "ja"
    return FormRow(
        number, fields.get("kpi", ""), fields.get("gender", ""), is_new, fields.get("bort") == "ja", texts, seen
    )


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    """All that FORM has of the goal: what must not be lost."""
    return {name: text for name, text in form.items() if name in TEXTS or _NAME.fullmatch(name)}


def years_of(year: int, held: Iterable[Target]) -> list[int]:
    """The years of the form's milestones: the plan's YEAR and those after it, and those that HELD has levels for."""
    more = {one.year for one in held if one.year >= year}
    return sorted({*range(year, year + YEARS_SHOWN), *more})


def final_of(targets: Iterable[Target], year: int) -> Target | None:
    """The last final target from YEAR on."""
    return max((one for one in targets if one.is_final and one.year >= year), key=lambda one: one.year, default=None)


def goal_of(base: Goal, texts: Mapping[str, str]) -> Goal:
    """BASE as TEXTS have it."""
    return replace(
        base,
        title=" ".join(texts.get("title", "").split()),
        text=texts.get("text", "").replace("\r\n", "\n").strip(),
        parent=texts.get("parent") or None,
        owner=" ".join(texts.get("owner", "").split()),
        supports=tuple(one for one in texts.get("supports", "").split() if one != texts.get("parent")),
        bodies=tuple(texts.get("bodies", "").split()),
    )


def indicator_in(typed: str, setting: TargetSetting) -> str:
    """The id of the indicator that TYPED names: by id, by name, or as the list has it. Raises CellError."""
    text = clean(typed)
    inside = re.fullmatch(r".*\(([A-Z]\d{5})\)", text)
    if not text:
        raise CellError("Raden har nivåer men ingen indikator.", "Välj en, eller töm nivåerna.")
    found = setting.references.indicator(inside[1] if inside else text)
    if found.kpi in setting.withdrawn:
        raise CellError("Nyckeltalet är tillbakadraget.", "Välj ett annat.")
    return found.kpi


def indicator_word(setting: TargetSetting, one: GoalIndicator) -> str:
    """ONE in words: its name, with whom it is about."""
    known = setting.catalogue.by_kpi.get(one.kpi)
    name = known.name if known else one.kpi
    return name if one.gender == "T" else f"{name}, {GENDER[one.gender]}"
