"""Two who save the same thing at once: what each has changed is kept, and nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from core.state.entries import Entry
from core.state.versions import OvertakenError
from core.web.kept_forms import Kept, saved_together

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
Text = Mapping[str, str]
FIRST = {"title": "Läsning", "text": "Före."}


class Shelf:
    """A thing with versions, the newest first, that takes a save of who saw the newest only."""

    def __init__(self, *values: Text | None) -> None:
        self.versions = [
            Entry("key", n, value, is_public=True, batch="", created_by="Eva", created_at=AT)
            for n, value in reversed(list(enumerate(values, start=1)))
        ]

    def save(self, typed: Text, seen: int) -> Text:
        if seen != self.versions[0].number:
            raise OvertakenError("Eva", "", newest=self.versions[0])
        return typed

    def together(self, mine: Text, seen: int) -> tuple[Text, str] | Kept:
        return saved_together(
            self.save, mine, seen, lambda: self.versions, lambda one: one or {}, also={"gora": "spara"}
        )


@pytest.mark.parametrize(
    ("theirs", "mine", "saved"),
    [
        # What only one of two has changed is as she changed it, a field that is not sent as one that is blank.
        (FIRST | {"text": "Evas."}, FIRST | {"title": "Mitt"}, {"title": "Mitt", "text": "Evas."}),
        (FIRST | {"text": "Evas."}, FIRST, FIRST | {"text": "Evas."}),
        (FIRST | {"is_on": "ja"}, FIRST, FIRST | {"is_on": "ja"}),
        (FIRST, FIRST | {"title": "Mitt"}, FIRST | {"title": "Mitt"}),
        (FIRST | {"text": "Lika."}, FIRST | {"text": "Lika."}, FIRST | {"text": "Lika."}),
    ],
)
def test_what_only_one_has_changed_is_saved_together_with_the_others(theirs: Text, mine: Text, saved: Text) -> None:
    found = Shelf(FIRST, theirs).together(mine, 1)
    assert not isinstance(found, Kept)
    assert found[0] == saved
    assert found[1] == " Eva hade redan sparat version 2 (2026-11-30 kl. 10.00): det är med."


def test_who_is_alone_is_told_of_nobody() -> None:
    assert Shelf(FIRST).together({"title": "Mitt"}, 1) == ({"title": "Mitt"}, "")


@pytest.mark.parametrize("theirs", [FIRST | {"text": "Evas."}, None])
def test_nothing_is_saved_where_both_have_changed_a_field_or_the_other_has_taken_it_away(theirs: Text | None) -> None:
    found = Shelf(FIRST, theirs).together(FIRST | {"text": "Min."}, 1)
    assert isinstance(found, Kept)
    assert not found.is_good
    assert found.fields["text"] == "Min."
    assert found.fields["deras.text"] == (theirs or {}).get("text", "")
    assert (found.fields["gora"], found.fields["sedd"]) == ("spara", "2")


def test_who_saw_a_version_that_nobody_knows_sees_all_that_differs() -> None:
    found = Shelf(FIRST, FIRST | {"text": "Evas."}).together({"title": "Läsning", "text": "Min."}, 0)
    assert isinstance(found, Kept)
    assert "deras.title" not in found.fields
