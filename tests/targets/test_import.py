"""A targets file is read kindly, or refused whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.catalogue import Catalogue
from core.signals import TargetKind
from core.tabular.limits import MOST_BYTES
from core.targets.models import COLUMNS, Target
from core.targets.references import References
from tests.targets.files import NAMES, WriteFile, faults, refusal, row, targets_in

NBSP, THIN, MINUS = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("cells", "target"),
    [
        ({}, {"kind": TargetKind.AT_LEAST, "value": 90.0}),
        ({"kind": "at_most", "value": "0"}, {"kind": TargetKind.AT_MOST, "value": 0.0}),
        (
            {"kind": "within", "value": "1", "value2": "1"},
            {"kind": TargetKind.WITHIN, "value": 1.0, "value2": 1.0},
        ),
        ({"kind": "increase", "base_year": "2022"}, {"kind": TargetKind.INCREASE, "base_year": 2022}),
        (
            {"kind": "decrease", "base_year": "2022", "tolerance": "0,5"},
            {"kind": TargetKind.DECREASE, "base_year": 2022, "tolerance": 0.5},
        ),
        ({"kind": "keep", "base_year": "2025"}, {"kind": TargetKind.KEEP, "base_year": 2025}),
        ({"kind": "as_group", "group": "sodertorn"}, {"kind": TargetKind.AS_GROUP, "group": "sodertorn"}),
        ({"kind": "best_quarter"}, {"kind": TargetKind.BEST_QUARTER}),
        ({"kind": "rank", "group": "lan", "rank": "3"}, {"kind": TargetKind.RANK, "group": "lan", "rank": 3}),
    ],
)
def test_every_kind_of_target_is_read(
    cells: dict[str, str], target: dict[str, Any], catalogue: Catalogue, write_file: WriteFile
) -> None:
    found = targets_in(write_file(row(**cells)), References.of(catalogue, None))
    assert found == [Target(**({"municipality": "0126", "kpi": "N15001", "gender": None, "year": 2026} | target))]


@pytest.mark.parametrize(
    ("cells", "name", "read"),
    [
        ({"value": "12,5"}, "value", 12.5),
        ({"value": "12.5"}, "value", 12.5),
        ({"value": "138 420,25"}, "value", 138420.25),
        ({"value": f"138{NBSP}420"}, "value", 138420.0),
        ({"value": f"1{THIN}138{THIN}420"}, "value", 1138420.0),
        ({"value": "-1,3"}, "value", -1.3),
        ({"value": f"{MINUS}1,3"}, "value", -1.3),
        ({"value": "1,2E+05"}, "value", 120000.0),
        ({"value": "  90 "}, "value", 90.0),
        ({"municipality": "126"}, "municipality", "0126"),
        ({"municipality": "HUDDINGE"}, "municipality", "0126"),
        ({"municipality": "Botkyrka kommun"}, "municipality", "0127"),
        ({"kpi": "n15001"}, "kpi", "N15001"),
        ({"gender": "k"}, "gender", "K"),
        ({"gender": "T"}, "gender", "T"),
        ({"gender": ""}, "gender", None),
        ({"kind": "At_Least", "value": "1"}, "kind", TargetKind.AT_LEAST),
        *(({"is_final": word}, "is_final", True) for word in ("ja", "JA", "true", "SANT", "1")),
        *(({"is_final": word}, "is_final", False) for word in ("", "nej", "Nej", "False", "FALSKT", "0")),
        ({"kind": "as_group", "group": "Riket"}, "group", "riket"),
        ({"kind": "as_group", "group": "liknande"}, "group", "liknande"),
        ({"kind": "as_group", "group": "klass"}, "group", "klass"),
        ({"kind": "as_group", "group": "g33612"}, "group", "G33612"),
        ({"decision": " KF § 12;\n2025 "}, "decision", "KF § 12; 2025"),
        ({"decided_by": "x" * 500}, "decided_by", "x" * 500),
        ({"decision": "'=1+1"}, "decision", "=1+1"),
        ({"link": "HTTPS://example.se/§?a=b"}, "link", "HTTPS://example.se/§?a=b"),
    ],
)
def test_cells_are_read_as_people_write_them(
    cells: dict[str, str], name: str, read: object, catalogue: Catalogue, write_file: WriteFile
) -> None:
    (target,) = targets_in(write_file(row(**cells)), References.of(catalogue, None))
    assert getattr(target, name) == read


def test_the_same_target_twice_is_told_with_the_first_row(catalogue: Catalogue, write_file: WriteFile) -> None:
    file = write_file(row(), row(gender="K"), row(gender="T", value="91"))
    (fault,) = faults(file, catalogue)
    assert fault.row == 4
    assert "står redan på rad 2" in fault.said


def test_rows_are_numbered_as_in_excel(catalogue: Catalogue, write_file: WriteFile) -> None:
    many_lines = row(municipality="0127", decision="tre\nrader\r\ntext")
    file = write_file("", many_lines, ";;;;", "   ", row(gender="Q"))
    assert [fault.row for fault in faults(file, catalogue)] == [6]


def test_blank_lines_are_skipped_before_and_after_the_header(catalogue: Catalogue, write_file: WriteFile) -> None:
    file = write_file("", row(), "", ";;", header=";;;\n\n" + ";".join(COLUMNS))
    assert len(targets_in(file, References.of(catalogue, None))) == 1


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_do_not_matter(
    mark: str, line_end: str, catalogue: Catalogue, write_file: WriteFile
) -> None:
    file = write_file(row())
    file.write_bytes((mark + file.read_text(encoding="utf-8").replace("\n", line_end)).encode())
    assert len(targets_in(file, References.of(catalogue, None))) == 1


def test_the_header_may_be_in_any_order_and_case_and_leave_out_what_is_empty(
    catalogue: Catalogue, write_file: WriteFile
) -> None:
    file = write_file("45;at_most;2026;N15002;Huddinge", header=" Value;KIND;year;Kpi;municipality;;")
    assert targets_in(file, References.of(catalogue, None)) == [
        Target("0126", "N15002", None, 2026, TargetKind.AT_MOST, value=45.0)
    ]


@pytest.mark.parametrize(
    ("header", "columns", "advice"),
    [
        ("municipality;kpi;year", ["kind"], "saknas"),
        ("value;kpi", ["municipality", "year", "kind"], "saknas"),
        ("municipality;kpi;year;kind;valeu", ["valeu"], "Menades value?"),
        ("municipality;kpi;year;kind;YEAR", ["year"], "två gånger"),
        (";".join([*COLUMNS, *("abcdefghij" * 11)]), [""], "125 celler"),
    ],
)
def test_faults_in_the_header_are_named(
    header: str, columns: list[str], advice: str, catalogue: Catalogue, write_file: WriteFile
) -> None:
    found = faults(write_file("0126;N15001;2026;at_least;90", header=header), catalogue)
    assert [(fault.row, fault.column) for fault in found] == [(1, column) for column in columns]
    assert advice in found[0].said


def test_a_row_with_too_many_cells_is_a_fault_unless_they_are_empty(
    catalogue: Catalogue, write_file: WriteFile
) -> None:
    file = write_file(row() + ";;;", row(gender="K") + ";;mer")
    (fault,) = faults(file, catalogue)
    assert (fault.row, fault.column, fault.given) == (3, "Q", "mer")
    assert "ingen rubrik" in fault.said


@pytest.mark.parametrize("broken", ['"Huddinge;N15001;;2026;at_least;90', '"0126"x;N15001;;2026;at_least;90'])
def test_a_quotation_mark_that_does_not_close_swallows_no_row(
    broken: str, catalogue: Catalogue, write_file: WriteFile
) -> None:
    found = faults(write_file(row(value="x"), broken, row(gender="K")), catalogue)
    assert [(fault.row, fault.given) for fault in found] == [(2, "x"), (3, "")]
    assert "Citattecknen går inte ihop" in found[1].said


@pytest.mark.parametrize("sign", [",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_the_terminal_reads_what_the_page_reads(sign: str, encoding: str, catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "mål.csv"
    rows = [
        ["Kommun", "Nyckeltal", "År", "Sort", "Nivå", "Beslutat av"],
        ["Huddinge", "N15001", "2026", "minst", "90", "Nämnden för åldrande"],
    ]
    file.write_bytes("\n".join(map(sign.join, rows)).encode(encoding))
    (found,) = targets_in(file, References.of(catalogue, NAMES))
    assert (found.value, found.decided_by) == (90.0, "Nämnden för åldrande")


def test_sources_sums_and_titles_are_left_out(catalogue: Catalogue, write_file: WriteFile) -> None:
    file = write_file(
        "Mål för grundskolan;;;", ";".join(COLUMNS), row(), "", "Källa: budget 2027;;;;;;", "Totalt;;;;;92", header=""
    )
    assert len(targets_in(file, References.of(catalogue, None))) == 1


@pytest.mark.parametrize(("others", "value"), [("12,5", 98500.0), ("1.234,5", 98500.0), ("12.5", 98.5)])
def test_a_point_means_what_the_rest_of_the_file_tells(
    others: str, value: float, catalogue: Catalogue, write_file: WriteFile
) -> None:
    file = write_file(row(value=others), row(value="98.500", gender="K"))
    assert targets_in(file, References.of(catalogue, None))[1].value == value


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "är tom"),
        (b"\xef\xbb\xbf \r\n;;\r\n", "är tom"),
        (";".join(COLUMNS).encode(), "har inga mål"),
        ("municipality;kpi\r\nTyresö;N15001".encode("cp1252"), "Kolumnen saknas"),
        (b"hej;hopp\n1;2\n", "inga rubriker"),
        (b"a" * (MOST_BYTES + 1), "större än 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(
    content: bytes, told: str, catalogue: Catalogue, tmp_path: Path
) -> None:
    file = tmp_path / "mål.csv"
    file.write_bytes(content)
    assert told in refusal(file, catalogue)


def test_a_file_that_is_not_there_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    assert "finns inte" in refusal(tmp_path / "saknas.csv", catalogue)
    assert "går inte att läsa" in refusal(tmp_path, catalogue)


def test_municipalities_are_those_given_and_the_participants(catalogue: Catalogue, write_file: WriteFile) -> None:
    file = write_file(row(municipality="Stockholm"), row(municipality="0127"), row(municipality="0126"))
    found = targets_in(file, References.of(catalogue, NAMES))
    assert [target.municipality for target in found] == ["0180", "0127", "0126"]
    (fault,) = faults(write_file(row(municipality="0181")), catalogue, NAMES)
    assert fault.given == "0181"


def test_without_a_list_of_municipalities_any_code_is_taken(catalogue: Catalogue, write_file: WriteFile) -> None:
    (target,) = targets_in(write_file(row(municipality="9901")), References.of(catalogue, None))
    assert target.municipality == "9901"
