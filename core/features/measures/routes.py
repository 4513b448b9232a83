"""What is done to measures and votes by forms. Rights are asked for in ``core.cycle``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.cycle.book import EXAMPLES, MEASURES
from core.cycle.deciding import Deciding, Estimate
from core.cycle.models import GoodExample, Measure
from core.cycle.working import LONGEST_TEXT, CycleError
from core.errors import NyckeltalError
from core.features.measures.measure_view import DECIDE, PUBLISH, decided_fields, told_fields
from core.features.measures.page import KEY, VOTE_KEY, deciding_of, voting_of
from core.features.measures.slips import slips_answer
from core.features.measures.vote_page import given_in, unanswered
from core.outcomes.measures import staged
from core.signals.effects import Effect
from core.state.ballots import CodeError
from core.state.entries import Save
from core.web.answers import back, visit_of
from core.web.choices import MEASURE, VOTE, VOTE_CODES
from core.web.choices import MEASURES as LIST
from core.web.drafts import WorkKind
from core.web.forms import Answer, Form, address_of, form_routes
from core.web.kept_forms import UNDONE, Kept, KeptForm, asked_first, saved_together, saved_words
from core.web.notices import Notice
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.dates import today
from core.words.numbers import number_in

_AT_ONCE = 2
# A text of which every letter may take six signs in a form, and what stands around it.
_MOST_BYTES = LONGEST_TEXT * 6 * 2 + 8_000
# Two numbers and what they were, for as many proposals as a municipality has.
_MOST_FIELDS = 500
WEIGH, CLOSE, NEW_CODES, UNDO, WITHDRAW = "bedom", "stang", "koder", "angra", "dra"
# What the fields of a decision and of a good example are called in the form, and in the code.
_DECISION = {"svar": "answer", "av": "by", "den": "on", "paragraf": "paragraph", "vad": "words"}
_LESSON = {"rubrik": "title", "text": "text", "kontakt": "contact"}
_LABELS = {
    "answer": "Beslutet",
    "by": "Vem beslutade",
    "on": "Beslutat den",
    "measures": "Förslag",
    "title": "Omröstningens namn",
    "voters": "Hur många ska rösta",
}


def measure_routes() -> list[BaseRoute]:
    """POST /atgarder, /atgarder/koder, /atgard and /omrostning."""
    weighing = KeptForm(LIST, WorkKind.MEASURE, "kommun", _where, _list_typed, _LABELS)
    deciding = KeptForm(MEASURE, WorkKind.MEASURE, KEY, _place, _typed, _LABELS, lambda form: f"{_deed(form)}-")
    answers: dict[str, Answer] = {
        LIST: weighing.answering(_listed),
        VOTE_CODES: _codes(weighing),
        MEASURE: deciding.answering(_done, over=True),
        VOTE: _cast,
    }
    return form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES, most_fields=_MOST_FIELDS)


def _where(form: Form) -> dict[str, str]:
    """The list as it was asked for."""
    return {name: form[name][:64] for name in ("kommun", "omrade", "organ", "visar") if form.get(name)}


def _place(form: Form) -> dict[str, str]:
    return {"kommun": form.get("kommun", "")[:16], KEY: form.get(KEY, "")[:64]}


def _deed(form: Form) -> str:
    return form.get(DEED, "")[:16]


def _typed(form: Form) -> dict[str, str]:
    """What was typed, with which form it was in; nothing of one that is only pressed."""
    typed = {name: form[name] for name in (*_DECISION, *_LESSON) if name in form}
    return {DEED: _deed(form), **typed} if typed else {}


def _list_typed(form: Form) -> dict[str, str]:
    """The same of the list's forms: efforts and effects, or a new vote."""
    names = [name for name in form if name.startswith(("insats-", "effekt-"))]
    typed = {name: form[name] for name in (*names, "namn", "antal", "forslag") if name in form}
    return {DEED: _deed(form), **typed} if typed else {}


def _codes(form: KeptForm) -> Answer:
    """The answer with the slips of a new vote's codes, or of new ones; else back to the list that FORM is of."""

    def answer(request: Request, sent: Form) -> Response:
        who = visit_of(request)
        if not who.person.is_signed_in:
            return form.answering(_listed)(request, sent)
        municipality, key = sent.get("kommun", "")[:16], sent.get(VOTE_KEY, "")[:32]
        deciding = deciding_of(who, municipality)
        try:
            codes = deciding.new_codes(key) if _deed(sent) == NEW_CODES else _opened(deciding, key, sent)
        except NyckeltalError as error:
            return form.refused(who, sent, error)
        ballot = voting_of(municipality).ballot(key)
        return slips_answer(request, municipality, key, ballot.vote.title if ballot else "", codes)

    return answer


def _opened(deciding: Deciding, key: str, form: Form) -> tuple[str, ...]:
    typed = {"title": form.get("namn", ""), "voters": form.get("antal", "")}
    return deciding.open_vote(key, typed, form.get("forslag", "").split())


