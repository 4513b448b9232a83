"""The years from which an own indicator is measured otherwise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_versions", sa.Column("break_years", sa.Text, nullable=False, server_default=""))
