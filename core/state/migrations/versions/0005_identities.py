"""Who signs in where she works."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("object_id", sa.String(100), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_identities_account_id_accounts")),
        sa.PrimaryKeyConstraint("tenant", "object_id", name=op.f("pk_identities")),
        sa.UniqueConstraint("account_id", name=op.f("uq_identities_account_id")),
    )
