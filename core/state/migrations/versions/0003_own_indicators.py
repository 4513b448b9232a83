"""Own indicators with their versions, values and steps, the areas' settings, and comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "own_indicators",
        sa.Column("id", sa.String(6), nullable=False),
        sa.Column("area", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_indicators")),
    )
    op.create_index(op.f("ix_own_indicators_area"), "own_indicators", ["area"])
    _create_values()
    _create_versions()
    _create_steps()
    op.create_table(
        "area_settings",
        sa.Column("area", sa.String(64), nullable=False),
        sa.Column("needs_approval", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("area", name=op.f("pk_area_settings")),
    )
    _create_comments()


def _create_values() -> None:
    indicator = sa.ForeignKeyConstraint(
        ["indicator"], ["own_indicators.id"], name=op.f("fk_own_uploads_indicator_own_indicators")
    )
    op.create_table(
        "own_uploads",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("indicator", sa.String(6), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer, nullable=False),
        sa.Column("uploaded_by", sa.String(100), nullable=False),
        sa.Column("uploaded_at", _MOMENT, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("municipalities", sa.Integer, nullable=False),
        sa.Column("first_year", sa.Integer, nullable=False),
        sa.Column("last_year", sa.Integer, nullable=False),
        indicator,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_uploads")),
    )
    op.create_index(op.f("ix_own_uploads_indicator"), "own_uploads", ["indicator"])
    upload = sa.ForeignKeyConstraint(
        ["upload_id"], ["own_uploads.id"], name=op.f("fk_own_values_upload_id_own_uploads")
    )
    key = ("upload_id", "municipality", "year", "period", "gender")
    op.create_table(
        "own_values",
        sa.Column("upload_id", sa.Integer, nullable=False),
        sa.Column("municipality", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("period", sa.String(3), nullable=False),
        sa.Column("gender", sa.String(1), nullable=False),
        sa.Column("value", sa.Double, nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("persons", sa.Integer, nullable=True),
        sa.CheckConstraint("gender IN ('T', 'K', 'M')", name=op.f("ck_own_values_gender")),
        sa.CheckConstraint("(value IS NULL) = (status <> '')", name=op.f("ck_own_values_value_or_status")),
        upload,
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_own_values")),
        sqlite_with_rowid=False,
    )


def _create_versions() -> None:
    texts = ("definition", "purpose", "source", "measured", "contact_role", "quality_note", "note")
    states = "'draft', 'waiting', 'published', 'refused', 'superseded', 'withdrawn'"
    op.create_table(
        "own_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("indicator", sa.String(6), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("parent", sa.Integer, nullable=True),
        sa.Column("restored", sa.Integer, nullable=True),
        sa.Column("is_beside", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("decimals", sa.Integer, nullable=False),
        sa.Column("direction", sa.String(16), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("year_rule", sa.String(16), nullable=False),
        sa.Column("least_persons", sa.Integer, nullable=False),
        sa.Column("lowest", sa.Double, nullable=True),
        sa.Column("highest", sa.Double, nullable=True),
        sa.Column("upload_id", sa.Integer, nullable=False),
        sa.Column("created_by_id", sa.Integer, nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_own_versions_state")),
        sa.ForeignKeyConstraint(
            ["indicator"], ["own_indicators.id"], name=op.f("fk_own_versions_indicator_own_indicators")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["own_uploads.id"], name=op.f("fk_own_versions_upload_id_own_uploads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_versions")),
        sa.UniqueConstraint("indicator", "number", name=op.f("uq_own_versions_indicator_number")),
    )
    op.create_index(op.f("ix_own_versions_state"), "own_versions", ["state"])
    op.create_index(op.f("ix_own_versions_upload_id"), "own_versions", ["upload_id"])
    is_published = sa.text("state = 'published'")
    op.create_index(
        "uq_own_versions_published",
        "own_versions",
        ["indicator"],
        unique=True,
        sqlite_where=is_published,
        postgresql_where=is_published,
    )


def _create_steps() -> None:
    version = sa.ForeignKeyConstraint(
        ["version_id"], ["own_versions.id"], name=op.f("fk_own_steps_version_id_own_versions")
    )
    op.create_table(
        "own_steps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("move", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        version,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_steps")),
    )
    op.create_index(op.f("ix_own_steps_version_id"), "own_steps", ["version_id"])


def _create_comments() -> None:
    key = ("municipality", "indicator", "year")
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("municipality", sa.String(16), nullable=False),
        sa.Column("indicator", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("actions", sa.Text, nullable=False),
        sa.Column("created_by_id", sa.Integer, nullable=True),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("superseded_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint(*key, "number", name=op.f("uq_comments_municipality_indicator_year_number")),
    )
    is_current = sa.text("superseded_at IS NULL")
    op.create_index(
        "uq_comments_current", "comments", [*key], unique=True, sqlite_where=is_current, postgresql_where=is_current
    )


def downgrade() -> None:
    for table in ("comments", "area_settings", "own_steps", "own_versions", "own_values", "own_uploads"):
        op.drop_table(table)
    op.drop_table("own_indicators")
