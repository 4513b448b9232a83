"""``own check``: what the wizard would say of a file with an own indicator's values. Nothing is stored."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.catalogue import default_catalogue
from core.cli.files import content_of
from core.cli.signals import UnknownChoiceError
from core.cli.status import municipality_names
from core.features.own_indicators.models import Context, Upload
from core.features.own_indicators.reading.checking import about
from core.features.own_indicators.reading.questions import questions, verdict
from core.features.own_indicators.reading.reading import read_upload
from core.features.own_indicators.work import participants
from core.tabular.faults import Alike, alike, rows_named
from core.tabular.limits import LEAST_PERSONS
from core.tabular.numbers import STATUS_SIGN
from core.words.dates import HERE
from core.words.formats import level

# Of rows that gave nothing and of values: a terminal shows no more at once, --json all.
_MOST_LINES = 40


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    parser = commands.add_parser("own", help="egna nyckeltal: pröva en fil med värden")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ÅTGÄRD")
    check = actions.add_parser(
        "check",
        help="säg vad guiden säger om en fil, utan att spara något",
        description="Avslutar med 0 när filen är rätt, 2 när något ska bekräftas och 1 när den har fel.",
    )
    check.add_argument("file", type=Path, metavar="FIL", help="fil med värden: csv, xlsx eller ods")
    check.add_argument("--unit", required=True, metavar="ENHET", help="nyckeltalets enhet, till exempel %%")
    check.add_argument("--area", required=True, metavar="OMRÅDE", help="området, till exempel grundskola")
    check.add_argument("--lowest", type=float, metavar="TAL", help="det lägsta tillåtna värdet")
    check.add_argument("--highest", type=float, metavar="TAL", help="det högsta tillåtna värdet")
    check.add_argument(
        "--least-persons", type=int, default=LEAST_PERSONS, metavar="ANTAL", help="minsta antal personer"
    )
    check.add_argument("--json", action="store_true", help="allt, som JSON")
    check.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what the file says; 0 when nothing is left to do, 2 when something must be confirmed, else 1."""
    content = content_of(options.file)
    context = _context(options)
    upload = read_upload(content, options.file.name, context)
    asked = questions(upload.warnings, sha256(content).hexdigest())
    left = sum(len(question.cautions) for question in asked)
    if options.json:
        said = {"verdict": verdict(upload, left)[0], "questions": [asdict(question) for question in asked]}
        print(json.dumps(_as_json(upload) | said, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(upload, context, left)))
    return 0 if upload.is_usable and not left else 2 if upload.is_usable else 1


def _context(options: argparse.Namespace) -> Context:
    catalogue = default_catalogue()
    if options.area not in catalogue.area_by_id:
        raise UnknownChoiceError("Området", options.area, ", ".join(catalogue.area_by_id))
    members = participants(catalogue, options.area)
    allowed = (options.lowest, options.highest)
    return Context(
        municipalities=municipality_names() or {one.id: one.name for one in catalogue.participants},
        expected=frozenset(members),
        unit=options.unit,
        this_year=datetime.now(HERE).year,
        allowed=None if allowed == (None, None) else allowed,
        least_persons=options.least_persons,
    )


def _as_json(upload: Upload) -> dict[str, Any]:
    found = asdict(upload)
    found["values"] = found.pop("rows")
    return found


def _lines(upload: Upload, context: Context, left: int) -> Iterator[str]:
    yield " ".join(verdict(upload, left))
    if read := upload.understood:
        yield f"\nLäst som {read.kind}, rubriker på rad {read.header_row}, {read.form.value}:"
        yield from (f"  {column.label}: {column.role.value}" for column in read.columns)
    yield from _part("Fel", [_fault(one) for one in alike(upload.faults)])
    cautions = [f"{_row(one.row)}{one.what} {one.advice}" for one in upload.warnings]
    yield from _part("Att bekräfta", cautions)
    yield from _part("Bra att veta", [f"{_row(note.row)}{note.what}" for note in upload.notes])
    yield from _part("Rader utan värden", [f"rad {one.row}: {one.reason.value} {one.detail}" for one in upload.skipped])
    values = [
        f"{about(one, context)}: {STATUS_SIGN[one.status] if one.value is None else level(one.value)}"
        for one in upload.rows
    ]
    yield from _part("Värden", values)


def _fault(found: Alike) -> str:
    return str(found.first) if len(found.rows) == 1 else f"{rows_named(found.rows)}, bland annat {found.first}"


def _row(row: int) -> str:
    return f"rad {row}: " if row else ""


def _part(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}:"
        yield from (f"  {line}" for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield f"  … och {len(lines) - _MOST_LINES} till (--json ger alla)"
