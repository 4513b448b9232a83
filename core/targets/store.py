"""The targets that hold, as frames, and many set at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import uuid4

import pandas as pd
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from core.signals import TargetKind
from core.state.audit import Actor, Who, record
from core.state.database import reading, writing
from core.targets.models import COLUMNS, ImportOutcome, Target, TargetKey
from core.targets.tables import TargetRow
from core.targets.versions import change_of, target_values

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

    One transaction. A target that differs from the current one gets a new version, the old is kept as
    superseded; one that is the same gets none. Raises ValueError if two of TARGETS have the same key.
    """
    if len({target.key for target in targets}) != len(targets):
        raise ValueError("two targets for the same municipality, kpi, gender and year")
    who = Actor(by) if isinstance(by, str) else by
    with writing(engine) as session:
        current = _current(session, targets)
        added = [target for target in targets if target.key not in current]
        changed = [t for t in targets if t.key in current and current[t.key][1] != t]
        now = datetime.now(UTC)
        if changed:
            old = [{"id": current[target.key][0], "superseded_at": now} for target in changed]
            session.execute(update(TargetRow), old)
        if new := added + changed:
            version = {"created_by": who.login, "created_at": now, "import_batch": uuid4().hex}
            session.execute(insert(TargetRow), [target_values(target) | version for target in new])
        before = {key: held for key, (_, held) in current.items()}
        record(session, who, now, *(change_of(before.get(target.key), target) for target in new))
    return ImportOutcome(len(added), len(changed), len(targets) - len(new))


def target_frame(targets: Sequence[Target]) -> pd.DataFrame:
    """TARGETS as ``held_targets`` gives them, in their order."""
    rows = [
        asdict(target) | {"kind": target.kind.value, "gender": target.gender or "", "group": target.group or ""}
        for target in targets
    ]
    return pd.DataFrame.from_records(rows, columns=list(COLUMNS)).astype(_DTYPES)


def _current(session: Session, targets: Sequence[Target]) -> dict[TargetKey, tuple[int, Target]]:
    """The current targets of the municipalities in TARGETS, with their rows' ids."""
    places = {target.municipality for target in targets}
    statement = select(TargetRow).where(TargetRow.superseded_at.is_(None), TargetRow.municipality.in_(places))
    found = ((row.id, _as_target(row)) for row in session.scalars(statement))
    return {target.key: (row_id, target) for row_id, target in found}


def _as_target(row: TargetRow) -> Target:
    same = {name: getattr(row, name) for name in COLUMNS if name not in {"kind", "group"}}
    return Target(**same, kind=TargetKind(row.kind), group=row.comparison_group)
