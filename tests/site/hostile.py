"""Text that somebody means harm with, in every place that a person or Kolada can bring text to.

The places are found from the code: the fields of all that ``Entries`` keep, the text columns of all tables, the fields
of decks and reports. What is a code and no text is named in CODES; all else is taken for free text, so that a new field
is tried as soon as it is there.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import duckdb
from pydantic import BaseModel
from sqlalchemy import JSON, Engine, String, select, text, update

from core.site.tables import TABLES
from core.state.entries import Entries, EntryRow

# A formula, an element, the end of an attribute, of a template's braces and of Markdown, a line of a calendar's own.
HARM = (
    "<nkx onnk=1> \"><nkx y=\" 'onnk='1 <img src=\"http://evil.example/x.png\"/> <a href='javascript:nkx'>x</a>"
    " {{ 7*7 }} **a** [x](javascript:nkx) &lt;nkx&gt; </script>"
)
LINES = "\r\nATTACH:http://evil.example/\r\n\r\n    <nkx>"

# What these models take of a text.
SHORT = {"SeminarDay": 80, "Session": 80, "SlidePlan": 200}

# What has these is gone from most pages: one in so many has.
ENDINGS, ONE_IN = {"withdrawn"}, 5

# Fields that hold what the program itself has given out, or one of its words.
CODES = {
    "*": {"id", "kpi", "gender", "area", "areas", "body", "bodies", "measure", "measures", "deviation", "of"},
    "Body": {"key"},
    "Goal": {"parent", "supports", "origin"},
    "Assignment": {"giver", "receivers", "goal"},
    "Claim": {"parent"},
    "Conclusion": {"rests_on"},
    "Measure": {"example"},
    "Activity": {"plan"},
    "YearEvent": {"hangs_on", "origin"},
    "AreaRole": {"municipality"},
    "DaysExample": {"municipality"},
    # Made of the figures: what they were, not what anybody wrote.
    "Frozen": {"definition", "target_text"},
    "Stamp": {"seal", "words"},
    "Run": {"exercise", "letters", "filled"},
    "Led": {"municipality", "run"},
    "Consent": {"municipality", "run", "exercise"},
    "Heading": {"field"},
    "Placed": {"heading"},
    "RoomState": {"dots"},
    "Question": {"slide"},
    "Showing": {"deck", "letters", "stage", "now"},
    "SlidePlan": {"municipality", "result"},
    "Session": {"area"},
    "DeckPlan": set(),
    "ReportTexts": set(),
}
COLUMNS_OF_CODES = {
    "*": {
        *("id", "kpi", "gender", "gender_key", "municipality", "municipality_code", "area", "indicator", "kind", "key"),
        *("batch", "link", "status", "state", "sha256", "token_hash", "address_key", "password_hash", "login", "role"),
        *("import_batch", "comparison_group", "room", "code_hash", "tenant", "object_id", "period", "move", "subject"),
        # What the account was called: tried by ``accounts.name``.
        *("created_by", "uploaded_by", "by", "who"),
        *("direction", "category", "year_rule", "audit_head", "version_num", "areas", "editors", "break_years"),
    },
    # JSON of the kinds below, and what is written there word by word.
    "entries": {"content"},
    "decks": {"plan", "frozen"},
    "reports": {"plan", "frozen"},
    "seminar_day": {"content"},
    "ballots": {"content"},
    "pending_work": {"fields"},
    "page_views": {"monday", "page"},
    # Years, which the form has read as numbers.
    "own_versions": {"break_years"},
    "room_notes": {"field", "part", "author"},
    "templates": {"owner"},
    "contacts": {"kinds", "token"},
    "audit_log": {"before", "after", "action"},
}
# A decision's link is an address to whoever reads it: it stands in a column that is no code.
TEXTS_ALL_THE_SAME = {("targets", "link")}


@dataclass
class Places:
    """The places that a text can be brought to, each with the mark that stands in its text."""

    marks: dict[str, str] = field(default_factory=dict)
    _turns: Counter[str] = field(default_factory=Counter)

    def at(self, place: str, *, lines: bool = True) -> str:
        """The harmful text of PLACE."""
        mark = self.marks.setdefault(place, f"nk{len(self.marks):03}q")
        return f"={mark} {HARM}{LINES if lines else ''}"

    def is_turn(self, place: str) -> bool:
        """Whether PLACE is one of those that are filled, of the many alike."""
        self._turns[place] += 1
        return self._turns[place] % ONE_IN == 0


def is_code(owner: str, name: str) -> bool:
    return name in CODES["*"] or name in CODES.get(owner, ())


def kinds() -> list[Entries[Any]]:
    """All that people enter in the steering cycle, from the code's own rooms."""
    rooms = [module for name, module in sys.modules.items() if name.startswith("core.")]
    found = {one.kind: one for room in rooms for one in vars(room).values() if isinstance(one, Entries)}
    return [found[kind] for kind in sorted(found)]


