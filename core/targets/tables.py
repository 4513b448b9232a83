"""The table of targets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Computed, Double, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.state.tables import Base, UtcDateTime
from core.state.versions import one_current


class TargetRow(Base):
    """One version of one target; the current one is that without ``superseded_at``."""

    __tablename__ = "targets"
    __table_args__ = (
        CheckConstraint("gender IN ('T', 'K', 'M')", name="gender"),
        one_current("targets", "municipality", "kpi", "gender_key", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality: Mapped[str] = mapped_column(String(16))
    kpi: Mapped[str] = mapped_column(String(64))
    gender: Mapped[str | None] = mapped_column(String(1))
    # The database itself holds that no gender and T are one key, whoever writes.
    gender_key: Mapped[str] = mapped_column(String(1), Computed("coalesce(gender, 'T')", persisted=True))
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    value: Mapped[float | None] = mapped_column(Double)
    value2: Mapped[float | None] = mapped_column(Double)
    base_year: Mapped[int | None]
    comparison_group: Mapped[str | None] = mapped_column(String(64))
    rank: Mapped[int | None]
    tolerance: Mapped[float | None] = mapped_column(Double)
    is_final: Mapped[bool]
    decided_by: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_batch: Mapped[str] = mapped_column(String(32))
