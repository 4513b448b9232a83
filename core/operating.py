"""What the log of changes calls that which is done at the terminal, for the page Drift: refreshes and backups."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from core.errors import NyckeltalError
from core.state import open_state
from core.state.audit import Change, Who, record
from core.state.database import explained, in_turn, writing_engine

REFRESH, BACKUP = "hämtning av siffror", "säkerhetskopia"
FETCHED, FAILED = "hämtade", "kunde inte hämta"

log = logging.getLogger(__name__)


def noted(url: str, by: Who, change: Change) -> None:
    """Let the log at URL tell of CHANGE, which BY made. What is done is done: a log that cannot be written is said."""
    try:
        with (
            open_state(url) as state,
            explained(state.engine.url),
            Session(writing_engine(state.engine)) as session,
            session.begin(),
        ):
            in_turn(session)
            record(session, by, datetime.now(UTC), change)
    except NyckeltalError as error:
        log.warning("the log of changes does not tell of this: %s %s", error, error.detail)
