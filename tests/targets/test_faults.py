"""Every fault in a targets file is told at once, by row and column, with what stands there and what to do."""

from __future__ import annotations

import pytest

from core.catalogue import Catalogue
from core.tabular.faults import cut
from tests.targets.files import NAMES, WriteFile, faults, refusal, row

FAULTS = [
    ({"municipality": ""}, "municipality", "", "fyrsiffriga kod"),
    ({"municipality": "9999"}, "municipality", "9999", "okänd"),
    ({"municipality": "Hudinge"}, "municipality", "Hudinge", "Menades Huddinge (0126)?"),
    ({"municipality": "01 26"}, "municipality", "01 26", "okänd"),
    ({"kpi": ""}, "kpi", "", "finns inte i katalogen"),
    ({"kpi": "N15O01"}, "kpi", "N15O01", "Menades N15001 (Behöriga till gymnasiet)"),
    ({"kpi": "Behöriga till gymnasium"}, "kpi", "Behöriga till gymnasium", "Menades N15001"),
    ({"kpi": "N15004"}, "kpi", "N15004", "informationsmått"),
    ({"gender": "X"}, "gender", "X", "K (kvinnor)"),
    ({"year": ""}, "year", "", "årtal"),
    ({"year": "1989"}, "year", "1989", "mellan 1990 och 2100"),
    ({"year": "2101"}, "year", "2101", "mellan 1990 och 2100"),
    ({"year": "2026,5"}, "year", "2026,5", "årtal"),
    ({"year": "i år"}, "year", "i år", "årtal"),
    ({"kind": ""}, "kind", "", "minst, högst"),
    ({"kind": "minimera"}, "kind", "minimera", "minst, högst"),
    ({"kind": "minst"}, "value", "", "Behövs"),
    ({"value": ""}, "value", "", "Behövs"),
    ({"value": "90 kr"}, "value", "90 kr", "utan enhet"),
    ({"value": "% 90"}, "value", "% 90", "utan enhet"),
    ({"value": "9 0"}, "value", "9 0", "tal"),
    ({"value": "98.500"}, "value", "98.500", "kan betyda 98,500 eller 98500"),
    ({"value": "nan"}, "value", "nan", "tal"),
    ({"value": "1e999"}, "value", "1e999", "för stort"),
    ({"value": "9" * 20}, "value", "9" * 20, "för stort"),
    ({"value": "٣"}, "value", "٣", "tal"),
    ({"kind": "at_most"}, "value", "", "Behövs"),
    ({"kind": "within", "value": "1"}, "value2", "", "Behövs"),
    ({"kind": "within", "value2": "1"}, "value", "", "Behövs"),
    ({"kind": "within", "value": "2", "value2": "1,5"}, "value2", "1,5", "minst lika högt"),
    ({"kind": "increase"}, "base_year", "", "Behövs"),
    ({"kind": "decrease", "base_year": "2026"}, "base_year", "2026", "före målåret"),
    ({"kind": "keep", "base_year": "20"}, "base_year", "20", "mellan 1990 och 2100"),
    ({"kind": "keep", "base_year": "2020", "value": "3"}, "value", "3", "Hör inte till"),
    ({"kind": "as_group"}, "group", "", "Behövs"),
    ({"kind": "as_group", "group": "norden"}, "group", "norden", "Landets kommuner (riket), Länets kommuner (lan)"),
    ({"kind": "as_group", "group": "G12"}, "group", "G12", "okänd"),
    ({"kind": "as_group", "group": "lan", "kpi": "N15003"}, "kind", "as_group", "ingen riktning"),
    ({"kind": "best_quarter", "kpi": "N15003"}, "kind", "best_quarter", "ingen riktning"),
    ({"kind": "best_quarter", "group": "lan"}, "group", "lan", "Hör inte till"),
    ({"kind": "rank", "group": "lan"}, "rank", "", "Behövs"),
    ({"kind": "rank", "rank": "1"}, "group", "", "Behövs"),
    ({"kind": "rank", "group": "lan", "rank": "0"}, "rank", "0", "1 eller högre"),
    ({"kind": "rank", "group": "lan", "rank": "1,5"}, "rank", "1,5", "heltal"),
    ({"kind": "rank", "group": "lan", "rank": "1", "kpi": "N15003"}, "kind", "rank", "ingen riktning"),
    ({"kind": "rank", "group": "lan", "rank": "1", "tolerance": "1"}, "tolerance", "1", "Hör inte till"),
    *(({name: "2"}, name, "2", "Hör inte till") for name in ("value2", "rank")),
    ({"base_year": "2020"}, "base_year", "2020", "Hör inte till"),
    ({"group": "lan"}, "group", "lan", "Hör inte till"),
    ({"tolerance": "0"}, "tolerance", "0", "större än 0"),
    ({"tolerance": "-1"}, "tolerance", "-1", "större än 0"),
    ({"is_final": "kanske"}, "is_final", "kanske", "ja eller nej"),
    *(({name: "x" * 501}, name, "x" * 501, "högst 500") for name in ("decided_by", "decision", "link")),
    ({"decision": "a\x01b"}, "decision", "a\x01b", "tecken som inte syns"),
    *(
        ({"link": text}, "link", text, "http://")
        for text in ("example.se", "javascript:alert(1)", "https://", "ftp://a")
    ),
    ({"link": "https://a.se b"}, "link", "https://a.se b", "http://"),
]


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_named_by_row_column_what_stands_there_and_what_to_do(
    case: tuple[dict[str, str], str, str, str], catalogue: Catalogue, write_file: WriteFile
) -> None:
    cells, column, found, advice = case
    file = write_file(row(municipality="0127"), row(**cells))
    (fault,) = faults(file, catalogue, NAMES)
    assert (fault.row, fault.column, fault.given) == (3, column, cut(found))
    assert advice in fault.said


def test_all_faults_are_told_at_once(catalogue: Catalogue, write_file: WriteFile) -> None:
    file = write_file(
        row(kpi="X", gender="Q", link="x"),
        row(),
        row(year="20"),
        row(municipality="0127", value="å"),
        row(kpi="N15004", kind="x"),
    )
    assert [(fault.row, fault.column) for fault in faults(file, catalogue)] == [
        *((2, column) for column in ("kpi", "gender", "link")),
        (4, "year"),
        (5, "value"),
        (6, "kind"),
        (6, "kpi"),
    ]


def test_a_fault_reads_as_a_sentence(catalogue: Catalogue, write_file: WriteFile) -> None:
    message = refusal(write_file(row(gender="Q"), row(value=""), row(kpi="é" * 5000)), catalogue)
    assert "har 3 fel, och inget i den är inläst:" in message
    assert (
        "  rad 2, kolumn gender: ”Q”. Könet är okänt. Skriv T (totalt), K (kvinnor), M (män) eller lämna tomt.\n"
        in message
    )
    assert "  rad 3, kolumn value: Saknas. Behövs för ett mål av sorten at_least (minst).\n" in message
    assert max(map(len, message.splitlines())) < 200


def test_the_message_stays_readable_with_very_many_faults(catalogue: Catalogue, write_file: WriteFile) -> None:
    file = write_file(*(row(kpi=f"Okänt nyckeltal {i}") for i in range(3000)))
    assert len(faults(file, catalogue)) == 3000
    assert "… och 2800 fel till" in refusal(file, catalogue)
    assert len(refusal(file, catalogue).splitlines()) < 210
