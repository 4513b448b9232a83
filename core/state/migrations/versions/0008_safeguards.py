"""The log as a chain, all who have edited what is to be approved, passwords set by another, and a session's device."""

from __future__ import annotations

from datetime import UTC
from typing import cast

import sqlalchemy as sa
from alembic import op

from core.state.audit import START, TOLD, Kept, linked

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOVES_THAT_PUBLISH = ("publish", "approve")


def upgrade() -> None:
    # With a default, so that SQLite need not make the tables anew: others point at them.
    op.add_column("accounts", sa.Column("is_password_given", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("device", sa.String(60), nullable=False, server_default=""))
    op.add_column("audit_log", sa.Column("link", sa.String(64), nullable=False, server_default=""))
    op.add_column("installation", sa.Column("audit_head", sa.String(64), nullable=False, server_default=START))
    op.add_column("own_versions", sa.Column("editors", sa.JSON, nullable=False, server_default="[]"))
    # Who signs in where she works has no password here, whatever she was given before that was refused.
    op.execute("UPDATE accounts SET password_hash = '' WHERE id IN (SELECT account_id FROM identities)")
    _chain_the_log()
    _count_the_editors()


def _chain_the_log() -> None:
    log = sa.table(
        "audit_log",
        sa.column("id", sa.Integer),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("link", sa.String),
        *(sa.column(name) for name in TOLD[1:]),
    )
    connection, link, links = op.get_bind(), START, []
    for row in connection.execute(sa.select(log).order_by(log.c.id)).mappings():
        # SQLite keeps no time zone: what it has is UTC.
        at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)
        link = linked(link, cast("Kept", {**row, "at": at}))
        links.append({"row": row["id"], "new": link})
    if links:
        change = log.update().where(log.c.id == sa.bindparam("row")).values(link=sa.bindparam("new"))
        connection.execute(change, links)
    installation = sa.table("installation", sa.column("audit_head", sa.String))
    connection.execute(installation.update().values(audit_head=link))


def _count_the_editors() -> None:
    names = ("id", "indicator", "number", "parent", "restored", "created_by_id")
    versions = sa.table("own_versions", sa.column("editors", sa.JSON), *(sa.column(name) for name in names))
    steps = sa.table("own_steps", sa.column("version_id"), sa.column("move"))
    connection = op.get_bind()
    seen = set(connection.scalars(sa.select(steps.c.version_id).where(steps.c.move.in_(_MOVES_THAT_PUBLISH))))
    unseen: dict[tuple[str, int], set[int]] = {}
    columns = [versions.c[name] for name in names]
    for row in connection.execute(sa.select(*columns).order_by(versions.c.indicator, versions.c.number)).all():
        editors = {row.created_by_id, *unseen.get((row.indicator, row.restored or row.parent or 0), set())}
        if row.id not in seen:
            unseen[row.indicator, row.number] = editors
        connection.execute(versions.update().where(versions.c.id == row.id).values(editors=sorted(editors)))
