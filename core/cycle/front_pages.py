"""Front pages that groups in a room write on their phones: two who write in one place at once lose no words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy.orm import Session

from core.catalogue.exercises import Picture
from core.cycle.exercises import answerer_of
from core.cycle.room_phones import Phones, RoomNow, checked_note, note_key, plain_note, require_room
from core.cycle.working import CycleError
from core.state.database import reading
from core.state.notes import Note, counts, note, notes, put_note

# What a group is called is a note too, which all its others are a part of.
GROUP = "grupp"
LONGEST_PIECE, LONGEST_NAME, MOST_GROUPS = 600, 40, 60


@dataclass(frozen=True)
class Piece:
    """What a phone writes in a place of its group's page: TEXT, where it saw SEEN and has SENT what came before it.

    ``key`` is the piece's where it has one already; ``name`` is the phone's own for it, and of what it becomes beside
    another's.
    """

    group: str
    field: str
    text: str
    name: str
    key: str = ""
    seen: str = ""
    sent: str = ""


@dataclass(frozen=True)
class FrontPages(Phones):
    """The same of rooms where groups write front pages. All raise StateError."""

    picture: ClassVar[Picture] = Picture.FRONT_PAGE

    def pieces(self, key: str, *, since: int = 0) -> list[Note]:
        """All that stands in the room KEY or has been taken away, groups' names too; that was written after SINCE."""
        with reading(self.engine) as connection:
            return notes(connection, key, since=since)

    def begin(self, key: str, token: str, sent: str, name: str) -> str:
        """A new group called NAME, which the phone names SENT; its key. One that is called so already is taken.

        Raises CycleError.
        """
        plain = checked_note(name, LONGEST_NAME)

        def deed(session: Session, _: RoomNow) -> str:
            groups = [one for one in notes(session.connection(), key) if one.field == GROUP and one.text]
            for one in groups:
                if one.text.casefold() == plain.casefold():
                    return one.part
            if len(groups) >= MOST_GROUPS:
                raise CycleError(f"{MOST_GROUPS} grupper är redan många.", "Gå med i någon av dem.")
            author, mine = answerer_of(session, key, token), note_key(session, key, sent)
            require_room(counts(session, key, author))
            return put_note(session, key, Note(mine, GROUP, mine, plain), author).part

        return self._written(key, deed)

    def put(self, key: str, token: str, piece: Piece) -> Note:
        """Keep PIECE; how it stands then. Where somebody else has changed it meanwhile, hers stands and this beside it.

        What is emptied takes nothing of hers away: hers is given back. Raises CycleError where it is closed, too long
        or full, and for a place that the page has not.
        """
        text = checked_note(piece.text, LONGEST_PIECE, has_lines=True) if plain_note(piece.text) else ""
        known = [plain_note(one, has_lines=True) for one in (piece.seen, piece.sent)]

        def deed(session: Session, now: RoomNow) -> Note:
            self._require(session, now, piece)
            named = note_key(session, key, piece.name)
            found = note(session, key, piece.key or named)
            if found is None or found[0].part != piece.group:
                return self._new(session, key, token, Note(named, piece.field, piece.group, text))
            there, author = found
            if there.text in known:
                return put_note(session, key, replace(there, text=text), author) if text != there.text else there
            if text in ("", there.text):
                return there
            beside = note_key(session, key, f"{piece.name} bredvid")
            if twin := note(session, key, beside):
                return put_note(session, key, replace(twin[0], text=text), twin[1])
            return self._new(session, key, token, Note(beside, piece.field, piece.group, text))

        return self._written(key, deed)

    @staticmethod
    def _new(session: Session, key: str, token: str, one: Note) -> Note:
        if not one.text:
            return one
        author = answerer_of(session, key, token)
        require_room(counts(session, key, author))
        return put_note(session, key, one, author)

    @staticmethod
    def _require(session: Session, now: RoomNow, piece: Piece) -> None:
        groups = {one.part for one in notes(session.connection(), now.run.id) if one.field == GROUP and one.text}
        if piece.field not in {one.id for one in now.run.asked(0)} or piece.group not in groups:
            raise CycleError("Den platsen finns inte på sidan.", "Ladda om sidan. Det du skrev står kvar på telefonen.")
