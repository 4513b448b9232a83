"""A template is read back without a fault, untouched or filled in."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no types

from core.features.own_indicators.models import Entry, Form
from core.features.own_indicators.reading.reading import read_upload
from core.features.own_indicators.template import Template, template_csv, template_xlsx
from core.tabular.numbers import STATUS_SIGN
from core.tabular.years_and_genders import periods_of
from tests.features.own_indicators.shared import NAMES, context

MAKERS = [template_csv, template_xlsx]
AREA = {id_: name for id_, name in NAMES.items() if id_ != "0180"}


def template(**changes: Any) -> Template:
    usual = {"name": "Nöjda", "unit": "%", "municipalities": AREA, "years": (2023, 2024, 2025)}
    return Template(**(usual | changes))


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("kind", ["", "T", "Q", "M"])
@pytest.mark.parametrize("by_gender", [False, True])
@pytest.mark.parametrize("with_persons", [False, True])
def test_an_untouched_template_has_no_fault(
    make: Callable[[Template], bytes],
    form: Form,
    kind: str,
    by_gender: bool,
    with_persons: bool,
) -> None:
    content = make(template(form=form, kind=kind, by_gender=by_gender, with_persons=with_persons))
    upload = read_upload(content, "mall", context())
    assert upload.faults == ()
    assert upload.warnings == ()
    assert upload.rows == ()
    assert not upload.is_usable
    assert "Filen har inga värden. Fyll i minst ett." in [note.what for note in upload.notes]


@st.composite
def filled(draw: st.DrawFn) -> Template:
    """A template with values, statuses and persons in some of its cells."""
    form, kind = draw(st.sampled_from(Form)), draw(st.sampled_from(["", "T", "M"]))
    genders = draw(st.sampled_from(["T", "TKM"]))
    value = st.floats(0, 100).map(lambda number: round(number, 3))
    entries = {}
    for place in draw(st.sets(st.sampled_from(sorted(AREA)), min_size=1)):
        for gender in genders:
            status = draw(st.sampled_from(["", "", *STATUS_SIGN]))
            number = None if status else draw(value)
            period = draw(st.sampled_from(periods_of(kind)))
            persons = None if status == "Privacy" else draw(st.none() | st.integers(5, 10_000))
            one = Entry(place, draw(st.sampled_from([2023, 2025])), period, gender, number, status, persons, 1, "")
            entries[one.key] = one
    has_persons = any(one.persons is not None for one in entries.values())
    return template(form=form, kind=kind, by_gender=genders != "T", with_persons=has_persons, values=entries)


@settings(max_examples=60, deadline=None)
@given(template=filled(), make=st.sampled_from(MAKERS))
def test_what_is_filled_in_comes_back(template: Template, make: Callable[[Template], bytes]) -> None:
    upload = read_upload(make(template), "mall", context(least_persons=0))
    assert upload.faults == ()
    found = {one.key: (one.value, one.status, one.persons) for one in upload.rows}
    # Where one gender is secret, the other's may have become so.
    kept = {key: one for key, one in template.values.items() if found[key][1] != "Privacy"}
    assert {key: found[key] for key in kept} == {key: (one.value, one.status, one.persons) for key, one in kept.items()}
    assert found.keys() == template.values.keys()


def test_codes_keep_their_zeros_and_the_header_stays_in_sight() -> None:
    book = load_workbook(io.BytesIO(template_xlsx(template())))
    assert book.sheetnames[0] == "Värden"
    sheet = book["Värden"]
    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["A2"].data_type) == ("0127", "@", "s")
    assert sheet.freeze_panes == "C2"


def test_csv_is_as_excel_in_sweden_wants_it() -> None:
    content = template_csv(template(years=(2024,), municipalities={"0126": "Huddinge"}))
    assert content == b"\xef\xbb\xbfkommunkod;kommun;\xc3\xa5r;v\xc3\xa4rde\r\n0126;Huddinge;2024;\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_in_a_template_is_a_formula(start: str) -> None:
    evil = template(name=f"{start}1+1", unit=f"{start}2", municipalities={"0126": f"{start}cmd()"})
    assert f";'{start}cmd()".encode() in template_csv(evil)
    book = load_workbook(io.BytesIO(template_xlsx(evil)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert book["Värden"]["B2"].value == f"{start}cmd()"


def test_the_workbook_tells_what_it_is_about_as_every_workbook_does() -> None:
    book = load_workbook(io.BytesIO(template_xlsx(template())))
    assert book.sheetnames == ["Värden", "Så gör du", "Om uppgifterna"]
    told = dict(book["Om uppgifterna"].iter_rows(min_row=2, values_only=True))
    assert (told["Nyckeltal"], told["Enhet"], told["År"]) == ("Nöjda", "%", "2023, 2024, 2025")
    assert "inte från Kolada" in told["Källa"]
