"""The bodies that a goals file names: those there are, those that are new, and those that cannot be meant."""

from __future__ import annotations

from collections.abc import Mapping

from core.access.rights import Action, may
from core.features.planning import file_columns as columns
from core.features.planning.file_rows import GoalRow, RowReader
from core.goals.book import GoalBook
from core.goals.models import Body, BodyKind, new_id
from core.goals.planning import Planning
from core.tabular.faults import meant

# So alike that one of them is a slip of the hand: ”grundskolenämden”, not ”förskolenämnden”.
_SLIP = 0.85


class FileBodies:
    """The bodies of BOOK that are there in YEAR, and the ``new`` ones that a file adds, which ``doubts`` tell of."""

    def __init__(self, planning: Planning, book: GoalBook, year: int, reader: RowReader) -> None:
        self._planning, self._book, self._year, self._reader = planning, book, year, reader
        self.by_name = {plain(body.name): body for body in book.bodies.values() if body.is_of(year)}
        self.new: list[Body] = []
        self.doubts: list[tuple[int, str]] = []
        self._council = next((one for one in self.by_name.values() if one.is_council), None)

    def councils(self, row: GoalRow) -> Body:
        """The council, which ROW, of one of its goals, need not name."""
        said = row.texts[columns.BODY]
        if (
            said
            and not (self._council and plain(said) == plain(self._council.name))
            and "fullmäktige" not in plain(said)
        ):
            what = "Raden har ett fullmäktigemål men inget nämndmål."
            self._reader.note(row.number, columns.BODY, said, what, "Skriv nämndmålet, eller töm cellen.")
        if self._council is None:
            self._council = self._new_body(said or "Kommunfullmäktige", BodyKind.COUNCIL, row.number)
        return self._council

    def of(self, row: GoalRow) -> Body | None:
        """The one that ROW names, there already or new; None where it has a fault."""
        text = row.texts[columns.BODY]
        if found := self.by_name.get(plain(text)):
            return found
        known = {body.name: body.name for body in self.by_name.values()}
        near = meant(text, known, alike=_SLIP)
        others = [body for body in self._book.bodies.values() if plain(body.name) == plain(text)]
        places = self._reader.references.names
        strange = [name for id_, name in places.items() if id_ != self._planning.municipality and _names(text, name)]
        if others:
            what = f"Organet finns inte {self._year}."
            self._reader.note(
                row.number, columns.BODY, text, what, "Skriv det som finns i stället, eller ändra dess år."
            )
        elif strange:
            what = f"Organet ser ut att vara {strange[0]}s."
            self._reader.note(row.number, columns.BODY, text, what, "Ta bort raden, eller rätta namnet.")
        elif near or not may(self._planning.by, Action.DECIDE_PLAN, municipality=self._planning.municipality):
            there = (
                f"Det finns: {', '.join(known)}." if known else "Be den som har hand om alla områden lägga till det."
            )
            self._reader.note(row.number, columns.BODY, text, "Organet är okänt.", near or there)
        else:
            return self._new_body(text, _kind_of(text), row.number)
        return None

    def _new_body(self, name: str, kind: BodyKind, row: int) -> Body:
        if not may(self._planning.by, Action.DECIDE_PLAN, municipality=self._planning.municipality):
            advice = "Be den som har hand om alla områden lägga in fullmäktiges plan."
            self._reader.note(row, columns.BODY, name, "Kommunen har inget fullmäktige inlagt.", advice)
        body = Body(new_id(), kind, name)
        self.by_name[plain(name)] = body
        self.new.append(body)
        self.doubts.append((row, f"{name} finns inte bland organen, och läggs till ({kind.value})."))
        return body

    def kind(self, body: str) -> BodyKind:
        """What BODY (an id) is."""
        return next(one.kind for one in self.by_name.values() if one.id == body)


def plain(text: str) -> str:
    """TEXT as titles are compared."""
    return " ".join(text.casefold().split())


def _names(text: str, place: str) -> bool:
    """Whether TEXT names the municipality PLACE, bare or as a genitive."""
    words = plain(text).split()
    wanted = plain(place).split()
    ends = (wanted, [*wanted[:-1], f"{wanted[-1]}s"])
    return any(words[i : i + len(wanted)] in ends for i in range(len(words)))


def _kind_of(name: str) -> BodyKind:
    words: Mapping[str, BodyKind] = {"fullmäktige": BodyKind.COUNCIL, "kommunstyrelse": BodyKind.BOARD}
    found = next((kind for word, kind in words.items() if word in plain(name)), None)
    is_company = plain(name).split()[-1:] == ["ab"] or "bolag" in plain(name)
    return found or (BodyKind.COMPANY if is_company else BodyKind.COMMITTEE)
