"""What a file hides, whispers or only hints at is asked about before anything is published."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]  # it has no types
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped]
from openpyxl.cell.text import InlineFont  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Color, Font, PatternFill  # type: ignore[import-untyped]

from core.features.own_indicators.models import Upload
from core.features.own_indicators.reading.reading import read_upload
from core.tabular.faults import CautionKind
from tests.features.own_indicators.shared import context, told

KIND = CautionKind


def read(text: str, **changes: Any) -> Upload:
    return read_upload(text.encode(), "fil.csv", context(**changes))


def asked(upload: Upload) -> list[CautionKind]:
    assert upload.faults == ()
    return [caution.kind for caution in upload.warnings]


def workbook(dress: Callable[[Any], None]) -> Upload:
    """Two municipalities' values in a workbook whose sheet DRESS has been at."""
    book = Workbook()
    for row in (["Kommun", "År", "Värde"], ["Huddinge", 2024, 81.5], ["Botkyrka", 2024, 79.25]):
        book.active.append(row)
    dress(book.active)
    content = io.BytesIO()
    book.save(content)
    return read_upload(content.getvalue(), "fil.xlsx", context())


@pytest.mark.parametrize(
    "says", ["Sekretess", "Dold i rapporten", "färre än 5 elever", "får inte visas", "För få svar"]
)
def test_a_comment_at_a_cell_that_speaks_of_secrecy_is_asked_about(says: str) -> None:
    found = workbook(lambda sheet: setattr(sheet["C3"], "comment", Comment(says, "x")))
    assert asked(found) == [KIND.PERSONS]
    assert (found.warnings[0].row, says in found.warnings[0].what) == (3, True)


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_it_is_asked_about_on_whichever_sheet_of_a_year_it_stands(year: str) -> None:
    book = Workbook()
    book.active.title = "2023"
    for sheet in (book.active, book.create_sheet("2024")):
        for row in (["Kommun", "Värde"], ["Huddinge", 81.5], ["Botkyrka", 79.25]):
            sheet.append(row)
    book[year]["B3"].comment = Comment("färre än 5, får inte visas", "x")
    content = io.BytesIO()
    book.save(content)
    assert KIND.PERSONS in asked(read_upload(content.getvalue(), "fil.xlsx", context()))


@pytest.mark.parametrize("mark", ["Ja", "x", "1"])
def test_a_column_that_marks_rows_as_secret_is_asked_about(mark: str) -> None:
    found = read(f"Kommun;År;Värde;Sekretess\nHuddinge;2024;81,5;{mark}\nBotkyrka;2024;79,25;\nSalem;2024;80,5;\n")
    assert KIND.PERSONS in asked(found)


def test_what_is_said_of_secrecy_above_the_table_is_asked_about_as_below() -> None:
    rows = "Kommun;År;Värde\nHuddinge;2024;81,5\nBotkyrka;2024;79,25\n"
    says = "Röda värden omfattas av sekretess;;\n"
    assert KIND.PERSONS in asked(read(says + rows))
    assert KIND.PERSONS in asked(read(rows + says))


def test_other_comments_are_not() -> None:
    assert asked(workbook(lambda sheet: setattr(sheet["C3"], "comment", Comment("Preliminärt", "x")))) == []


@pytest.mark.parametrize("held", [79.25, "79,25"])
@pytest.mark.parametrize(
    ("font", "fill", "seen"),
    [
        ({"color": "FFFFFFFF"}, None, "vit text på vitt"),
        ({"color": "FFFFFFFF"}, "FFFFFFFF", "vit text på vitt"),
        ({"color": "FFF5F5F5"}, "FFFAFAFA", "vit text på vitt"),
        ({"color": Color(indexed=9)}, None, "vit text på vitt"),
        ({"color": Color(theme=0)}, None, "vit text på vitt"),
        ({"color": "FF0A5C7A"}, "FF0A5C7A", "text i bakgrundens färg"),
        ({"bold": True}, "FF000000", "text i bakgrundens färg"),
        ({"color": "FFFFFFFF"}, "FF0A5C7A", ""),
        ({"color": "FF18242F"}, None, ""),
        ({"color": Color(theme=0, tint=-0.5)}, None, ""),
        ({"bold": True}, None, ""),
    ],
)
def test_text_in_the_colour_of_what_is_behind_it_is_hidden(
    font: dict[str, Any], fill: str | None, seen: str, held: float | str
) -> None:
    def dress(sheet: Any) -> None:
        sheet["C3"].value, sheet["C3"].font = held, Font(**font)
        if fill:
            sheet["C3"].fill = PatternFill("solid", fgColor=fill)

    found = workbook(dress)
    assert asked(found) == ([KIND.LOOKS] if seen else [])
    assert all(seen in one.what and "79,25" in one.what and "(rad 3)" in one.what for one in found.warnings)
    assert told(found) == {"0126 2024 81.5", "0127 2024 79.25"}


