"""What is done on the page Arbeta med planer. Rights are asked for in core."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from core.errors import NyckeltalError
from core.features.planning.desk import BODY, DECIDE, MONEY, NEW, PART, Desk, copied, desk_of
from core.features.planning.edits import money_in, money_of, move_goal, new_plan, texts_of_body
from core.features.planning.file_handling import file_routes_of
from core.features.planning.goal_fields import LABELS, TEXTS, texts_of, typed_in
from core.features.planning.goal_form import GoalForm
from core.features.planning.paths import paths_of_form
from core.features.planning.plan_view import UNDO_FIELD
from core.features.planning.saving import Saved, save, saved_at, undo
from core.goals.book import BODIES, PLANS
from core.goals.checking import PlanError, PlanFaultsError
from core.goals.edits import withdraw_goal
from core.goals.models import Body, BodyKind, Decision, Goal, Overruling, Plan, new_id
from core.goals.planning import Seen
from core.signals import Attainment
from core.state.entries import Entry, Save
from core.tabular.fields import FieldFault, FieldsError
from core.web.answers import visit_of
from core.web.choices import PLAN
from core.web.drafts import WorkKind
from core.web.forms import Form, form_routes
from core.web.kept_forms import UNCHANGED, Kept, KeptForm, asked_first, put_together
from core.web.notices import Notice
from core.web.typed import SEEN
from core.web.visit import Visit
from core.words.numbers import number_in

SAVE_GOAL, MOVE, WITHDRAW, UNDO = f"{PLAN}/mal", f"{PLAN}/flytta", f"{PLAN}/stryk", f"{PLAN}/angra"
COPY, SAVE_MONEY, SAVE_DECISION = f"{PLAN}/kopiera", f"{PLAN}/budget", f"{PLAN}/beslut"
SAVE_BODY, OVERRULE, PATHS = f"{PLAN}/organ", f"{PLAN}/ansikte", f"{PLAN}/vagar"
BODY_LABELS = {
    "name": "Namn",
    "kind": "Sort",
    "body_owner": "Ansvarig funktion",
    "areas": "Områden",
    "first": "Första år",
    "last": "Sista år",
}
DECISION_LABELS = {"by": "Beslutat av", "on": "Datum", "paragraph": "Paragraf", "link": "Länk till beslutet"}
FACE_LABELS = {"face": "Eget ansikte", "reason": "Skäl", "function": "Funktion"}
WHY = "skal"
_LONGEST = 500
_AT_ONCE = 2
_FORM_BYTES, _FORM_FIELDS = 400_000, 1_500

V = TypeVar("V")


def plan_routes() -> list[BaseRoute]:
    """The forms of the page, and its files."""

    def kept(names: tuple[str, ...], labels: Mapping[str, str], **more: str) -> KeptForm:
        def place(form: Form) -> dict[str, str]:
            return {**_goal_place(form), **more}

        def typed(form: Form) -> dict[str, str]:
            return {name: text for name, text in form.items() if name in names or name.startswith("volym-")}

        return KeptForm(PLAN, WorkKind.PLAN, "organ", place, typed, labels, after=_plan_place)

    whole = KeptForm(PLAN, WorkKind.PLAN, "organ", _goal_place, typed_in, LABELS, after=_plan_place)
    answers = {
        SAVE_GOAL: whole.answering(_goal_saved),
        MOVE: _plain().answering(_moved),
        WITHDRAW: kept((WHY,), {WHY: "Skäl"}).answering(_withdrawn, over=True),
        UNDO: _plain().answering(_undone),
        COPY: _plain().answering(_copied),
        SAVE_MONEY: kept(("net_budget", "frame", "plan_title"), {}, **{PART: MONEY}).answering(_money_saved),
        SAVE_DECISION: kept(tuple(DECISION_LABELS), DECISION_LABELS, **{PART: DECIDE}).answering(_decided, over=True),
        SAVE_BODY: kept(tuple(BODY_LABELS), BODY_LABELS, **{PART: BODY}).answering(_body_saved),
        OVERRULE: kept(tuple(FACE_LABELS), FACE_LABELS).answering(_overruled, over=True),
    }
    routes = partial(form_routes, at_once=_AT_ONCE, most_bytes=_FORM_BYTES, most_fields=_FORM_FIELDS)
    return [*routes(answers), *routes({PATHS: _paths}), *file_routes_of()]


def _plain() -> KeptForm:
    """A form with nothing that is typed."""
    return KeptForm(PLAN, WorkKind.PLAN, "organ", _plan_place, lambda _: {})


def _plan_place(form: Form) -> dict[str, str]:
    return {name: form.get(name, "")[:40] for name in ("kommun", "plan", "organ")}


def _goal_place(form: Form) -> dict[str, str]:
    more = {name: form.get(name, "")[:40] for name in ("mal", NEW, "under")}
    return {**_plan_place(form), **{name: text for name, text in more.items() if text}}


def _paths(request: Request, form: Form) -> Response:
    """How the ways of the goal that is being typed would look."""
    try:
        drawn = paths_of_form(desk_of(visit_of(request), form), form)
    except NyckeltalError as error:
        return JSONResponse({"fel": str(error)}, 403)
    return JSONResponse(drawn, headers={"Cache-Control": "no-store"})


def _body(desk: Desk) -> Body:
    if desk.body is None:
        raise PlanError("Organet finns inte.", "Välj ett i listan.")
    return desk.body


def _done(words: str, saved: Saved | Save) -> Notice:
    mark = saved.mark if isinstance(saved, Saved) else Saved(saved.batch).mark
    return Notice(words, is_good=True, fields={UNDO_FIELD: mark}) if mark else Notice(UNCHANGED, is_good=True)


def _goal_saved(who: Visit, form: Form) -> str | Notice | Kept:
    """A goal with its indicators and levels, all or nothing."""
    desk = desk_of(who, form)
    body, held = _body(desk), desk.goal
    if form.get("mal") and held is None:
        raise PlanError("Målet finns inte längre i planen.", "Lägg till det på nytt om det ska vara med.")
    texts = _together(desk, form, held)
    if isinstance(texts, Kept):
        return texts
    read = GoalForm(desk, form)
    proposal = read.proposal(desk.entry, new_plan(body, desk.year), held, texts)
    doubts = list(dict.fromkeys(what for _, what in read.doubts))
    asked = f"Inget är sparat än. Spara igen om det här stämmer: {' '.join(doubts)}"
    if question := asked_first(asked, doubts, form, typed_in(form), about=form.get("mal", "")):
        return question
    if proposal.is_empty:
        return UNCHANGED
    saved = save(desk.planning, desk.setting, proposal)
    name = " ".join(texts["title"].split())
    after = " Planen är nu ett utkast tills den beslutas." if desk.plan and desk.plan.decision else ""
    return _done(f"Sparat: {name}.{after}", saved)


def _together(desk: Desk, form: Form, held: Goal | None) -> Mapping[str, str] | Kept:
    """The goal's texts, with what somebody else has changed in it since the form was drawn."""
    mine, entry = {name: form.get(name, "") for name in TEXTS}, desk.entry
    seen = number_in(form.get(SEEN, ""))
    if held is None or entry is None or entry.value is None or entry.number == seen:
        return mine

    def texts(plan: Plan) -> dict[str, str]:
        return next((texts_of(goal) for goal in plan.goals if goal.id == held.id), {})

    found = _with_others(desk.planning.history(PLANS, entry.key), seen, texts, mine)
    return replace(found, fields={**typed_in(form), **found.fields}) if isinstance(found, Kept) else found


