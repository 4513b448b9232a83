"""How the forms of Bildspel and Rapport are answered: back to the page, with what was done or what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from core.errors import NyckeltalError
from core.own.pending import WorkKind
from core.own.store import current_own
from core.server.answers import Asking, asking, back, signed_out
from core.server.forms import Answer, Form
from core.server.own_words import said
from core.ui.area_versions import WORK
from core.ui.choices import number_in
from core.ui.notices import Notice


@dataclass(frozen=True)
class Kept:
    """What a deed answers with when nothing is saved yet, but FIELDS are to stand in the form."""

    words: str
    fields: Mapping[str, str]
    is_good: bool = True


# Does what the form of an area asks for, and says what was done.
Deed = Callable[[Asking, str, Form], str | Kept]


@dataclass(frozen=True)
class AreaPage:
    """A page with a form about one area. ``typed`` takes what was typed from the form; KIND keeps it."""

    path: str
    kind: WorkKind
    typed: Callable[[Form], dict[str, str]]

    def answering(self, deed: Deed) -> Answer:
        """The answer to a form that DEED handles."""

        def answer(request: Request, form: Form) -> Response:
            who, area = asking(request), form.get("omrade", "")[:64]
            if not who.person.is_signed_in:
                return signed_out(self.path, {"omrade": area}, self.typed(form))
            try:
                done = deed(who, area, form)
            except NyckeltalError as error:
                return self._again(who, area, Notice(said(error), is_good=False), self.typed(form), form)
            if isinstance(done, Kept):
                return self._again(who, area, Notice(done.words, is_good=done.is_good), done.fields, form)
            self._forget(who, form)
            return back(self.path, Notice(done, is_good=True), omrade=area)

        return answer

    def _again(self, who: Asking, area: str, notice: Notice, fields: Mapping[str, str], form: Form) -> Response:
        """Back, with FIELDS in the form in place of what the work before kept."""
        work = ""
        if any(fields.values()):
            try:
                self._forget(who, form)
                pending = current_own(who.catalogue).pending
                work = str(pending.begin(self.kind, area, fields, by=who.person, now=who.now).id)
            except NyckeltalError as error:
                lost = f"{notice.text} Det du skrev gick inte att behålla: {said(error)}"
                notice = Notice(lost, is_good=False)
        return back(self.path, notice, **{"omrade": area, WORK: work})

    def _forget(self, who: Asking, form: Form) -> None:
        current_own(who.catalogue).pending.only(self.kind).remove(number_in(form.get(WORK, "")), by=who.person)