@pytest.mark.parametrize(
    ("fill", "is_asked"),
    [
        (PatternFill("lightUp", fgColor="FF000000"), False),
        (PatternFill("gray125", fgColor=Color(indexed=64)), False),
        (PatternFill("gray0625", fgColor="FF000000"), False),
        (PatternFill("lightGray", fgColor=Color(theme=1), bgColor="FFFFFFFF"), False),
        (PatternFill(None, fgColor="FF000000"), False),
        (PatternFill("lightUp", fgColor="FFFFFFFF", bgColor="FF000000"), True),
        (PatternFill("solid", fgColor="FF000000", bgColor="FFFFFFFF"), True),
    ],
)
def test_of_a_pattern_the_colour_behind_its_dots_and_lines_is_the_ground(fill: PatternFill, is_asked: bool) -> None:
    found = workbook(lambda sheet: setattr(sheet["C3"], "fill", fill))
    assert asked(found) == ([KIND.LOOKS] if is_asked else [])


@pytest.mark.parametrize(
    ("colours", "font", "fill", "is_asked"),
    [
        *(((None, "FFFFFF"), None, None, True), ((None, "FFFFFF"), None, "0A5C7A", False)),
        *(((None, "0A5C7A"), None, None, False), ((None, "0A5C7A"), None, "0A5C7A", True)),
        # Where all parts have colours of their own, the cell's is nobody's.
        *((("000000", "000000"), "FFFFFF", None, False), ((None, "000000"), "FFFFFF", None, True)),
        *((("0A5C7A", "0A5C7A"), "0A5C7A", "0A5C7A", True), (("FFFFFF", "000000"), "000000", None, True)),
    ],
)
def test_so_is_a_part_of_a_text_in_that_colour(
    colours: tuple[str | None, str], font: str | None, fill: str | None, is_asked: bool
) -> None:
    def dress(sheet: Any) -> None:
        parts = zip(("79", ",25"), colours, strict=True)
        sheet["C3"].value = CellRichText(
            *(TextBlock(InlineFont(color=f"FF{colour}"), text) if colour else text for text, colour in parts)
        )
        if font:
            sheet["C3"].font = Font(color=f"FF{font}")
        if fill:
            sheet["C3"].fill = PatternFill("solid", fgColor=fill)

    found = workbook(dress)
    assert asked(found) == ([KIND.LOOKS] if is_asked else [])
    assert told(found) == {"0126 2024 81.5", "0127 2024 79.25"}


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        *((heading, "prognos (forecast) eller flickor") for heading in ("2025 F", "2025F", "F 2025", "2025 (f)")),
        *(("2025 P", "preliminärt, prognos eller pojkar"), ("2025 B", "budget")),
        *(
            (heading, "inget utfall")
            for heading in ("Prognos 2025", "2025 (prognos)", "Budget 2025", "Mål 2025", "2025 plan")
        ),
    ],
)
def test_a_heading_of_a_year_that_nobody_has_measured_is_seen_as_what_it_is(heading: str, says: str) -> None:
    found = read(f"Kommun;2023;2024;{heading}\nHuddinge;50;51;52\n")
    assert asked(found) == [KIND.UNREAD]
    assert says in found.warnings[0].what
    assert f"D {heading}" in found.warnings[0].what
    assert told(found) == {"0126 2023 50", "0126 2024 51"}
    [alone] = read(f"Kommun;{heading}\nHuddinge;52\n").faults
    assert (says in alone.what, alone.row) == (True, 1)
    [row] = read(f"Kommun;År;Värde\nHuddinge;2024;51\nSalem;{heading};52\n").faults
    assert (row.row, says in row.what) == (3, True)


@pytest.mark.parametrize(
    ("headings", "says"),
    [
        (";Utfall;Utfall;Budget\nKommun;2023;2024;2025", "D Budget 2025 är inte läst: budget är inget utfall"),
        ("Tabell 3;Utfall;;Budget\nKommun;2023;2024;2025", "D Budget 2025 är inte läst"),
        ("Kommun;2023;2024;2025\n;Utfall;Utfall;Prognos", "D 2025 Prognos är inte läst"),
        (";2023;2024;2025\nKommun;Utfall;Utfall;Prognos", "D 2025 Prognos är inte läst"),
        ("Kommun;Utfall;Utfall;Plan\n;2023;2024;2025", "D Plan 2025 är inte läst"),
        (";Utfall;;Budget\nKommun;2023;2024;2025\n;T;T;T", "är inte läst: budget är inget utfall"),
    ],
)
def test_what_was_measured_is_told_from_what_was_not_over_two_rows_of_headings(headings: str, says: str) -> None:
    found = read(f"{headings}\nHuddinge;50;51;52\n")
    assert asked(found) == [KIND.UNREAD]
    assert says in found.warnings[0].what
    assert told(found) == {"0126 2023 50", "0126 2024 51"}


@pytest.mark.parametrize("headings", ["Kommun;År;Prognos", "Kommun;År;Budget (kr)", ";;Prognos\nKommun;År;Värde"])
def test_neither_is_it_a_value_where_no_year_stands_beside_it(headings: str) -> None:
    [fault] = read(f"{headings}\nHuddinge;2024;52\n").faults
    assert "inget utfall" in fault.what
    assert "döp om den till Utfall" in fault.advice


