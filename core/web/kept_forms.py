"""How forms with long texts are answered: back to the page, with what was done, or with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from core.errors import NyckeltalError
from core.seals import seal_of
from core.state.entries import Save
from core.state.merging import Merge, beside, merged, together_words
from core.state.versions import OvertakenError
from core.web.answers import back, signed_out, visit_of
from core.web.drafts import WorkKind, current_drafts
from core.web.forms import Answer, Form
from core.web.notices import Notice
from core.web.typed import AREA, BATCH, CONFIRMED, SEEN, WORK
from core.web.visit import Visit
from core.words.numbers import number_in

S = TypeVar("S")
V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)

_NOTHING: Mapping[str, str] = MappingProxyType({})

UNCHANGED = "Inget var ändrat, så inget behövde sparas."
UNDONE = "Ångrat: det som var innan gäller igen."


@dataclass(frozen=True)
class Kept:
    """What a deed answers with when nothing is saved yet, but FIELDS are to stand in the form."""

    words: str
    fields: Mapping[str, str]
    is_good: bool = True


class Version(Protocol[V_co]):
    """One version of a thing that a form changes: an ``Entry``, or a room's own."""

    @property
    def number(self) -> int:
        """It counts from 1."""
        ...

    @property
    def value(self) -> V_co | None:
        """What it says; None where the thing is removed."""
        ...

    @property
    def said(self) -> str:
        """Who had saved it and when, to whoever comes after."""
        ...


def saved_words(words: str, save: Save) -> Notice:
    """WORDS, with what undoes SAVE; that nothing was changed where it made nothing."""
    return Notice(words, is_good=True, fields={BATCH: save.batch}) if save.batch else Notice(UNCHANGED, is_good=True)


def asked_first(
    words: str, doubts: Sequence[object], form: Form, typed: Mapping[str, str], *, about: object
) -> Kept | None:
    """What asks about DOUBTS in WORDS, with what was TYPED; None where there are none, or FORM confirms just these.

    ABOUT says of what they are: nothing else is confirmed by it.
    """
    seal = seal_of([about, *doubts]) if doubts else ""
    if seal in ("", form.get(CONFIRMED)):
        return None
    return Kept(words, {**typed, CONFIRMED: seal}, is_good=False)


def put_together(
    told: str,
    number: int,
    base: Mapping[str, str],
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    *,
    is_shown_first: bool = False,
) -> Merge | Kept:
    """MINE with what somebody has saved since it was drawn from BASE; TOLD says who and when, NUMBER is theirs.

    Nothing is to be saved yet where both have changed a field, or where IS_SHOWN_FIRST: then all of it, to be drawn.
    """
    merge = merged(base, mine, theirs)
    if not merge.theirs and not is_shown_first:
        return merge
    asked = " ".join(together_words(told, merge))
    return Kept(asked, {**merge.fields, **beside(merge.theirs), SEEN: str(number)}, is_good=False)


def saved_together(
    save: Callable[[Mapping[str, str], int], S],
    mine: Mapping[str, str],
    seen: int,
    history: Callable[[], Sequence[Version[V]]],
    texts: Callable[[V | None], Mapping[str, str]],
    *,
    also: Mapping[str, str] = _NOTHING,
) -> tuple[S, str] | Kept:
    """What SAVE makes of MINE, drawn from the version SEEN, with what others have saved since; and who that was.

    HISTORY has a thing's versions, newest first, and TEXTS are one's as the form has them. Who it was is for the end
    of a notice, '' where nobody came between. Where both have changed a field nothing is saved, and what is ALSO in the
    form is kept with the rest.
    """
    try:
        return save(mine, seen), ""
    except OvertakenError:
        versions = history()
    newest = versions[0]
    base = next((texts(one.value) for one in versions if one.number == seen), {})
    found = put_together(newest.said, newest.number, base, mine, texts(newest.value))
    if isinstance(found, Kept):
        return replace(found, fields={**found.fields, **also})
    return save(found.fields, newest.number), f" {newest.said}: det är med."


@dataclass(frozen=True)
class Done:
    """What a deed answers with that has made something: the NOTICE, and the PLACE where what it made is.

    ``at`` is the id of where on the page that is, '' for its top.
    """

    notice: Notice
    place: Mapping[str, str]
    at: str = ""


# Does what the form asks for, and says what was done; in a notice where that can be undone.
Deed = Callable[[Visit, Form], str | Notice | Kept | Done]


