"""What is said in a follow-up, and its report as a file. Rights are asked for in ``core.cycle.checking_in``."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.events import Event
from core.access.events import told as noted
from core.access.rights import Action, NotAllowedError, may
from core.cycle.book import CHECK_INS
from core.cycle.checking_in import AskedPeriod, CheckingIn
from core.cycle.plans import CheckIn, check_in_key
from core.cycle.working import LONGEST_TEXT, CycleError
from core.documents.own_templates import in_own_template
from core.documents.paper import MAKERS
from core.features.undertakings.asked import deed_in
from core.features.undertakings.follow_asked import BODY, PERIOD, YEAR, period_in
from core.features.undertakings.follow_document import follow_paper
from core.features.undertakings.mine_page import KEY
from core.features.undertakings.mine_routes import checking_of
from core.features.undertakings.plan_routes import UNDO
from core.outcomes.periods import AskedFollowUp, figures_then
from core.state.entries import Save
from core.web.alone import no_file
from core.web.choices import FOLLOW_UP
from core.web.drafts import WorkKind
from core.web.file_desk import FileDesk, Recipe, asked_file_of, recipe
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNDONE, Kept, KeptForm, saved_together, saved_words
from core.web.notices import Notice
from core.web.typed import BATCH, DEED, SEEN
from core.web.visit import Visit
from core.words.numbers import number_in

_AT_ONCE = 2
_MOST_BYTES = LONGEST_TEXT * 6 * 2 + 8_000
CHECK_IN, CLOSE, REOPEN = "avstam", "stang", "oppna"
_TYPED = ("expected", "text")
_LABELS = {"expected": "Vid årets slut", "text": "En mening om läget"}
_DONE = {CHECK_IN: "Sparat.", CLOSE: "Uppföljningen är avslutad.", REOPEN: "Uppföljningen är öppen igen."}


def follow_routes() -> list[BaseRoute]:
    """POST /uppfoljning and GET /uppfoljning/rapport.<kind>."""
    form = KeptForm(FOLLOW_UP, WorkKind.CHECK_IN, KEY, _place, _typed, _LABELS, lambda form: _key(form) + "-")
    answers = {FOLLOW_UP: form.answering(_done)}
    return [
        *form_routes(answers, at_once=_AT_ONCE, most_bytes=_MOST_BYTES),
        FileDesk().route(f"{FOLLOW_UP}/rapport.{{kind}}", _report),
    ]


def _key(form: Form) -> str:
    return form.get(KEY, "")[:64]


def _place(form: Form) -> dict[str, str]:
    return {name: form[name][:64] for name in ("kommun", YEAR, BODY, PERIOD) if form.get(name)}


def _typed(form: Form) -> dict[str, str]:
    typed = {name: form[name] for name in _TYPED if name in form}
    return {DEED: deed_in(form), KEY: _key(form), **typed} if typed else {}


def _done(who: Visit, form: Form) -> Notice | Kept:
    checking, asked, deed = checking_of(who, form.get("kommun", "")[:16]), period_in(form), deed_in(form)
    if deed == UNDO:
        checking.take_back(form.get(BATCH, "")[:64])
        return Notice(UNDONE, is_good=True)
    if asked is None or deed not in _DONE:
        raise CycleError("Det går inte att göra i en uppföljning.", "Läs in sidan igen.")
    if deed == CHECK_IN:
        saved = _said(who, checking, asked, form)
    else:
        saved = checking.close(asked) if deed == CLOSE else checking.reopen(asked)
    return saved if isinstance(saved, Kept) else saved_words(_DONE[deed], saved)


def _said(who: Visit, checking: CheckingIn, asked: AskedPeriod, form: Form) -> Save | Kept:
    """What is saved of a check-in, with what somebody else has saved of it meanwhile."""
    mine, seen, key = {name: form.get(name, "") for name in _TYPED}, number_in(form.get(SEEN, "")), _key(form)
    figures = figures_then(who.figures, checking.municipality, key) if who.figures else ()
    found = saved_together(
        lambda typed, seen: checking.check_in(asked, key, typed, seen, figures),
        mine,
        seen,
        partial(checking.history, CHECK_INS, check_in_key(key, asked.body, asked.year, asked.period)),
        _texts,
        also={DEED: CHECK_IN, KEY: key},
    )
    return found if isinstance(found, Kept) else found[0]


def _texts(one: CheckIn | None) -> dict[str, str]:
    return {"expected": one.expected.value, "text": one.text} if one else {}


def _report(request: Request) -> Response | Recipe:
    """A body's follow-up of a period, for who may read its plans."""
    found = asked_file_of(request, MAKERS)
    if isinstance(found, Response):
        return found
    (visit, figures, kind, municipality), of = found, period_in(request.query_params)
    if not may(visit.person, Action.READ_PLANS, municipality=municipality):
        return no_file(request, str(NotAllowedError(visit.person, Action.READ_PLANS)), 403)
    body = figures.goals_of(municipality, drafts=True).bodies.get(of.body) if of else None
    if of is None or body is None:
        return no_file(request, "Det finns ingen sådan uppföljning. Välj organ, år och period på sidan.", 404)
    checking = checking_of(visit, municipality)
    drawn = follow_paper(figures, AskedFollowUp(municipality, of, checking.today), body)
    paper = in_own_template(drawn, kind, municipality, figures)
    name = f"{'exempel ' if paper.is_example else ''}Uppföljning {body.name} {of.period.value} {of.year}"
    noted(Event.EXPORT, visit.person.login, about=f"{name}.{kind}")
    maker, media_type = MAKERS[kind]
    return recipe(partial(maker, paper), media_type, f"{name}.{kind}", repr(paper), is_kept=False)
