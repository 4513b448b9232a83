"""The table of reminders that have gone, so that none goes twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.state.tables import Base, UtcDateTime


class ReminderRow(Base):
    """A reminder that is taken to be sent, and whether it has been: the key alone says that it never goes again.

    ``key`` is a hash: nothing of what somebody has to do stands here.
    """

    __tablename__ = "reminders"

    account_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    is_settled: Mapped[bool]
