"""What people enter: kept in one transactional database, in versions, never overwritten."""

from core.signals import TargetKind
from core.state.database import StateError
from core.state.store import State, open_state
from core.state.targets import ImportOutcome, Target

__all__ = ["ImportOutcome", "State", "StateError", "Target", "TargetKind", "open_state"]