def _with_others(
    versions: Sequence[Entry[V]], seen: int, texts: Callable[[V], Mapping[str, str]], mine: Mapping[str, str]
) -> Mapping[str, str] | Kept:
    """MINE, written from the version SEEN of VERSIONS (newest first), with what others have changed in them since.

    TEXTS are a version's, as the form has them.
    """
    newest = versions[0] if versions else None
    if newest is None or newest.value is None or newest.number == seen:
        return mine
    then = next((one.value for one in versions if one.number == seen), None)
    found = put_together(newest.said, newest.number, texts(then) if then else {}, mine, texts(newest.value))
    return found if isinstance(found, Kept) else found.fields


def _moved(who: Visit, form: Form) -> str | Notice:
    desk, goal = desk_of(who, form), form.get("mal", "")
    edit = move_goal(goal, -1 if form.get("at") == "upp" else 1)
    key = desk.plan.key if desk.plan else ""
    return _done("Målet är flyttat.", desk.planning.change(key, edit, Seen(number_in(form.get(SEEN, "")), goal)))


def _withdrawn(who: Visit, form: Form) -> str | Notice:
    """A goal is withdrawn for a reason, or taken back."""
    desk, goal = desk_of(who, form), form.get("mal", "")
    key, seen = desk.plan.key if desk.plan else "", Seen(number_in(form.get(SEEN, "")), goal)
    if form.get("at") == "tillbaka":
        return _done("Målet gäller igen.", desk.planning.change(key, withdraw_goal(goal, ""), seen))
    reason = " ".join(form.get(WHY, "").split())
    if not reason or len(reason) > _LONGEST:
        raise PlanError("Att stryka ett mål kräver ett skäl.", f"Skriv det med högst {_LONGEST} tecken.", field=WHY)
    return _done(
        "Målet är struket. Det finns kvar under planens mål.",
        desk.planning.change(key, withdraw_goal(goal, reason), seen),
    )


def _undone(who: Visit, form: Form) -> str:
    desk = desk_of(who, form)
    if not undo(desk.planning, desk.setting, saved_at(form.get("nar", ""))):
        raise PlanError("Det finns inget att ångra.", "Läs in sidan igen.")
    return "Ångrat: det som gällde förut gäller igen."


