"""LibreOffice's own files give the same values as an Excel file with the same cells."""

from __future__ import annotations

import io
import zipfile

import pytest

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.reading import read_upload
from core.tabular.faults import CautionKind
from core.tabular.ods_table import read_ods
from core.tabular.progress import heard
from tests.features.own_indicators.shared import context, told

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{whole or name}:1.0"'
    for name, whole in {
        **dict.fromkeys(("office", "table", "text", "style"), ""),
        "fo": "xsl-fo-compatible",
        "number": "datastyle",
    }.items()
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(*sheets: str, styles: str = "", named: str = "", mimetype: str = MIMETYPE) -> bytes:
    stream = io.BytesIO()
    body = "".join(sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", f"<office:document-styles {NAMESPACES}>{named}</office:document-styles>")
    return stream.getvalue()


def sheet(*rows: str, name: str = "Blad1", attributes: str = "") -> str:
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    rest = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}{rest}</table:table>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def word(text: str, inside: str = "") -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}{inside}</text:p></table:table-cell>'


def figure(value: float, seen: str = "", kind: str = "float") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}">'
        f"<text:p>{seen or str(value).replace('.', ',')}</text:p></table:table-cell>"
    )


HEAD = row(word("Kommun"), word("År"), word("Värde"))


def read(content: bytes, unit: str = "%") -> Upload:
    return read_upload(content, "fil.ods", context(expected=frozenset(), unit=unit))


def one(cell: str, unit: str = "%", styles: str = "") -> Upload:
    return read(ods(sheet(HEAD, row(word("Huddinge"), figure(2024), cell)), styles=styles), unit)


def test_a_table_is_read_by_its_rows() -> None:
    title = row(word("Trivsel"), attributes='table:number-rows-repeated="2"')
    blank = row('<table:table-cell table:number-columns-repeated="3"/>', attributes='table:number-rows-repeated="4"')
    upload = read(ods(sheet(title, blank, HEAD, row(word("Huddinge"), figure(2024), figure(12.5)))))
    assert told(upload) == {"0126 2024 12.5"}
    assert (upload.understood.kind, upload.understood.header_row) == ("ods", 7) if upload.understood else False


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        (figure(0.125, "12,5 %", "percentage"), "%", 12.5),
        (figure(1234.5, "1 234,50 kr", "currency"), "kr", 1234.5),
        (figure(12_345_678, "12 346 tkr"), "tkr", 12345.678),
        (figure(-2.5, "−2,5"), "kr", -2.5),
        (figure(98_500, "99"), "kr", 98.5),
        (figure(12_345, "12,345"), "kr", 12_345),
        (figure(1_234.5, "1 234,50"), "kr", 1234.5),
        (word("1<text:s text:c='2'/>234"), "kr", 1234),
        (word("81,5"), "%", 81.5),
    ],
)
def test_a_number_is_read_as_it_is_shown(cell: str, unit: str, value: float) -> None:
    upload = one(cell, unit)
    assert [found.value for found in upload.rows] == [value]


def test_another_unit_and_what_is_shown_instead_are_told() -> None:
    assert "nyckeltalets enhet är dagar" in str(one(figure(12, "12 tkr"), "dagar").faults)
    assert {found.kind for found in one(figure(12, "ca 12"), "kr").warnings} == {CautionKind.LOOKS}
    assert "Excel visar ett fel" in str(one(figure(0, "#DIV/0!")).faults)


def test_raised_signs_are_no_part_of_a_number() -> None:
    style = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    upload = one(word("12", '<text:span text:style-name="T1">1</text:span>'), "kr", style)
    assert told(upload) == {"0126 2024 12"}
    assert {found.kind for found in upload.warnings} == {CautionKind.LOOKS}


def style(name: str, parent: str = "Default", text: str = "", ground: str = "") -> str:
    cell = f'<style:table-cell-properties fo:background-color="{ground}"/>' if ground else ""
    letters = f'<style:text-properties fo:color="{text}"/>' if text else ""
    return f'<style:style style:name="{name}" style:parent-style-name="{parent}">{cell}{letters}</style:style>'


WHITE = style("vit", text="#ffffff")


