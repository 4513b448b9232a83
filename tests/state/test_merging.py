"""Two who change the same form at once: what each has changed is kept, and only what both have is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.state.merging import merged

BASE = {"titel": "Så är det", "text": "Ett.", "not": ""}
FORMS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "ett", "två", "tre"]))


@pytest.mark.parametrize(
    ("mine", "theirs", "fields", "asked"),
    [
        ({"titel": "Mitt"}, {}, {"titel": "Mitt"}, {}),
        ({}, {"titel": "Hennes"}, {"titel": "Hennes"}, {}),
        ({"titel": "Mitt"}, {"text": "Två."}, {"titel": "Mitt", "text": "Två."}, {}),
        ({"titel": "Lika"}, {"titel": "Lika"}, {"titel": "Lika"}, {}),
        ({"titel": "Mitt"}, {"titel": "Hennes"}, {"titel": "Mitt"}, {"titel": "Hennes"}),
        ({"titel": ""}, {"titel": "Hennes"}, {"titel": ""}, {"titel": "Hennes"}),
        ({}, {"ny": "Ny bild"}, {"ny": "Ny bild"}, {}),
        ({"text": "Ett.\r\n"}, {"text": "Två."}, {"text": "Två."}, {}),
    ],
)
def test_a_field_that_one_has_changed_is_kept_as_she_changed_it(
    mine: dict[str, str], theirs: dict[str, str], fields: dict[str, str], asked: dict[str, str]
) -> None:
    found = merged(BASE, BASE | mine, BASE | theirs)
    assert (found.fields, found.theirs) == (BASE | fields, asked)


@given(FORMS, FORMS, FORMS)
def test_nothing_that_anybody_has_written_is_lost(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    found = merged(base, mine, theirs)
    for name in {*base, *mine, *theirs}:
        before, own, other = (form.get(name, "") for form in (base, mine, theirs))
        kept = found.fields.get(name, "")
        assert kept == (other if own == before else own)
        assert (found.theirs.get(name) == other) if name in found.theirs else (other in (kept, before))