@pytest.mark.parametrize(
    "heading",
    [
        *("Andel med samordnad individuell plan 2023", "Beräknad kostnad 2023", "Andel som nått mål 2023"),
        *("Budgetavvikelse 2023", "Budget- och skuldrådgivning 2023", "Antal planer, mål och budget"),
    ],
)
def test_what_is_measured_of_plans_goals_and_budgets_is_an_outcome(heading: str) -> None:
    assert told(read(f"Kommun;År;{heading}\nHuddinge;2023;52\n")) == {"0126 2023 52"}
    assert "utfall" not in read(f"Kommun;{heading}\nHuddinge;52\n").faults[0].what


def test_a_budget_beside_an_outcome_is_asked_about_as_other_brackets() -> None:
    found = read("Kommun;Utfall 2024 (budget 12)\nHuddinge;52\n")
    assert asked(found) == [KIND.APART]
    assert told(found) == {"0126 2024 52"}


@pytest.mark.parametrize(
    ("heading", "is_asked"),
    [
        *(("2025 (jan-jun)", True), ("2024 (åk 6)", True), ("2024, förskoleklass", True), ("2024 [18-29 år]", True)),
        *(("2024 (prel.)", False), ("2024 (%)", False), ("2024 (K)", False), ("2024 (andel)", False), ("2024", False)),
    ],
)
def test_what_stands_in_brackets_after_a_year_is_asked_about(heading: str, is_asked: bool) -> None:
    found = read(f"Kommun;{heading}\nHuddinge;50\n")
    assert asked(found) == ([KIND.APART] if is_asked else [])
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("title", "unit", "is_asked"),
    [
        *(("Antal elever som trivs", "%", True), ("Andel elever som trivs", "antal", True)),
        *(("Andel elever som trivs", "%", False), ("Antal elever", "antal", False), ("Antal svar: 410", "%", False)),
    ],
)
def test_a_title_that_says_numbers_over_a_share_is_asked_about(title: str, unit: str, is_asked: bool) -> None:
    found = read(f"{title}\n\nKommun;År;Värde\nHuddinge;2024;50\n", unit=unit)
    assert asked(found) == ([KIND.UNITS] if is_asked else [])


def test_a_column_called_antal_that_is_taken_for_a_share_is_asked_about() -> None:
    assert asked(read("Kommun;År;Antal elever\nHuddinge;2024;50\n")) == [KIND.UNITS]


@pytest.mark.parametrize(
    ("values", "is_asked"), [("1 0 1", True), ("1 0,5 0", True), ("0 0 0", False), ("1 2 0", False)]
)
def test_noughts_and_ones_in_per_cent_may_be_shares(values: str, is_asked: bool) -> None:
    rows = "".join(
        f"{name};2024;{value}\n" for name, value in zip(("Huddinge", "Salem", "Tyresö"), values.split(), strict=True)
    )
    assert asked(read(f"Kommun;År;Värde\n{rows}")) == ([KIND.SHARES] if is_asked else [])


@pytest.mark.parametrize(
    "heading", ["Elever", "Bas", "Svarande", "Barn i kommunen", "Urval", "Population", "n-tal", "Antal i åk 9"]
)
def test_a_column_that_may_count_persons_leads_to_the_question_of_secrecy(heading: str) -> None:
    found = read(f"Kommun;År;Värde;{heading}\nHuddinge;2024;50;3\nSalem;2024;51;40\n")
    assert asked(found) == [KIND.PERSONS]
    assert "(rad 2)" in found.warnings[0].what
    assert "Antal personer" in found.warnings[0].advice


def test_hidden_counts_under_such_a_heading_lead_there_too() -> None:
    found = read("Kommun;År;Värde;Elever\nHuddinge;2024;50;<5\nSalem;2024;51;40\n")
    assert asked(found) == [KIND.PERSONS]
    assert "(rad 2)" in found.warnings[0].what


def test_a_note_beside_a_value_and_a_word_in_its_place_tell_of_secrecy() -> None:
    assert asked(read("Kommun;2024;Kommentar\nHuddinge;50;endast 3 elever\n")) == [KIND.PERSONS]
    assert told(read("Kommun;2024\nHuddinge;dold\n")) == {"0126 2024 Privacy"}


@pytest.mark.parametrize("heading", ["N=", "n =", "Antal elever"])
def test_one_that_surely_counts_them_hides_what_few_stand_behind(heading: str) -> None:
    found = read(f"Kommun;År;Värde;{heading}\nHuddinge;2024;50;3\nSalem;2024;51;40\n")
    assert told(found) == {"0126 2024 Privacy", "0128 2024 51 n=40"}


@pytest.mark.parametrize("heading", ["Budget", "Svarsfrekvens"])
def test_other_columns_of_numbers_are_asked_about_as_before(heading: str) -> None:
    assert asked(read(f"Kommun;År;Värde;{heading}\nHuddinge;2024;50;3\n")) == [KIND.UNREAD]
