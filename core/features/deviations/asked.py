"""What an analysis is asked for by in addresses and forms, and what changes it for who asks."""

from __future__ import annotations

from core.access.service import current_engine
from core.cycle.proposing import Proposing
from core.cycle.reasoning import Reasoning
from core.web.visit import Visit

# In an address and in forms: which deviation, or of which indicator; which cause or proposal is written in, "ny" for a
# new one; and what is suggested for it.
KEY, KPI, CLAIM, PROPOSAL, HINT = "avvikelse", "nyckeltal", "orsak", "forslag", "tips"
NEW = "ny"


def reasoning_of(visit: Visit, municipality: str) -> Reasoning:
    """MUNICIPALITY's analyses for who asks, in the process's own database."""
    engine = current_engine()
    return Reasoning(engine, municipality, visit.person, visit.now, visit.catalogue)


def proposing_of(visit: Visit, municipality: str) -> Proposing:
    """MUNICIPALITY's proposals for who asks, in the process's own database."""
    engine = current_engine()
    return Proposing(engine, municipality, visit.person, visit.now, visit.catalogue)
