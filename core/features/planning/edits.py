"""What may be done to a plan as a whole: a goal moved among those beside it, its budget and volumes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from core.features.planning.file_plans import plan_title
from core.goals.checking import unknown_goal
from core.goals.models import Body, Plan, Volume
from core.tabular.faults import CellError
from core.tabular.fields import FieldFault, FieldsError, bound_field, text_field

MOST_VOLUMES = 10
LONGEST_VOLUME = 120
_NUMBER, _NAME = bound_field(""), text_field("", LONGEST_VOLUME, is_needed=False)
MONEY_LABELS = {"net_budget": "Nettobudget, tkr", "frame": "Ram, tkr"}
VOLUME_LABELS = {"namn": "Volym", "antal": "Antal", "kostnad": "Kostnad, tkr"}


def move_goal(goal: str, step: int) -> Callable[[Plan], Plan]:
    """An edit that moves GOAL (an id) STEP places among those under the same goal: -1 is up. Raises PlanError."""

    def edit(plan: Plan) -> Plan:
        own = next((one for one in plan.goals if one.id == goal), None)
        if own is None:
            raise unknown_goal()
        places = [
            place
            for place, one in enumerate(plan.goals)
            if not one.withdrawn and (one.parent, one.level) == (own.parent, own.level)
        ]
        at = places.index(plan.goals.index(own)) if plan.goals.index(own) in places else -1
        if at < 0 or not 0 <= at + step < len(places):
            return plan
        goals = list(plan.goals)
        here, there = places[at], places[at + step]
        goals[here], goals[there] = goals[there], goals[here]
        return replace(plan, goals=tuple(goals))

    return edit


def new_plan(body: Body, year: int) -> Plan:
    """An empty one."""
    return Plan(body.id, year, plan_title(body.kind, year))


def texts_of_body(body: Body) -> dict[str, str]:
    """BODY as its form has it."""
    return {
        "name": body.name,
        "kind": body.kind.value,
        "body_owner": body.owner,
        "areas": " ".join(body.areas),
        "first": str(body.first or ""),
        "last": str(body.last or ""),
    }


def money_of(plan: Plan) -> dict[str, str]:
    """PLAN's budget and volumes as their form has them."""
    texts = {"net_budget": amount_text(plan.net_budget), "frame": amount_text(plan.frame), "plan_title": plan.title}
    for place, one in enumerate(plan.volumes, start=1):
        texts |= {
            f"volym-{place}-namn": one.name,
            f"volym-{place}-antal": amount_text(one.number),
            f"volym-{place}-kostnad": amount_text(one.cost),
        }
    return texts


def money_in(form: Mapping[str, str], plan: Plan) -> Plan:
    """PLAN with the budget and volumes of FORM. Raises FieldsError with every fault."""
    faults: list[FieldFault] = []

    def number(name: str, label: str) -> float | None:
        try:
            found: float | None = _NUMBER.read(form.get(name, ""))
        except CellError as error:
            faults.append(FieldFault(name, label, error.what, error.advice))
            return None
        return found

    amounts = {name: number(name, label) for name, label in MONEY_LABELS.items()}
    volumes = []
    for place in range(1, MOST_VOLUMES + 1):
        names = {part: f"volym-{place}-{part}" for part in VOLUME_LABELS}
        name = " ".join(form.get(names["namn"], "").split())
        count, cost = (
            number(names[one], f"Volym {place}, {VOLUME_LABELS[one].lower()}") for one in ("antal", "kostnad")
        )
        if len(name) > LONGEST_VOLUME:
            advice = f"Korta det till högst {LONGEST_VOLUME}."
            faults.append(FieldFault(names["namn"], f"Volym {place}", f"Namnet har {len(name)} tecken.", advice))
        elif not name and (count is not None or cost is not None):
            faults.append(FieldFault(names["namn"], f"Volym {place}", "Saknas.", "Skriv vad talet räknar."))
        elif name and count is None and not form.get(names["antal"], "").strip():
            faults.append(
                FieldFault(names["antal"], f"Volym {place}, antal", "Saknas.", "Skriv hur många, eller töm raden.")
            )
        elif name and count is not None:
            volumes.append(Volume(name, count, cost))
    title = " ".join(form.get("plan_title", plan.title).split())
    if faults:
        raise FieldsError(faults)
    return replace(plan, title=title, net_budget=amounts["net_budget"], frame=amounts["frame"], volumes=tuple(volumes))


def amount_text(amount: float | None) -> str:
    """AMOUNT as it is typed, '' for none."""
    return "" if amount is None else repr(float(amount)).removesuffix(".0").replace(".", ",")
