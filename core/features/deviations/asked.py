"""What an analysis is asked for by in addresses and forms, and what changes it for who asks."""

from __future__ import annotations

from core.access.service import opened_state
from core.cycle.proposing import Proposing
from core.cycle.reasoning import Reasoning
from core.settings import Settings
from core.web.visit import Visit

# In an address and in forms: which deviation, or of which indicator; which cause or proposal is written in, "ny" for a
# new one; and what is suggested for it.
KEY, KPI, CLAIM, PROPOSAL, HINT = "avvikelse", "nyckeltal", "orsak", "forslag", "tips"
NEW = "ny"


def reasoning_of(visit: Visit, municipality: str) -> Reasoning:
    """MUNICIPALITY's analyses for who asks, in the process's own database."""
    engine = opened_state(Settings.from_environment().database_url).engine
    return Reasoning(engine, visit.catalogue, municipality, visit.person, visit.now)


def proposing_of(visit: Visit, municipality: str) -> Proposing:
    """MUNICIPALITY's proposals for who asks, in the process's own database."""
    engine = opened_state(Settings.from_environment().database_url).engine
    return Proposing(engine, visit.catalogue, municipality, visit.person, visit.now)
