"""A small file of budgets and volumes: a row a body, or a row for each of its volumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.features.planning.edits import LONGEST_VOLUME, MOST_VOLUMES, amount_text, new_plan
from core.features.planning.file_bodies import plain
from core.goals.book import GoalBook
from core.goals.checking import MOST_TKR
from core.goals.models import Body, Plan, Volume, plan_key
from core.tabular.cells import RawRow, shown
from core.tabular.faults import CellError, Fault, cut, meant
from core.tabular.numbers import typed_number
from core.targets import cells

BODY, YEAR, NET, FRAME, VOLUME, COUNT, COST = "organ", "år", "nettobudget", "ram", "volym", "antal", "kostnad"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    BODY: ("organ", "nämnd"),
    YEAR: ("år", "planår"),
    NET: ("nettobudget", "nettobudget, tkr", "nettobudget tkr", "budget"),
    FRAME: ("ram", "ram, tkr", "ram tkr", "budgetram"),
    VOLUME: ("volym", "volymer"),
    COUNT: ("antal",),
    COST: ("kostnad", "kostnad, tkr", "kostnad tkr"),
}
_COLUMN_OF = {word: column for column, words in HEADINGS.items() for word in words}
_ADVICE = "Skriv ett tal i tusental kronor, till exempel 1250000."


def column_of(heading: str) -> str:
    """The column that HEADING stands over; '' for one that is not known."""
    return _COLUMN_OF.get(" ".join(heading.casefold().split()), "")


def is_money_header(texts: Sequence[str]) -> bool:
    """Whether TEXTS are the headings of such a file."""
    found = {column_of(text) for text in texts}
    return BODY in found and bool(found & {NET, FRAME, VOLUME})


def money_rows(book: GoalBook, year: int) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of such a file, of all bodies of YEAR in BOOK: what it says is read in again."""
    rows = []
    for body in (one for one in book.bodies.values() if one.is_of(year)):
        entry = book.plans.get(plan_key(body.id, year))
        plan = (entry.value if entry else None) or new_plan(body, year)
        for place, volume in enumerate(plan.volumes or (None,)):
            amounts = (plan.net_budget, plan.frame) if place == 0 else (None, None)
            said = (volume.name, amount_text(volume.number), amount_text(volume.cost)) if volume else ("", "", "")
            rows.append([body.name, str(year), *map(amount_text, amounts), *said])
    return [words[0] for words in HEADINGS.values()], rows


@dataclass
class MoneyReader:
    """Reads rows under HEADS as the plans of BOOK with their budgets; without a year of their own those of ``year``."""

    heads: Sequence[str]
    book: GoalBook
    year: int
    faults: list[Fault] = field(default_factory=list)
    plans: dict[str, Plan] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    _said: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)

    def read(self, rows: Sequence[RawRow]) -> list[Plan]:
        """The plans as ROWS have them."""
        unknown = [text for text in self.heads if text and not column_of(text)]
        for text in unknown:
            known = ", ".join(words[0] for words in HEADINGS.values())
            self.faults.append(Fault(0, cut(text), cut(text), "Kolumnen är okänd.", f"Kolumnerna är {known}."))
        for row in () if unknown else rows:
            self._row(row)
        return list(self.plans.values())

    def _row(self, row: RawRow) -> None:
        texts = {column_of(head): shown(row[place]).strip() for place, head in enumerate(self.heads) if head}
        year = self._year(row.number, texts.get(YEAR, ""))
        body = self._body(row.number, texts.get(BODY, ""), year)
        if body is None:
            return
        if not any(texts.get(column) for column in (NET, FRAME, VOLUME, COUNT, COST)):
            return
        key = plan_key(body.id, year)
        entry = self.book.plans.get(key)
        plan = self.plans.get(key) or (entry.value if entry and entry.value else new_plan(body, year))
        amounts = {
            column: self._number(row.number, column, texts.get(column, "")) for column in (NET, FRAME, COUNT, COST)
        }
        for column in (NET, FRAME):
            if (amount := amounts[column]) is not None:
                first, other = self._said.setdefault((key, column), (row.number, amount))
                if other != amount:
                    what = f"{body.name} har ett annat belopp på rad {first}."
                    self._note(row.number, column, texts[column], what, "Skriv samma, eller bara på en rad.")
                plan = replace(plan, net_budget=amount) if column == NET else replace(plan, frame=amount)
        self.plans[key] = self._with_volume(row.number, plan, texts.get(VOLUME, ""), amounts[COUNT], amounts[COST])
        self.rows.setdefault(key, row.number)

    def _with_volume(self, row: int, plan: Plan, name: str, count: float | None, cost: float | None) -> Plan:
        if not name and (count is not None or cost is not None):
            self._note(row, VOLUME, "", "Saknas.", "Skriv vad talet räknar.")
        elif name and count is None:
            self._note(row, COUNT, "", "Saknas.", "Skriv hur många.")
        elif len(name) > LONGEST_VOLUME:
            self._note(row, VOLUME, name, f"Namnet har {len(name)} tecken.", f"Korta det till högst {LONGEST_VOLUME}.")
        elif name and count is not None:
            volumes = {plain(one.name): one for one in plan.volumes} | {plain(name): Volume(name, count, cost)}
            if len(volumes) > MOST_VOLUMES:
                self._note(row, VOLUME, name, f"Planen har fler än {MOST_VOLUMES} volymer.", "Ta bort någon.")
            return replace(plan, volumes=tuple(volumes.values()))
        return plan

    def _year(self, row: int, text: str) -> int:
        try:
            return cells.optional_year(text) or self.year
        except CellError as error:
            self._note(row, YEAR, text, error.what, error.advice)
            return self.year

    def _body(self, row: int, text: str, year: int) -> Body | None:
        there = {plain(body.name): body for body in self.book.bodies.values() if body.is_of(year)}
        if found := there.get(plain(text)):
            return found
        known = {body.name: body.name for body in there.values()}
        advice = meant(text, known) or f"Det finns: {', '.join(known) or 'inga organ än'}."
        self._note(row, BODY, text, f"Organet finns inte {year}." if text else "Saknas.", advice)
        return None

    def _number(self, row: int, column: str, text: str) -> float | None:
        if not text:
            return None
        try:
            found = typed_number(text, _ADVICE if column != COUNT else "Skriv ett tal.")
        except CellError as error:
            self._note(row, column, text, error.what, error.advice)
            return None
        if found.unit not in ("", "tkr") or abs(found.value) > MOST_TKR:
            what = (
                "Talet har en annan enhet än tkr." if found.unit not in ("", "tkr") else "Beloppet är orimligt stort."
            )
            self._note(row, column, text, what, _ADVICE)
        return found.value

    def _note(self, row: int, column: str, given: str, what: str, advice: str) -> None:
        name = next((head for head in self.heads if column_of(head) == column), column)
        self.faults.append(Fault(row, cut(name), cut(given), what, advice))
