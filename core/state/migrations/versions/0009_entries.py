"""What is entered in the steering cycle, with its versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("municipality", sa.String(16), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("content", sa.Text, nullable=True),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.Column("batch", sa.String(32), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("created_by_id", sa.Integer, nullable=True),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint(
            "kind", "municipality", "key", "number", name=op.f("uq_entries_kind_municipality_key_number")
        ),
    )
    current = sa.text("superseded_at IS NULL")
    op.create_index(
        "uq_entries_current",
        "entries",
        ["kind", "municipality", "key"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index(op.f("ix_entries_municipality_kind"), "entries", ["municipality", "kind"])
    op.create_index(op.f("ix_entries_batch"), "entries", ["batch"])
