"""The names of the fields where targets are set, and the lines that they make: what page and route agree on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.targets.lines import DECISION, FIELDS, Line
from core.web.choices import DOWNLOADS, TARGETS
from core.words.numbers import number_in

SAVE, UNDO, PREVIEW = f"{TARGETS}/spara", f"{TARGETS}/angra", f"{TARGETS}/forhandsvisa"
FILE, FILE_SAVE, DROP, FILE_TODAY = (
    *(f"{TARGETS}/{deed}" for deed in ("fil", "fil/spara", "kasta")),
    f"{DOWNLOADS}{TARGETS}.csv",
)
PLACE, AREA, WORK, LINE, MOMENT, SEAL = "kommunkod", "omrade", "arbete", "rad", "nar", "sigill"
# What a tick confirms, of a line or of a file.
SURE = "saker"
# What stands in the address of the page.
HISTORY_PARAM, EARLIER_PARAM, WORK_PARAM = "historik", "tidigare", "arbete"
YES = "ja"
_NAME = re.compile(r"rad-(\d{1,4})-([a-z_0-9]+)", re.ASCII)


def field_name(number: int, field: str) -> str:
    """The name of FIELD on the line NUMBER."""
    return f"rad-{number}-{field}"


def common_name(field: str) -> str:
    """The name of FIELD of the decision that all changes rest on."""
    return f"beslut-{field}"


def lines_in(form: Mapping[str, str]) -> list[Line]:
    """The lines of FORM in their order; a line without an indicator is none."""
    found: dict[int, dict[str, str]] = {}
    for name, text in form.items():
        if parts := _NAME.fullmatch(name):
            found.setdefault(int(parts[1]), {})[parts[2]] = text
    return [_line(number, fields) for number, fields in sorted(found.items()) if fields.get("kpi")]


def common_in(form: Mapping[str, str]) -> dict[str, str]:
    """The decision that all changes rest on, as typed in FORM."""
    return {field: form.get(common_name(field), "") for field in DECISION}


def form_of(lines: Iterable[Line], common: Mapping[str, str]) -> dict[str, str]:
    """The fields that LINES and COMMON came from."""
    form = {common_name(field): text for field, text in common.items()}
    for line in lines:
        texts = {
            **line.texts,
            "kpi": line.kpi,
            "sedd": str(line.seen),
            "bort": YES if line.is_removed else "",
            SURE: line.confirmed,
        }
        form |= {field_name(line.number, field): text for field, text in texts.items()}
    return form


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    """All that FORM has of lines and decision, and where: what must not be lost."""
    return form_of(lines_in(form), common_in(form)) | {PLACE: form.get(PLACE, ""), AREA: form.get(AREA, "")}


def _line(number: int, fields: Mapping[str, str]) -> Line:
    texts = {field: fields.get(field, "") for field in FIELDS}
    texts["is_final"] = YES if fields.get("is_final") == YES else "nej"
    return Line(
        fields["kpi"], number, number_in(fields.get("sedd", "")), texts, fields.get("bort") == YES, fields.get(SURE, "")
    )
