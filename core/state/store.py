"""One open database, and the revision that caches are keyed on."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, select

from core.state.database import explained, glancing_engine, make_engine, read_url, reading
from core.state.tables import Revision, TableRevision
from core.state.upgrade import upgrade

# Of the tables and not of the classes: asked at every click, they are a third of the work.
_NUMBER = select(Revision.__table__.c.number)
_CHANGED_AT = select(TableRevision.__table__.c.name, TableRevision.__table__.c.number)


class State:
    """One open database; may be shared by threads. Every method raises StateError if the database refuses."""

    def __init__(self, engine: Engine) -> None:
        """Use ``open_state``: ENGINE's database must be at the newest version."""
        self._engine = engine
        self._glances = glancing_engine(engine)

    @property
    def engine(self) -> Engine:
        """The database itself, for the parts of core that keep what they own in it."""
        return self._engine

    def revision(self) -> int:
        """A number that grows with every committed change; one cheap query.

        To key a cache on it, ask for it before the content: then nothing old is kept under a new number.
        """
        with reading(self._glances) as connection:
            number: int = connection.execute(_NUMBER).scalar_one()
            return number

    def changed_at(self) -> Mapping[str, int]:
        """The revision that each table was last changed at, by its name; ask for it before the content too."""
        with reading(self._glances) as connection:
            return {one.name: one.number for one in connection.execute(_CHANGED_AT)}

    def close(self) -> None:
        """Let all connections go."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Open already; closed when the block ends."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def open_state(url: str) -> State:
    """Open the database at URL, making it or bringing it to the newest version where needed.

    URL is ``sqlite:///path`` (file and folder are made) or ``postgresql://user:password@host/database``.
    Raises StateError, whose message never shows the password, when that cannot be done.
    """
    engine = make_engine(read_url(url))
    try:
        with explained(engine.url):
            upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return State(engine)
