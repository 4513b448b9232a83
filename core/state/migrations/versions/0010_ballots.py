"""Answers that nobody can tell who gave, and the codes that let one answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participant_codes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("room", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("is_used", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_codes")),
        sa.UniqueConstraint("room", "code_hash", name=op.f("uq_participant_codes_room_code_hash")),
    )
    op.create_table(
        "ballots",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("room", sa.String(32), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ballots_room"), "ballots", ["room"])
