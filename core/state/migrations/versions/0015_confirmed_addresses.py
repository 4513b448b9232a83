"""Where somebody wants reminders: when she was asked whether the address is right, and when she answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("asked_at", "confirmed_at"):
        op.add_column("contacts", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