def type_of(kind: Entries[Any]) -> type:
    found = kind._form._type
    assert isinstance(found, type)
    return found


def text_fields(of: type, seen: set[type] | None = None) -> Iterator[str]:
    """The fields of OF and of what is in it that hold free text, as "Owner.field"."""
    seen = seen if seen is not None else set()
    if of in seen:
        return
    seen.add(of)
    for name, hint in get_type_hints(of).items():
        for part in _parts(hint):
            if part is str and not is_code(of.__name__, name) and not name.startswith(("model_", "_")):
                yield f"{of.__name__}.{name}"
            elif isinstance(part, type) and (is_dataclass(part) or issubclass(part, BaseModel)):
                yield from text_fields(part, seen)


def _parts(hint: Any) -> Iterator[Any]:
    arguments = get_args(hint)
    if not arguments:
        yield hint
    for one in arguments:
        yield from _parts(one)


def harmed(value: Any, places: Places) -> Any:
    """VALUE with harmful text in every free field of it and of what is in it."""
    names = [one.name for one in fields(value)] if is_dataclass(value) else list(type(value).model_fields)
    changed = {name: _harmed(type(value).__name__, name, getattr(value, name), places) for name in names}
    if isinstance(value, BaseModel):
        return value.model_copy(update=changed)
    return replace(value, **changed)


def _harmed(owner: str, name: str, held: Any, places: Places) -> Any:
    if type(held) is str:
        if is_code(owner, name) or (name in ENDINGS and not places.is_turn(f"{owner}.{name}")):
            return held
        return places.at(f"{owner}.{name}")[: SHORT.get(owner)].strip()
    if isinstance(held, BaseModel) or (is_dataclass(held) and not isinstance(held, type)):
        return harmed(held, places)
    if isinstance(held, tuple):
        return tuple(_harmed(owner, name, one, places) for one in held)
    if isinstance(held, Mapping) and not is_code(owner, name):
        return {key: _harmed(owner, name, one, places) for key, one in held.items()}
    return held


def harm_entries(engine: Engine, places: Places) -> None:
    """Let all that is entered in the steering cycle be harmful."""
    with engine.begin() as connection:
        for kind in kinds():
            rows = connection.execute(select(EntryRow.id, EntryRow.content).where(EntryRow.kind == kind.kind)).all()
            for row, content in rows:
                assert content is not None
                value = harmed(kind._form.validate_json(content), places)
                told = kind._form.dump_json(value).decode()
                connection.execute(update(EntryRow).where(EntryRow.id == row).values(content=told))


def text_columns() -> list[tuple[str, str]]:
    """The columns of all tables that hold free text. What a row is known by is none: the program makes it."""
    return [
        (table.name, column.name)
        for table in TABLES
        for column in table.columns
        if (
            isinstance(column.type, String | JSON)
            and not column.primary_key
            and not (column.name in COLUMNS_OF_CODES["*"] or column.name in COLUMNS_OF_CODES.get(table.name, ()))
        )
        or (table.name, column.name) in TEXTS_ALL_THE_SAME
    ]


def harm_columns(engine: Engine, places: Places) -> None:
    """Let every text column be harmful, where it says something or may."""
    with engine.begin() as connection:
        for table, column in text_columns():
            told = places.at(f"{table}.{column}")
            connection.execute(text(f"UPDATE {table} SET {column} = :told WHERE {column} IS NOT NULL"), {"told": told})
        for row, content in connection.execute(text("SELECT key, content FROM ballots")).all():
            given = json.loads(content)
            if "bra" in given:
                given["bra"] = places.at("ballots.answer")
                told = json.dumps(given)
                connection.execute(
                    text("UPDATE ballots SET content = :told WHERE key = :row"), {"told": told, "row": row}
                )
        log = "UPDATE audit_log SET before = :told, after = :told WHERE id % 2 = 0"
        connection.execute(
            text(log), {"told": json.dumps({places.at("audit_log.name"): places.at("audit_log.before")})}
        )


# What Kolada brings: a table's column, and which column tells its rows apart.
KOLADAS = (
    ("municipality", "title"),
    ("municipality_group", "title"),
    ("kpi", "title"),
    ("kpi", "description"),
    ("kpi", "problem"),
    ("kpi", "perspective"),
    ("kpi", "operating_area"),
    ("unit", "title"),
)


def harm_snapshot(file: Path, places: Places) -> None:
    """Let every text that Kolada has sent be harmful; municipalities, groups and units are still told apart."""
    with duckdb.connect(str(file)) as connection:
        for table, column in KOLADAS:
            apart = "" if table == "kpi" else " || ' ' || id"
            told = places.at(f"Kolada {table}.{column}", lines=False)
            connection.execute(f"UPDATE {table} SET {column} = ?{apart}", [told])
