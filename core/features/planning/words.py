"""What is said of plans and of what a save does to them: the same on the page as at the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from core.features.planning.file_levels import level_words
from core.features.planning.goal_file import GoalFile, Proposal
from core.goals.comparing import Difference, differences
from core.targets.setting import TargetSetting
from core.targets.versions import TargetChange
from core.words.formats import number
from core.words.labels import GENDER


@dataclass(frozen=True)
class PlanLines:
    """What becomes of one plan: its body and name, and a line a goal."""

    body: str
    title: str
    is_new: bool
    lines: tuple[Difference, ...]


@dataclass(frozen=True)
class LevelLine:
    """What becomes of one target: for what, when, and the level before ('' for none) and after."""

    name: str
    about: str
    before: str
    after: str


def plan_lines(proposal: Proposal) -> list[PlanLines]:
    """What PROPOSAL makes of each plan."""
    found = []
    for plan in proposal.plans:
        entry = proposal.before.get(plan.key)
        lines = differences(entry.value if entry else None, plan, proposal.names)
        found.append(PlanLines(proposal.names.bodies[plan.body], plan.title, entry is None, tuple(lines)))
    return found


def level_lines(proposal: Proposal, setting: TargetSetting) -> list[LevelLine]:
    """What PROPOSAL makes of each target."""
    return [_level_line(change, proposal, setting) for change in proposal.targets]


def counted(proposal: Proposal) -> str:
    """What PROPOSAL would do, in figures: "2 nya mål, 1 ändrat mål, 3 nya nivåer"."""
    lines = [line for plan in plan_lines(proposal) for line in plan.lines if line.goal]
    new = sum(line.what == "nytt" for line in lines)
    renewed = sum(change.seen is not None for change in proposal.targets)
    counts = (
        (len(proposal.bodies), "nytt organ", "nya organ"),
        (new, "nytt mål", "nya mål"),
        (len(lines) - new, "ändrat mål", "ändrade mål"),
        (len(proposal.targets) - renewed, "ny nivå", "nya nivåer"),
        (renewed, "ändrad nivå", "ändrade nivåer"),
    )
    said = ", ".join(f"{number(n)} {one if n == 1 else many}" for n, one, many in counts if n)
    return said or ("planens uppgifter ändras" if proposal.plans else "ingenting ändras")


def file_lines(found: GoalFile, setting: TargetSetting) -> list[str]:
    """All that FOUND would do, as lines of text."""
    proposal = found.proposal
    if proposal is None:
        return []
    said = [f"Nytt organ: {body.name} ({body.kind.value})" for body in proposal.bodies]
    for plan in plan_lines(proposal):
        said.append(f"{plan.body}, {plan.title}{' (ny plan)' if plan.is_new else ''}:")
        said += [f"  {difference_words(line)}" for line in plan.lines]
    levels = level_lines(proposal, setting)
    said += ["Nivåer:"] if levels else []
    said += [f"  {one.name}, {one.about}: {f'{one.before} → ' if one.before else ''}{one.after}" for one in levels]
    said += [f"Står i planen men inte i filen: {goal.title}" for goal in found.left]
    return said


def difference_words(line: Difference) -> str:
    """LINE as one text: "ändrat: Elever är trygga (måltexten)"."""
    details = f" ({'; '.join(filter(None, line.details))})" if any(line.details) else ""
    return f"{line.what}: {line.title}{details}"


def _level_line(change: TargetChange, proposal: Proposal, setting: TargetSetting) -> LevelLine:
    after = change.target
    assert after is not None  # noqa: S101 - a file removes no target
    known = setting.catalogue.by_kpi[after.kpi]
    gender = f", {GENDER[after.gender]}" if after.gender in ("K", "M") else ""
    before = proposal.replaced[change.seen].target if change.seen else None
    final = " (slutmål)" if after.is_final and not (before and before.is_final) else ""
    was = level_words(before, setting) if before else ""
    return LevelLine(known.name, f"{after.year}{gender}", was, f"{level_words(after, setting)}{final}")
