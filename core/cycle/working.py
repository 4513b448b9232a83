"""How something is changed on the way from a deviation to its measures: rights in front, nothing overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from core.access.entering import Entering
from core.access.rights import Action
from core.catalogue import Catalogue
from core.cycle.book import CycleBook, read_book
from core.errors import NyckeltalError
from core.state.database import reading, writing
from core.state.entries import Entries, Entry, Save, as_made, save_of, saved_in, undo

V = TypeVar("V")

Typed = Mapping[str, str]
READ_AGAIN = "Läs in sidan igen."
# A form's text, a name or a title in it, and how many of one kind a municipality may have of one thing.
LONGEST_TEXT, LONGEST_TITLE, MOST_OF_ONE = 2000, 200, 100


class CycleError(NyckeltalError):
    """Something cannot be done on the way from a deviation to its measures as it was asked for."""


def last_of(versions: Sequence[Entry[V]]) -> V | None:
    """The newest of VERSIONS that is not taken away."""
    return next((one.value for one in versions if one.value is not None), None)


@dataclass(frozen=True)
class Writing:
    """A SESSION that writes, what there is in it (with drafts), and the SAVE that is made."""

    session: Session
    book: CycleBook
    save: Save


@dataclass(frozen=True)
class Working(Entering):
    """What MUNICIPALITY has of deviations and measures, and who changes it when. All raise StateError."""

    catalogue: Catalogue

    def book(self) -> CycleBook:
        """All there is as it is now, with drafts. Raises NotAllowedError."""
        self.require(Action.READ_PLANS)
        with reading(self.engine) as connection:
            return read_book(connection, self.municipality, drafts=True)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A save of however many things. Raises NotAllowedError for who may not even read."""
        self.require(Action.READ_PLANS)
        with writing(self.engine) as session:
            book = read_book(session.connection(), self.municipality, drafts=True)
            yield Writing(session, book, save_of(self.by, self.now))

    def put(
        self,
        at: Writing,
        of: Entries[V],
        key: str,
        value: V | None,
        *,
        seen: int | None = None,
        is_public: bool | None = None,
    ) -> Save:
        """Let VALUE hold for KEY, seen by whom the version before was unless IS_PUBLIC says. Raises OvertakenError.

        Rights are asked for before. The save of what changed nothing has no batch.
        """
        of.put(at.session, self.municipality, key, value, at.save, seen=seen, is_public=is_public)
        return as_made(at.session, at.save)

    def undo(self, batch: str, may_undo: Callable[[str, str, CycleBook], None], kinds: Sequence[Entries[Any]]) -> int:
        """Let what was before the save BATCH of things of KINDS hold again; how many came back.

        MAY_UNDO (kind, key, book) raises NotAllowedError. Raises CycleError for a save of other things, OvertakenError,
        VersionError.
        """
        known = {one.kind for one in kinds}
        with self.writing() as at:
            made = saved_in(at.session, self.municipality, batch)
            for one in made:
                if one.kind not in known:
                    raise CycleError("Det här ångras inte här.", "Gå till sidan där det gjordes.")
                may_undo(one.kind, one.key, at.book)
                if one.first == 1 and at.book.stands_on(one.key, {(other.kind, other.key) for other in made}):
                    what = "Det finns annat som hänger på det nu."
                    raise CycleError(what, "Avsluta eller ta tillbaka det i stället.")
            return undo(at.session, self.municipality, batch, self.by, self.now)
