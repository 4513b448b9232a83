"""Keeps the values of a file, after a last look at what must never be kept."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.access.people import Person
from core.access.rows import account_of
from core.errors import NyckeltalError
from core.features.own_indicators.models import Context, Entry, Upload
from core.features.own_indicators.reading.secrecy import hide_small
from core.features.own_indicators.tables import OwnUploadRow, OwnValueRow
from core.tabular.faults import cut
from core.tabular.limits import FIRST_YEAR, LARGEST_NUMBER, LARGEST_PERSONS, LONGEST_FILE_NAME, MOST_VALUES
from core.tabular.numbers import STATUS_SIGN
from core.tabular.years_and_genders import KINDS, periods_of

_MUNICIPALITY = re.compile(r"\d{4}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PERIODS = frozenset(period for kind in ("", *KINDS) for period in periods_of(kind))
_LAST_YEAR = 2200


class ValuesError(NyckeltalError):
    """The values cannot be kept as they are."""


def check_upload(upload: Upload, sha256: str, least_persons: int) -> None:
    """Raise ValuesError for more values than there is room for, or such as tell of fewer than LEAST_PERSONS.

    The reader of files hides these, by the limit that held when it read. Raises ValueError for what it never gives, or
    says may not be stored: then the program is wrong.
    """
    if not upload.is_usable or not _SHA256.fullmatch(sha256):
        raise ValueError("an upload with faults, without values or without its file's digest")
    if len(upload.rows) > MOST_VALUES:
        what = f"Filen har {len(upload.rows)} värden, och högst {MOST_VALUES} får plats."
        raise ValuesError(what, "Dela upp nyckeltalet i flera, eller ta bort de äldsta åren.")
    if len({entry.key for entry in upload.rows}) != len(upload.rows):
        raise ValueError("two values for the same municipality, year, period and gender")
    if wrong := next((entry for entry in upload.rows if not _is_sound(entry)), None):
        raise ValueError(f"not a value that can be kept: {wrong}")
    if upload.least_persons < least_persons:
        check_persons(upload.rows, least_persons)


def check_persons(entries: Iterable[Entry], least_persons: int) -> None:
    """Raise ValuesError where values tell of fewer than LEAST_PERSONS, also where the other gender gives it away."""
    context = Context({}, frozenset(), unit="", this_year=0, least_persons=least_persons)
    _, hidden = hide_small(list(entries), context)
    if hidden:
        what = f"{len(hidden)} av värdena måste bli sekretess när gränsen är {least_persons} personer."
        raise ValuesError(what, "Lägg in filen på nytt med den gränsen.")


def keep_upload(session: Session, indicator: str, upload: Upload, sha256: str, *, by: Person, now: datetime) -> int:
    """Keep UPLOAD's values for INDICATOR, in SESSION's transaction; gives the row's id."""
    years = [entry.year for entry in upload.rows]
    row = OwnUploadRow(
        indicator=indicator,
        file_name=cut(upload.filename, LONGEST_FILE_NAME),
        sha256=sha256,
        uploaded_by_id=account_of(by),
        uploaded_by=by.name,
        uploaded_at=now,
        entries=len(upload.rows),
        municipalities=len({entry.municipality for entry in upload.rows}),
        first_year=min(years),
        last_year=max(years),
    )
    session.add(row)
    session.flush()
    # In the key's order the database appends instead of searching.
    _insert(session, row.id, sorted(upload.rows, key=lambda entry: entry.key))
    return row.id


def _insert(session: Session, upload: int, entries: Sequence[Entry]) -> None:
    rows = [
        {
            "upload_id": upload,
            "municipality": entry.municipality,
            "year": entry.year,
            "period": entry.period,
            "gender": entry.gender,
            "value": entry.value,
            "status": entry.status,
            "persons": entry.persons,
        }
        for entry in entries
    ]
    session.connection().execute(insert(OwnValueRow), rows)


def _is_sound(entry: Entry) -> bool:
    has_value = entry.value is not None and math.isfinite(entry.value) and abs(entry.value) <= LARGEST_NUMBER
    is_without = entry.value is None and entry.status in STATUS_SIGN
    return (
        (is_without or (has_value and not entry.status))
        and (entry.persons is None or 0 <= entry.persons <= LARGEST_PERSONS)
        and FIRST_YEAR <= entry.year <= _LAST_YEAR
        and entry.period in _PERIODS
        and entry.gender in ("T", "K", "M")
        and bool(_MUNICIPALITY.fullmatch(entry.municipality))
    )
