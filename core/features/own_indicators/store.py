"""Everything that is kept of own indicators: what pages and commands use."""

from __future__ import annotations

from core.access.service import opened_state
from core.catalogue import Catalogue, default_catalogue
from core.features.own_indicators.history import History
from core.features.own_indicators.publishing import Publishing
from core.features.own_indicators.saving import Saving
from core.settings import Settings
from core.state import State
from core.web.drafts import PendingWork


class OwnStore:
    """Own indicators in STATE's database; may be shared by threads.

    ``saving`` makes versions, ``publishing`` takes them through their life, ``history`` reads them, ``pending`` keeps
    what somebody has begun and not saved. Areas are checked against CATALOGUE (without one, the shipped).
    """

    def __init__(self, state: State, catalogue: Catalogue | None = None) -> None:
        known = catalogue or default_catalogue()
        self.saving = Saving(state.engine, known)
        self.publishing = Publishing(state.engine, known)
        self.history = History(state.engine)
        self.pending = PendingWork(state.engine)


def current_own(catalogue: Catalogue | None = None) -> OwnStore:
    """The process's own, by the settings in the environment. CATALOGUE as for ``OwnStore``."""
    return OwnStore(opened_state(Settings.from_environment().database_url), catalogue)
