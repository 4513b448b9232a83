"""Files to take away: a version's values, and what is wrong with an upload. Both open well in Excel in Sweden."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from core.documents.files import harmless
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.models import Entry, Upload
from core.features.own_indicators.template import Template

_FAULT_HEADINGS = ("Slag", "Rad", "Kolumn", "Vad som står", "Vad som är fel", "Vad man gör")


def filled_template(
    indicator: OwnIndicator,
    values: Iterable[Entry],
    places: Mapping[str, str],
    *,
    years: Sequence[int] = (),
    municipalities: Sequence[str] = (),
) -> Template:
    """The template with VALUES filled in, which can be uploaded again: also rows for YEARS and MUNICIPALITIES without.

    PLACES (id -> name) names the municipalities; who is not in it goes by its id.
    """
    entries = {value.key: value for value in values}
    ids = {*municipalities, *(key.municipality for key in entries)}
    return Template(
        name=indicator.name,
        unit=indicator.unit,
        municipalities={id_: places.get(id_, id_) for id_ in sorted(ids, key=lambda one: (places.get(one, ""), one))},
        years=sorted({*years, *(key.year for key in entries)}),
        kind=next((key.period[0] for key in entries if key.period), ""),
        by_gender=any(key.gender != "T" for key in entries),
        with_persons=any(entry.persons is not None for entry in entries.values()),
        values=entries,
    )


def fault_list(upload: Upload) -> bytes:
    """Everything that is wrong with UPLOAD, and what must be confirmed: semicolon, UTF-8 with BOM, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_FAULT_HEADINGS)
    for fault in upload.faults:
        writer.writerow(_harmless("fel", fault.row, fault.column, fault.given, fault.what, fault.advice))
    for caution in upload.warnings:
        writer.writerow(_harmless("varning", caution.row, caution.column, "", caution.what, caution.advice))
    return text.getvalue().encode("utf-8-sig")


def _harmless(kind: str, row: int, *texts: str) -> list[str | int]:
    return [kind, row or "hela filen", *map(harmless, texts)]
