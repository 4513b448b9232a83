"""Targets, and the revision that grows with every change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    revision_table = op.create_table(
        "revision",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_revision_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.bulk_insert(revision_table, [{"id": 1, "number": 0}])
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("municipality", sa.String(16), nullable=False),
        sa.Column("kpi", sa.String(64), nullable=False),
        sa.Column("gender", sa.String(1), nullable=True),
        sa.Column("gender_key", sa.String(1), sa.Computed("coalesce(gender, 'T')", persisted=True), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.Double, nullable=True),
        sa.Column("value2", sa.Double, nullable=True),
        sa.Column("base_year", sa.Integer, nullable=True),
        sa.Column("comparison_group", sa.String(64), nullable=True),
        sa.Column("rank", sa.Integer, nullable=True),
        sa.Column("tolerance", sa.Double, nullable=True),
        sa.Column("is_final", sa.Boolean, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_batch", sa.String(32), nullable=False),
        sa.CheckConstraint("gender IN ('T', 'K', 'M')", name=op.f("ck_targets_gender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    is_current = sa.text("superseded_at IS NULL")
    op.create_index(
        "uq_targets_current",
        "targets",
        ["municipality", "kpi", "gender_key", "year"],
        unique=True,
        sqlite_where=is_current,
        postgresql_where=is_current,
    )


def downgrade() -> None:
    op.drop_table("targets")
    op.drop_table("revision")
