"""A row that has been a line is the same row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    select,
)

from core.state.carried import columns_of, lines_of, put_lines
from core.state.tables import UtcDateTime

TABLE = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("text", String(50)),
    Column("number", Double),
    Column("at", UtcDateTime),
    Column("content", LargeBinary),
    Column("is_done", Boolean),
    Column("fields", JSON),
)
ZONES = st.builds(lambda hours: timezone(timedelta(hours=hours)), st.integers(-12, 14))
ROWS = st.lists(
    st.tuples(
        st.integers(1, 10**9),
        st.none() | st.text(st.characters(codec="utf-8")),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9000, 1, 1), timezones=ZONES),  # noqa: DTZ001 - Hypothesis adds the zone
        st.none() | st.binary(),
        st.none() | st.booleans(),
        st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))),
    ),
    unique_by=lambda row: row[0],
    max_size=45,
)


@given(ROWS)
def test_a_row_that_has_been_a_line_is_the_same_row(rows: Sequence[Sequence[Any]]) -> None:
    engine = create_engine("sqlite://")
    TABLE.metadata.create_all(engine)
    with engine.begin() as connection:
        if rows:
            connection.execute(TABLE.insert(), [dict(zip(TABLE.columns.keys(), row, strict=True)) for row in rows])
        before = connection.execute(select(TABLE).order_by(TABLE.c.id)).all()
        lines = list(lines_of(connection, TABLE))
        assert all(line.count(b"\n") == 1 for line in lines)
        connection.execute(TABLE.delete())
        assert put_lines(connection, TABLE, columns_of(TABLE), lines) == len(rows)
        assert connection.execute(select(TABLE).order_by(TABLE.c.id)).all() == before
    engine.dispose()