def _listed(who: Visit, form: Form) -> Notice:
    deciding, deed = deciding_of(who, form.get("kommun", "")[:16]), _deed(form)
    if deed == UNDO:
        deciding.undo_save(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    if deed == WEIGH:
        return saved_words("Bedömningen är sparad.", deciding.estimate(_estimates(form)))
    if deed == CLOSE:
        deciding.close_vote(form.get(VOTE_KEY, "")[:32])
        return Notice("Omröstningen är stängd, och förslagen står efter sina medianer.", is_good=True)
    raise CycleError("Det går inte att göra här.", "Läs in sidan igen.")


def _estimates(form: Form) -> dict[str, Estimate]:
    keys = [name.removeprefix("insats-") for name in form if name.startswith("insats-")]
    return {
        key: Estimate(
            form.get(f"insats-{key}", ""),
            form.get(f"effekt-{key}", ""),
            (form.get(f"fore-insats-{key}", ""), form.get(f"fore-effekt-{key}", "")),
        )
        for key in keys
    }


def _done(who: Visit, form: Form) -> Notice | Kept:
    deciding, key, deed = deciding_of(who, form.get("kommun", "")[:16]), form.get(KEY, "")[:64], _deed(form)
    if deed == DECIDE:
        return _decided(deciding, key, form)
    if deed == PUBLISH:
        return _published(who, deciding, key, form)
    if deed == WITHDRAW:
        saved = deciding.withdraw_example(key, _seen(form))
        return saved_words("Exemplet är tillbakadraget.", saved)
    if deed == UNDO:
        deciding.undo_save(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    raise CycleError("Det går inte att göra med en åtgärd.", "Läs in sidan igen.")


def _decided(deciding: Deciding, key: str, form: Form) -> Notice | Kept:
    mine = {name: form.get(name, "") for name in _DECISION}
    doubts = deciding.doubts_of(key, _in_code(mine, _DECISION))
    if question := asked_first(f"{' '.join(doubts)} Stämmer det?", doubts, form, _typed(form), about=key):
        return question

    def save(typed: Mapping[str, str], seen: int) -> Save:
        return deciding.decide(key, _in_code(typed, _DECISION), seen)

    def texts(one: Measure | None) -> Mapping[str, str]:
        return decided_fields(one) if one else {}

    found = saved_together(save, mine, _seen(form), partial(deciding.history, MEASURES, key), texts, also=_which(form))
    return found if isinstance(found, Kept) else saved_words("Beslutet är sparat.", found[0])


def _published(who: Visit, deciding: Deciding, key: str, form: Form) -> Notice | Kept:
    figures, mine = who.figures, {name: form.get(name, "") for name in _LESSON}
    book = deciding.book()
    effect = Effect.NOT_JUDGED
    if figures is not None and key in book.measures:
        effect = staged(figures, deciding.municipality, book.measures[key], book, today(who.now)).effect.verdict

    def save(typed: Mapping[str, str], seen: int) -> Save:
        return deciding.publish_example(key, _in_code(typed, _LESSON), effect, seen)

    def texts(one: GoodExample | None) -> Mapping[str, str]:
        return told_fields(one) if one else {}

    found = saved_together(save, mine, _seen(form), partial(deciding.history, EXAMPLES, key), texts, also=_which(form))
    return found if isinstance(found, Kept) else saved_words("Exemplet är publicerat och syns för alla.", found[0])


def _seen(form: Form) -> int:
    return number_in(form.get(SEEN, ""))


def _which(form: Form) -> dict[str, str]:
    return {DEED: _deed(form)}


def _in_code(typed: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {code: typed.get(name, "") for name, code in names.items()}


def _cast(request: Request, form: Form) -> Response:
    """A vote by a code. What was answered stands there again where it could not be kept, and the code where it is not
    what was wrong.
    """
    who, municipality, key = visit_of(request), form.get("kommun", "")[:16], form.get(VOTE_KEY, "")[:32]
    place = {"kommun": municipality, VOTE_KEY: key}
    voting, ballot = voting_of(municipality), None
    try:
        ballot = voting.ballot(key)
        given = given_in(form, {one.id: one for one in ballot.measures}) if ballot else {}
        voting.cast(key, form.get("kod", "")[:32], given, address_of(request), who.now)
    except NyckeltalError as error:
        answered = {
            name: text[:1]
            for name, text in form.items()
            if name.startswith(("insats-", "effekt-")) and text.isdecimal()
        }
        if ballot is None or isinstance(error, CodeError):
            return back(VOTE, Notice(str(error), is_good=False, fields=answered), **place)
        faults = unanswered(form, {one.id: one.title for one in ballot.measures})
        kept = {"kod": form.get("kod", "")[:32], **answered}
        return back(VOTE, Notice(str(error), is_good=False, fields=kept, faults=faults), **place)
    return back(VOTE, Notice("En kod ger en röst, och den är använd nu.", is_good=True), **place)
