"""Plans and their targets saved together, and undone together: one transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from core.features.planning.goal_file import Proposal
from core.goals.planning import Planning
from core.state.database import writing
from core.state.entries import save_of
from core.targets.setting import TargetSetting

_BETWEEN = "."


@dataclass(frozen=True)
class Saved:
    """What a save was: the ``batch`` of what was entered ('' for nothing), the ``moment`` of its targets (None)."""

    batch: str = ""
    moment: datetime | None = None

    @property
    def mark(self) -> str:
        """What it is undone by, in a form; '' where nothing was saved."""
        return f"{self.batch}{_BETWEEN}{self.moment.isoformat() if self.moment else ''}" if self else ""

    def __bool__(self) -> bool:
        """Whether anything was saved."""
        return bool(self.batch or self.moment)


def saved_at(mark: str) -> Saved:
    """The save whose mark is MARK; an empty one for anything else."""
    batch, between, moment = mark[:100].partition(_BETWEEN)
    try:
        at = datetime.fromisoformat(moment).astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        return Saved()
    return Saved(batch, at) if between else Saved()


def save(planning: Planning, setting: TargetSetting, proposal: Proposal) -> Saved:
    """Let all of PROPOSAL hold from now on, or nothing of it.

    Raises NotAllowedError, PlanFaultsError, OvertakenError, TargetsOvertakenError, StateError.
    """
    with writing(planning.engine) as session:
        made = save_of(planning.by, planning.now)
        planning.within(session, made, *proposal.plans, bodies=proposal.bodies, seen=proposal.seen)
        targets = setting.save_in(session, proposal.targets, by=planning.by, now=planning.now)
    return Saved(made.batch if proposal.plans or proposal.bodies else "", targets.moment)


def undo(planning: Planning, setting: TargetSetting, saved: Saved) -> bool:
    """Let what was before SAVED hold again, all of it or nothing; whether there was anything.

    Raises NotAllowedError, OvertakenError, TargetsOvertakenError, VersionError, StateError.
    """
    with writing(planning.engine) as session:
        if saved.batch:
            planning.undo_in(session, saved.batch)
        if saved.moment:
            setting.undo_in(session, saved.moment, by=planning.by, now=planning.now)
    return bool(saved)
