"""Run by Alembic: migrates the connection that core.state.upgrade hands over, in its transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite cannot alter most of a table: later migrations rebuild it.
    render_as_batch=True,
)
context.run_migrations()
