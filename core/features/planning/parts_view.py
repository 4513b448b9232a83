"""The smaller parts of the work on a plan: its history, its decision, its money, what is new, its body, and a file."""

from __future__ import annotations

from core.features.planning.desk import PART, SINCE, Desk
from core.features.planning.edits import MOST_VOLUMES, money_of, new_plan, texts_of_body
from core.features.planning.file_handling import CSV_FILE, EXCEL_FILE, MONEY_CSV_FILE, MONEY_EXCEL_FILE, read_work
from core.features.planning.goal_file import GoalFile, may_put_in
from core.features.planning.plan_view import common, state_of
from core.features.planning.words import counted, difference_words, level_lines, plan_lines
from core.goals.book import BODIES, PLANS
from core.goals.checking import plan_faults, surroundings
from core.goals.comparing import Difference, differences, since_last_year
from core.goals.models import Body, BodyKind, plan_key
from core.state.merging import theirs_in
from core.web.drafts import Work, WorkGoneError, WorkKind, current_drafts
from core.web.render import render
from core.web.typed import WORK, notice_of, typed_before, work_in, written_from
from core.words.dates import moment_words
from core.words.formats import listed
from core.words.numbers import number_in

MOST_SHOWN = 200
_MOST_VERSIONS = 50


def history_html(desk: Desk, body: Body) -> str:
    """Who has changed BODY's plan of the year, when and what. Raises NotAllowedError."""
    versions = desk.planning.history(PLANS, desk.plan.key) if desk.plan else []
    shown = []
    for place, version in enumerate(versions[:_MOST_VERSIONS]):
        before = versions[place + 1].value if place + 1 < len(versions) else None
        lines = differences(before, version.value, desk.names) if version.value else []
        words = [_first_upper(difference_words(line)) for line in lines if before or line.goal]
        shown.append((version.number, version.created_by, moment_words(version.created_at), words[:MOST_SHOWN]))
    return render("plan_history.html", **common(desk), body=body, title=_title(desk), versions=shown)


def since_html(desk: Desk, body: Body) -> str:
    """What is new in BODY's plan against last year's."""
    before = desk.book.plans.get(plan_key(body.id, desk.year - 1))
    lines: list[Difference] = []
    if before and before.value and desk.plan:
        lines = since_last_year(before.value, desk.plan, desk.names)
    words = [_first_upper(difference_words(line)) for line in lines]
    return render("plan_since.html", **common(desk), body=body, title=_title(desk), lines=words, part=SINCE)


def decide_html(desk: Desk, body: Body) -> str:
    """The form where a decision is noted; or what has to be mended first."""
    typed, plan = typed_before(desk.visit, WorkKind.PLAN), desk.plan
    names = {goal.id: goal.title for goal in (plan.goals if plan else ())}
    faults = plan_faults(plan, surroundings(plan, desk.book, desk.setting.catalogue)) if plan else []
    return render(
        "plan_decide.html",
        **{**common(desk), "notice": notice_of(desk.visit, typed)},
        body=body,
        title=_title(desk),
        has_plan=plan is not None,
        state=state_of(desk, body, desk.year),
        faults=[(names.get(one.goal, ""), desk.address(mal=one.goal), str(one)) for one in faults],
        texts={name: typed.get(name, "") for name in ("by", "on", "paragraph", "link")},
        usual_by="Kommunfullmäktige" if body.is_council else body.name,
        written=written_from(typed, desk.entry.number if desk.entry else 0),
        work=work_in(desk.visit),
    )


def money_html(desk: Desk, body: Body) -> str:
    """The form of the plan's name, budget and volumes."""
    typed = typed_before(desk.visit, WorkKind.PLAN)
    texts = {**money_of(desk.plan or new_plan(body, desk.year)), **typed}
    rows = [n for n in range(1, MOST_VOLUMES + 1) if any(texts.get(f"volym-{n}-{one}") for one in ("namn", "antal"))]
    last = max(rows, default=0)
    return render(
        "plan_money.html",
        **{**common(desk), "notice": notice_of(desk.visit, typed)},
        body=body,
        title=_title(desk),
        texts=texts,
        theirs=theirs_in(typed),
        rows=range(1, min(last + 3, MOST_VOLUMES) + 1),
        written=written_from(typed, desk.entry.number if desk.entry else 0),
        work=work_in(desk.visit),
    )


def body_html(desk: Desk, body: Body | None) -> str:
    """The form of BODY, or of a new one."""
    typed = typed_before(desk.visit, WorkKind.PLAN)
    theirs = theirs_in(typed)
    has_council = any(one.is_council and one.is_of(desk.year) for one in desk.book.bodies.values())
    kind = BodyKind.COMMITTEE if has_council else BodyKind.COUNCIL
    shown = body or Body("", kind, "" if has_council else "Kommunfullmäktige")
    texts = {**texts_of_body(shown), **typed}
    return render(
        "plan_body.html",
        **{**common(desk), "notice": notice_of(desk.visit, typed)},
        body=body,
        texts=texts,
        theirs=theirs,
        their_areas=listed([area.name for area in desk.catalogue.areas if area.id in theirs.get("areas", "").split()]),
        kinds=[kind.value for kind in BodyKind],
        areas=[(area.id, area.name, area.id in texts["areas"].split()) for area in desk.catalogue.areas],
        written=written_from(typed, desk.version(BODIES, shown.id)),
        work=work_in(desk.visit),
    )


def file_html(desk: Desk) -> str:
    """Where a file is sent or pasted, or what the one that was sent would do."""
    number = number_in(desk.visit.params.get(WORK, ""))
    work: Work | None = None
    found: GoalFile | None = None
    if number:
        pending = current_drafts().only(WorkKind.PLAN)
        try:
            work = pending.get(number, by=desk.visit.person)
            found = read_work(desk, work, pending.content(number, by=desk.visit.person)) if work.has_file else None
        except WorkGoneError:
            work = None
    proposal = found.proposal if found else None
    levels = level_lines(proposal, desk.setting) if proposal else []
    own = f"kommun={desk.municipality}&plan={desk.year}"
    return render(
        "plan_file.html",
        **common(desk),
        part=PART,
        work=work.id if work and found else "",
        name=work.file_name if work else "",
        replaces=bool(work and work.fields.get("ersatt") == "ja"),
        found=found,
        faults=found.faults[:MOST_SHOWN] if found else (),
        more_faults=max(len(found.faults) - MOST_SHOWN, 0) if found else 0,
        counts=_first_upper(counted(proposal)) if proposal else "",
        proposal=proposal,
        plans=[
            (one.body, one.title, one.is_new, [_first_upper(difference_words(line)) for line in one.lines][:MOST_SHOWN])
            for one in (plan_lines(proposal) if proposal else [])
        ],
        levels=levels[:MOST_SHOWN],
        more_levels=max(len(levels) - MOST_SHOWN, 0),
        may_put_in=may_put_in(desk.planning, desk.book),
        excel=f"{EXCEL_FILE}?{own}",
        csv=f"{CSV_FILE}?{own}",
        money=(f"{MONEY_EXCEL_FILE}?{own}", f"{MONEY_CSV_FILE}?{own}"),
        has_plans=bool(desk.book.of_year(desk.year)),
    )


def _title(desk: Desk) -> str:
    return desk.plan.title if desk.plan else f"Plan för {desk.year}"


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
