"""The files to take away: the template to fill in, a version's values in it, and what is wrong with a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from openpyxl import Workbook  # type: ignore[import-untyped]  # it has no types
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from core.documents.files import harmless, tell_about
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.models import Entry, Form, Key, Upload
from core.tabular.cells import shown
from core.tabular.headings import Role
from core.tabular.limits import LEAST_PERSONS
from core.tabular.numbers import STATUS_SIGN
from core.tabular.years_and_genders import periods_of

TemplateCell: TypeAlias = str | int | float | None

VALUES_SHEET, HELP_SHEET = "Värden", "Så gör du"
_TEXT_FORMAT = "@"
_HEADING_FILL = "E3E8EC"
_HELP = (
    "Fyll i värdena på bladet ”Värden”. Ta inte bort rubrikraden. Kolumnerna får stå i vilken ordning som helst.",
    "Ett tal skrivs med eller utan decimaler: 12,5 eller 1 234. Procent skrivs som 95 eller 95 %.",
    "Där värde saknas: .. betyder sekretess, - betyder bortfall och . betyder ej tillämplig. Noll skrivs 0.",
    "En tom cell betyder att det inte finns något att redovisa. Rader utan värde får stå kvar.",
    "Kommunen skrivs med namn eller fyrsiffrig kod. Kön skrivs K, M eller T (totalt).",
    "Tertial skrivs 2025 T1, kvartal 2025 Q1 och månader 2025 M03.",
    f"Står antal personer bakom värdet med, sparas värden för färre än {LEAST_PERSONS} personer som sekretess.",
    "Skriv egna kommentarer under tabellen eller i en egen kolumn. De läses inte in.",
    "Spara som xlsx eller csv och ladda upp filen. Alla fel visas på en gång, och inget sparas förrän filen är rätt.",
)


@dataclass(frozen=True)
class Template:
    """What a template is for.

    ``name`` and ``unit`` are the indicator's. ``municipalities`` (id -> name) and ``years`` give rows and columns in
    their order; ``kind`` is T, Q or M for series measured more often than yearly, else ''. ``values`` are filled in.
    """

    name: str
    unit: str
    municipalities: Mapping[str, str]
    years: Sequence[int]
    form: Form = Form.LONG
    kind: str = ""
    by_gender: bool = False
    with_persons: bool = False
    values: Mapping[Key, Entry] = field(default_factory=dict)


def template_csv(template: Template) -> bytes:
    """The template as CSV: semicolon, UTF-8 with BOM, decimal comma, CRLF; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(str(cell)) for cell in _headings(template)])
    for row in _rows(template):
        writer.writerow([_text(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(template: Template) -> bytes:
    """The template as a workbook: codes and names as texts, the header frozen, how it is done, what it is about."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = VALUES_SHEET
    headings = _headings(template)
    sheet.append(headings)
    for row in _rows(template):
        sheet.append(row)
    _make_plain(sheet)
    _dress(sheet, headings)
    _write_help(workbook.create_sheet(HELP_SHEET))
    tell_about(workbook, tuple(_about(template)))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _genders(template: Template) -> tuple[str, ...]:
    return ("T", "K", "M") if template.by_gender else ("T",)


def _times(template: Template) -> list[tuple[int, str]]:
    return list(product(template.years, periods_of(template.kind)))


def _headings(template: Template) -> list[TemplateCell]:
    headings: list[TemplateCell] = [Role.CODE.value, Role.NAME.value]
    gender = [Role.GENDER.value] if template.by_gender else []
    if template.form is Form.LONG:
        part = [Role.PERIOD.value] if template.kind else []
        persons = [Role.PERSONS.value] if template.with_persons else []
        return [*headings, Role.YEAR.value, *part, *gender, Role.VALUE.value, *persons]
    headings += gender
    for year, period in _times(template):
        # A month as 2025-03 would be a date as soon as Excel sees it.
        label: TemplateCell = f"{year} {period}" if period else year
        headings += [label, f"Antal {label}"] if template.with_persons else [label]
    return headings


def _rows(template: Template) -> Iterator[list[TemplateCell]]:
    for (id_, name), gender in product(template.municipalities.items(), _genders(template)):
        own = [gender] if template.by_gender else []
        if template.form is Form.LONG:
            for year, period in _times(template):
                parts = [period] if template.kind else []
                yield [id_, name, year, *parts, *own, *_filled(template, Key(id_, year, period, gender))]
        else:
            row: list[TemplateCell] = [id_, name, *own]
            for year, period in _times(template):
                row += _filled(template, Key(id_, year, period, gender))
            yield row


def _filled(template: Template, key: Key) -> list[TemplateCell]:
    entry = template.values.get(key)
    value = None if entry is None else entry.value if entry.value is not None else STATUS_SIGN.get(entry.status)
    persons = entry.persons if entry else None
    return [value, persons] if template.with_persons else [value]


def _text(cell: TemplateCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell if cell in STATUS_SIGN.values() else harmless(cell)
    return shown(float(cell))


def _make_plain(sheet: Worksheet) -> None:
    """Texts stay texts, whatever they begin with, and codes keep their zeros when somebody types in them."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
                cell.number_format = _TEXT_FORMAT


def _dress(sheet: Worksheet, headings: Sequence[TemplateCell]) -> None:
    sheet.freeze_panes = "C2"
    for place, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, place)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEADING_FILL)
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(str(heading)) + 3)


def _about(template: Template) -> Iterator[tuple[str, str]]:
    yield "Nyckeltal", template.name
    yield "Enhet", template.unit
    yield "Källa", "Eget nyckeltal, inte från Kolada: källan står på nyckeltalets sida."
    yield "Kommuner", ", ".join(template.municipalities.values())
    yield "År", ", ".join(map(str, template.years))
    yield (
        "Tomma celler",
        "Det finns inget att redovisa. Tecken för värden som saknas: se bladet ”Så gör du”.",
    )


def _write_help(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 100
    for text in _HELP:
        sheet.append([text])
    _make_plain(sheet)
    for row in sheet.iter_rows():
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


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
