"""The targets that hold, as frames, and many set at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Engine, func, select

from core.state.audit import Actor, Who
from core.state.database import reading, writing
from core.targets.models import COLUMNS, ImportOutcome, Target
from core.targets.tables import TargetRow
from core.targets.versions import set_in

_DTYPES = {
    **dict.fromkeys(("municipality", "kpi", "gender"), "str"),
    "year": "int64",
    "kind": "str",
    **dict.fromkeys(("value", "value2", "base_year"), "float64"),
    "group": "str",
    **dict.fromkeys(("rank", "tolerance"), "float64"),
    "is_final": "bool",
    **dict.fromkeys(("decided_by", "decision", "link"), "str"),
}


def held_targets(engine: Engine, municipality: str | None = None) -> pd.DataFrame:
    """The targets that hold, of MUNICIPALITY or of all, ordered by municipality, kpi, gender and year.

    Columns are those of ``Target``, in its order: texts are str and never missing (a gender or group
    that is not given is ''), year int64, is_final bool, and value, value2, base_year, rank and tolerance
    float64 with NaN where there is none. The same when there are no rows.
    """
    row = TargetRow
    statement = (
        select(
            *(row.municipality, row.kpi, func.coalesce(row.gender, ""), row.year, row.kind),
            *(row.value, row.value2, row.base_year, func.coalesce(row.comparison_group, "")),
            *(row.rank, row.tolerance, row.is_final, row.decided_by, row.decision, row.link),
        )
        .where(row.superseded_at.is_(None))
        .order_by(row.municipality, row.kpi, row.gender_key, row.year)
    )
    if municipality is not None:
        statement = statement.where(row.municipality == municipality)
    with reading(engine) as connection:
        rows = [tuple(found) for found in connection.execute(statement)]
    return pd.DataFrame.from_records(rows, columns=list(COLUMNS)).astype(_DTYPES)


def replace_targets(engine: Engine, targets: Sequence[Target], *, by: str | Who) -> ImportOutcome:
    """Let TARGETS hold from now on, set by BY (a person, or a name); those with other keys stay as they are.

    One transaction (``versions.set_in``). Raises ValueError if two of TARGETS have the same key.
    """
    with writing(engine) as session:
        who = Actor(by) if isinstance(by, str) else by
        saved = set_in(session, targets, by=who, now=datetime.now(UTC))
    return ImportOutcome(saved.added, saved.changed, len(targets) - saved.added - saved.changed)


def target_frame(targets: Sequence[Target]) -> pd.DataFrame:
    """TARGETS as ``held_targets`` gives them, in their order."""
    rows = [
        asdict(target) | {"kind": target.kind.value, "gender": target.gender or "", "group": target.group or ""}
        for target in targets
    ]
    return pd.DataFrame.from_records(rows, columns=list(COLUMNS)).astype(_DTYPES)
