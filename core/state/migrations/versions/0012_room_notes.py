"""Notes that a room writes together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_notes",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("room", sa.String(32), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("part", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.String(32), nullable=False),
        sa.Column("change", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_room_notes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_room_notes_room_change"), "room_notes", ["room", "change"])