@dataclass(frozen=True)
class KeptForm:
    """A page's form. ``place`` is what of it stands in the page's address, of which SUBJECT is what the work is about.

    ``typed`` takes what was typed from the form, nothing from one without fields; KIND keeps it. ``labels`` are what
    its fields are called that an error may be about, and ``begins`` is what their ids begin with. ``after`` is the
    place that one comes to when it is done, where that is another. ``part`` is the id of the page's part that the form
    is in, where its answer is told.
    """

    path: str
    kind: WorkKind
    subject: str
    place: Callable[[Form], dict[str, str]]
    typed: Callable[[Form], dict[str, str]]
    labels: Mapping[str, str] = field(default_factory=dict)
    begins: Callable[[Form], str] = lambda _: ""
    after: Callable[[Form], dict[str, str]] | None = None
    part: Callable[[Form], str] = lambda _: ""

    def answering(self, deed: Deed, *, over: bool = False) -> Answer:
        """The answer to a form that DEED handles.

        OVER: the page shows what somebody else has saved meanwhile, and the next press saves over it.
        """

        def answer(request: Request, form: Form) -> Response:
            who, place = visit_of(request), self.place(form)
            if not who.person.is_signed_in:
                return self._signed_out(who, form)
            try:
                done = deed(who, form)
            except NyckeltalError as error:
                return self.refused(who, form, error, over=over)
            if isinstance(done, Kept):
                return self._again(who, form, Notice(done.words, is_good=done.is_good), done.fields)
            self._forget(who, form)
            if isinstance(done, Done):
                led = back(self.path, done.notice, **done.place)
                led.headers["location"] += f"#{quote(done.at)}" if done.at else ""
                return led
            told = done if isinstance(done, Notice) else Notice(done, is_good=True)
            told = replace(told, place=self.part(form))
            return back(self.path, told, **(self.after(form) if self.after else place))

        return answer

    def refused(self, who: Visit, form: Form, error: NyckeltalError, *, over: bool = False) -> Response:
        """Back with ERROR told and what was typed kept; OVER as in ``answering``."""
        typed = self.typed(form)
        if over and typed and isinstance(error, OvertakenError):
            typed = {**typed, SEEN: str(error.newest.number)}
        return self._again(who, form, Notice.of(error, self.labels, self.begins(form)), typed)

    def _again(self, who: Visit, form: Form, notice: Notice, fields: Mapping[str, str]) -> Response:
        """Back, with FIELDS in the form in place of what the work before kept."""
        place, work = self.place(form), ""
        notice = replace(notice, place=self.part(form))
        try:
            work = self._keep(who, form, fields)
        except NyckeltalError as error:
            lost = f"{notice.text} Det du skrev gick inte att behålla: {Notice.of(error).text}"
            notice = replace(notice, text=lost)
        return back(self.path, notice, **place, **{WORK: work})

    def _signed_out(self, who: Visit, form: Form) -> Response:
        """Sign in; what was typed is there again for whoever wrote it, and for nobody else."""
        typed, work = self.typed(form), ""
        if who.writer.is_signed_in:
            with suppress(NyckeltalError):
                work = self._keep(who, form, typed)
        return signed_out(self.path, self.place(form) | {WORK: work}, is_kept=bool(work), typed=typed.values())

    def _keep(self, who: Visit, form: Form, fields: Mapping[str, str]) -> str:
        """The number of the writer's work that keeps FIELDS from now on; '' for none. Raises NyckeltalError.

        With the version that they were written from: to save them on a newer one is to overwrite it.
        """
        if not fields:
            return ""
        if SEEN in form:
            fields = {SEEN: str(number_in(form[SEEN])), **fields}
        pending, subject = current_drafts(), self.place(form).get(self.subject, "")
        kept = pending.begin(self.kind, subject, fields, by=who.writer, now=who.now)
        # Not before: where there is no room for these, what was kept is still there.
        self._forget(who, form)
        return str(kept.id)

    def _forget(self, who: Visit, form: Form) -> None:
        current_drafts().only(self.kind).remove(number_in(form.get(WORK, "")), by=who.writer)


def area_form(path: str, kind: WorkKind, typed: Callable[[Form], dict[str, str]]) -> KeptForm:
    """The form of the page PATH about one area."""
    return KeptForm(path, kind, AREA, lambda form: {AREA: area_in(form)}, typed)


def area_in(form: Form) -> str:
    """The area that FORM is about, which may be none of ours."""
    return form.get(AREA, "")[:64]