@pytest.mark.parametrize("cell", [figure(81.5), word("81,5")])
@pytest.mark.parametrize("place", ["cell", "row", "column", "named", "part"])
def test_white_text_is_asked_about_wherever_its_style_stands(place: str, cell: str) -> None:
    styled = 'table:style-name="{}"'.format("barn" if place == "named" else "vit")
    usual = 'table:default-cell-style-name="vit"'
    if place in ("cell", "named"):
        cell = cell.replace("<table:table-cell", f"<table:table-cell {styled}")
    if place == "part":
        cell = word("", '<text:span text:style-name="vit">81,5</text:span>')
    last = row(word("Huddinge"), figure(2024), cell, attributes=usual if place == "row" else "")
    columns = f'<table:table-column table:number-columns-repeated="2"/><table:table-column {usual}/>'
    content = ods(
        sheet(*([columns] if place == "column" else []), row(word("Kommun"), word("År"), word("Värde")), last),
        styles=style("barn", parent="vit") if place == "named" else WHITE,
        named=WHITE if place == "named" else "",
    )
    upload = read(content)
    assert told(upload) == {"0126 2024 81.5"}
    [asked] = upload.warnings
    assert (asked.kind, asked.row, "vit text på vitt" in asked.what) == (CautionKind.LOOKS, 2, True)


@pytest.mark.parametrize(
    "shown",
    [
        style("ce1", text="#ffffff", ground="#0a5c7a"),
        style("ce1", text="#18242f"),
        style("ce1", ground="#ffffff"),
        # A format that writes negative numbers in white is no style of a cell.
        f'{style("ce1")}<number:number-style><style:text-properties fo:color="#ffffff"/></number:number-style>',
    ],
)
def test_other_colours_are_not(shown: str) -> None:
    cell = figure(81.5).replace("<table:table-cell", '<table:table-cell table:style-name="ce1"')
    assert not one(cell, styles=shown).warnings


@pytest.mark.parametrize(
    ("span", "is_asked"),
    [
        ('<text:span text:style-name="svart">81,5</text:span>', False),
        ('<text:span text:style-name="svart">81</text:span>,5', True),
        ('<text:span text:style-name="vit"><text:span text:style-name="svart">81,5</text:span></text:span>', False),
        ('<text:span text:style-name="svart"><text:span text:style-name="vit">81,5</text:span></text:span>', True),
    ],
)
def test_of_a_text_whose_parts_have_colours_of_their_own_the_parts_decide(span: str, is_asked: bool) -> None:
    cell = word("", span).replace("<table:table-cell", '<table:table-cell table:style-name="vit"')
    found = one(cell, styles=WHITE + style("svart", text="#000000"))
    assert [found.kind for found in found.warnings] == ([CautionKind.LOOKS] if is_asked else [])


def test_how_far_a_file_is_read_is_told_of_its_cells_alone() -> None:
    shares: list[float] = []
    with heard(shares.append):
        read_ods(ods(sheet(HEAD), named=WHITE), bool)
    assert shares == [1.0]


def test_hidden_rows_and_other_sheets_are_asked_about() -> None:
    hidden = row(word("Salem"), figure(2024), figure(9), attributes='table:visibility="collapse"')
    table = sheet(HEAD, row(word("Huddinge"), figure(2024), figure(1)), hidden)
    upload = read(ods(table, sheet(HEAD, row(word("Tyresö"), figure(2024), figure(1)), name="Andra")))
    assert {found.kind for found in upload.warnings} == {CautionKind.HIDDEN, CautionKind.UNREAD}


@pytest.mark.parametrize("between", ["<text:line-break/>", "<text:tab/>", "</text:p><text:p>"])
def test_two_numbers_in_a_cell_are_not_one(between: str) -> None:
    assert "0126 2024 125" not in told(one(word(f"12{between}5"), "kr"))


def test_what_cannot_be_the_number_is_asked_about() -> None:
    assert {found.kind for found in one(figure(98_500, "7"), "kr").warnings} == {CautionKind.LOOKS}


def test_repeated_rows_and_other_sheets_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.tabular.cells.MOST_ROWS", 10)
    rows = row(word("Huddinge"), figure(2024), figure(5), attributes='table:number-rows-repeated="7"')
    assert not read(ods(sheet(HEAD, rows))).faults
    assert "rader" in read(ods(sheet(HEAD, rows), sheet(HEAD, rows, name="Två"))).faults[0].what


def test_comments_on_cells_are_not_read() -> None:
    note = "<office:annotation><text:p>Preliminärt 99</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="float" office:value="5">{note}<text:p>5</text:p></table:table-cell>'
    assert told(one(cell)) == {"0126 2024 5"}
    assert not one(cell).warnings
    [asked] = one(cell.replace("Preliminärt 99", "Sekretess")).warnings
    assert (asked.kind, asked.row) == (CautionKind.PERSONS, 2)


TEXT_DOCUMENT = ods(sheet(HEAD), mimetype="application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize("content", [ods("<table:table>")[:300], ods("<table:table>"), ods(sheet()), TEXT_DOCUMENT])
def test_what_is_no_such_workbook_is_refused(content: bytes) -> None:
    assert read(content).faults
