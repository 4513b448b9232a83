"""What somebody has begun to put in and not yet saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    account = sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_pending_work_account_id_accounts"))
    op.create_table(
        "pending_work",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        account,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_work")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pending_work_account_id"), "pending_work", ["account_id"])
