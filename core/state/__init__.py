"""What people enter: kept in one transactional database, in versions, never overwritten."""

from core.state.database import StateError
from core.state.store import State, open_state

__all__ = ["State", "StateError", "open_state"]