def _copied(who: Visit, form: Form) -> Notice:
    desk = desk_of(who, form)
    plan = copied(desk, _body(desk))
    loose = sum(goal.parent is None for goal in plan.goals) if plan.goals and not _body(desk).is_council else 0
    note = f" {loose} mål ligger inte under något fullmäktigemål än." if loose else ""
    return _done(f"Planen är gjord från {desk.year - 1} års.{note}", desk.planning.put(plan, seen={plan.key: 0}))


def _money_saved(who: Visit, form: Form) -> str | Notice | Kept:
    desk = desk_of(who, form)
    body, entry = _body(desk), desk.entry
    plan = desk.plan or new_plan(body, desk.year)
    mine = {name: form.get(name, "") for name in form if name in money_of(plan) or "volym-" in name}
    mine = {"net_budget": form.get("net_budget", ""), "frame": form.get("frame", ""), **mine}
    texts = _with_others(desk.planning.history(PLANS, plan.key), number_in(form.get(SEEN, "")), money_of, mine)
    if isinstance(texts, Kept):
        return texts
    changed = money_in(texts, plan)
    try:
        saved = desk.planning.put(changed, seen={plan.key: entry.number if entry else 0})
    except PlanFaultsError as error:
        raise FieldsError([FieldFault(f.field, "Budget", f.what, f.advice) for f in error.faults]) from error
    return _done("Budget och volymer är sparade.", saved)


def _decided(who: Visit, form: Form) -> Notice:
    desk = desk_of(who, form)
    by, paragraph = (" ".join(form.get(name, "").split()) for name in ("by", "paragraph"))
    link = form.get("link", "").strip()
    faults = [
        FieldFault(name, DECISION_LABELS[name], "Saknas." if not text else "Texten är för lång.", "Fyll i fältet.")
        for name, text in (("by", by), ("paragraph", paragraph))
        if not text or len(text) > _LONGEST
    ]
    try:
        on = date.fromisoformat(form.get("on", "").strip())
    except ValueError:
        faults.append(FieldFault("on", DECISION_LABELS["on"], "Är inget datum.", "Skriv det som 2026-11-16."))
        on = who.now.date()
    if on > who.now.date():
        faults.append(FieldFault("on", DECISION_LABELS["on"], "Ligger i framtiden.", "Skriv dagen då beslutet togs."))
    if (link and not link.startswith(("https://", "http://"))) or len(link) > _LONGEST:
        what = "Är ingen webbadress."
        faults.append(FieldFault("link", DECISION_LABELS["link"], what, "Skriv en som börjar med https://."))
    if faults:
        raise FieldsError(faults)
    key = desk.plan.key if desk.plan else ""
    decision = Decision(by, on, paragraph, link)
    return _done(
        "Planen är beslutad och syns för alla.", desk.planning.decide(key, decision, number_in(form.get(SEEN, "")))
    )


def _body_saved(who: Visit, form: Form) -> Notice | Kept:
    desk = desk_of(who, form)
    held = desk.body
    versions = desk.planning.history(BODIES, held.id) if held else []
    mine = {name: form.get(name, "") for name in BODY_LABELS}
    texts = _with_others(versions, number_in(form.get(SEEN, "")), texts_of_body, mine)
    if isinstance(texts, Kept):
        return texts
    years: dict[str, int | None] = {}
    for name in ("first", "last"):
        text = texts[name].strip()
        if text and not 1990 <= number_in(text) <= 2100:
            raise PlanError("Är inget år.", "Skriv ett årtal, eller lämna tomt.", field=name)
        years[name] = number_in(text) or None
    kinds = {kind.value: kind for kind in BodyKind}
    body = Body(
        held.id if held else new_id(),
        kinds.get(texts["kind"], BodyKind.COMMITTEE),
        " ".join(texts["name"].split()),
        tuple(texts["areas"].split()),
        " ".join(texts["body_owner"].split())[:120],
        **years,
    )
    saved = desk.planning.put_body(body, seen=versions[0].number if versions else 0)
    return _done(f"Sparat: {body.name}.", saved)


def _overruled(who: Visit, form: Form) -> Notice:
    desk, goal = desk_of(who, form), form.get("mal", "")
    faces = {face.value: face for face in Attainment}
    chosen, seen = faces.get(form.get("face", "")), number_in(form.get(SEEN, ""))
    if chosen is None:
        return _done("Det beräknade ansiktet gäller.", desk.planning.overrule(goal, None, seen))
    reason, function = (" ".join(form.get(name, "").split()) for name in ("reason", "function"))
    if len(reason) > _LONGEST or len(function) > _LONGEST:
        raise PlanError("Texten är för lång.", f"Skriv högst {_LONGEST} tecken.", field="reason")
    own = Overruling(chosen, reason, function, who.now.date())
    return _done("Det egna ansiktet gäller, med skälet bredvid.", desk.planning.overrule(goal, own, seen))
