"""What the way from a deviation to its measures is made of (CYCLE.md, section 4), without database, figure or page.

Words: avvikelse, analys, orsak, hypotes, slutsats, åtgärd, konsekvenser, beslut, omröstning. What follows a decided
measure (handlingsplan, aktivitet, uppföljning) is in ``core.cycle.plans``. Owners are functions, never persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.catalogue.models import Influence
from core.goals.models import Decision
from core.signals import Attainment, Standing, Trend, Verdict


@dataclass(frozen=True)
class Frozen:
    """An outcome with its three signals and their reasons as they were said on a day; ``deadband`` in the KPI's unit.

    ``first_year`` is the first of the years in a row that it had been a deviation. ``definition`` seals what the
    indicator meant then (``seal_of`` its name, unit, direction and Kolada's description).
    """

    on: date
    name: str
    unit: str
    year: int
    value: float
    decimals: int
    attainment: Attainment
    attainment_text: str
    trend: Trend
    trend_verdict: Verdict
    trend_text: str
    standing: Standing
    standing_text: str
    target_text: str = ""
    first_year: int | None = None
    definition: str = ""


@dataclass(frozen=True)
class SetAside:
    """That nothing is done about a deviation for now: why, since when, and when to look again."""

    reason: str
    on: date
    look_again: date


@dataclass(frozen=True)
class Ended:
    """That a deviation is closed: when, and why in a sentence."""

    on: date
    reason: str


@dataclass(frozen=True)
class Deviation:
    """A deviation that somebody has taken up, or set ``aside``. The others are computed and stored nowhere.

    ``area`` is its indicator's, kept for the day when the catalogue no longer knows it. ``account`` may stand beside
    the ``owner, for those who have signed in.
    """

    id: str
    kpi: str
    gender: str
    area: str
    frozen: Frozen
    taken_on: date
    owner: str = ""
    account: int | None = None
    conclude_by: date | None = None
    aside: SetAside | None = None
    ended: Ended | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is at work with it: neither closed nor set aside."""
        return self.ended is None and self.aside is None


class DeviationState(StrEnum):
    """How far a deviation has come. Computed: ``core.outcomes.deviations``."""

    NEW = "ny"
    ANALYSED = "under analys"
    EXPLAINED = "förklarad utan åtgärd"
    ACTED_ON = "åtgärd pågår"
    AWAITED = "effekten inväntas"
    CLOSED = "avslutad"


class MeasuringQuestion(StrEnum):
    """What the guide asks of how a figure is measured."""

    READ = "rätt läst"
    COUNTED = "rätt räknat"
    COMPLETE = "inget saknas"
    TIME = "rätt tid"


@dataclass(frozen=True)
class Check:
    """Step 1, whether the figure is right: what is ticked, each with a few words, and one line of comment."""

    on: date
    function: str
    ticked: tuple[MeasuringQuestion, ...] = ()
    words: tuple[tuple[MeasuringQuestion, str], ...] = ()
    comment: str = ""


class Heading(StrEnum):
    """The guide's headings of causes."""

    MEASURING = "mätfel"
    SURROUNDINGS = "omvärld"
    CITIZENS = "medborgare"
    CULTURE = "samspel och kultur"
    EQUIPMENT = "utrustning"
    USERS = "brukare"
    ACTIVITIES = "aktiviteter och prestationer"


class HypothesisVerdict(StrEnum):
    """What the evidence says of a hypothesis."""

    OPEN = "öppen"
    SUPPORTED = "styrks"
    REFUTED = "förkastas"


@dataclass(frozen=True)
class Claim:
    """Step 2: a cause in a sentence, under another (``parent``) where it is the cause of a cause.

    A hypothesis where it has a ``verdict``: what would be seen if it were true, where one looks, what was found, who
    answers (a function) and when at the latest.
    """

    id: str
    deviation: str
    text: str
    heading: Heading
    influence: Influence
    parent: str | None = None
    verdict: HypothesisVerdict | None = None
    prediction: str = ""
    evidence: str = ""
    found: str = ""
    responsible: str = ""
    answer_by: date | None = None


@dataclass(frozen=True)
class Conclusion:
    """Step 3: two or three sentences. ``rests_on`` are claims' ids; ``is_assumed`` while any of these is open.

    Kept by its deviation's id; published where readers see it.
    """

    text: str
    on: date
    rests_on: tuple[str, ...] = ()
    is_assumed: bool = False


class Support(StrEnum):
    """What the guide lets a measure rest on."""

    RESEARCH = "forskning"
    EXAMPLE = "goda exempel"
    STAFF = "chefer och medarbetare"
    USERS = "brukare och medborgare"


@dataclass(frozen=True)
class Consequences:
    """The guide's four questions about a measure, and what happens without it."""

    resources: str = ""
    work: str = ""
    citizens: str = ""
    goals: str = ""
    otherwise: str = ""


class Way(StrEnum):
    """Which way a measure should move its indicator."""

    UP = "upp"
    DOWN = "ner"


class Answer(StrEnum):
    """What was decided about a measure."""

    YES = "ja"
    NO = "nej"
    POSTPONED = "uppskjutet"


@dataclass(frozen=True)
class MeasureDecision:
    """What was decided about a measure, where, when and under which §; ``words`` tell what, where there is more."""

    answer: Answer
    decision: Decision
    words: str = ""


@dataclass(frozen=True)
class Measure:
    """Step 4: something proposed that should move an indicator some way, seen from the outcome of ``seen_from`` on.

    Of a ``deviation`` (an id), or from scratch. ``body`` is whose it is to decide. ``effort`` and ``effect`` are 1-5.
    ``example`` is the municipality that it is learnt from. Public once decided yes; ``withdrawn`` says why it no longer
    holds.
    """

    id: str
    kpi: str
    gender: str
    area: str
    title: str
    way: Way
    deviation: str | None = None
    body: str | None = None
    text: str = ""
    rests_on: tuple[Support, ...] = ()
    example: str | None = None
    consequences: Consequences = Consequences()
    effort: float | None = None
    effect: float | None = None
    seen_from: int | None = None
    decision: MeasureDecision | None = None
    withdrawn: str = ""

    @property
    def is_decided(self) -> bool:
        """Whether it is to be done."""
        return self.decision is not None and self.decision.answer is Answer.YES and not self.withdrawn

    @property
    def is_proposed(self) -> bool:
        """Whether it still waits for a yes or a no."""
        return not self.withdrawn and (self.decision is None or self.decision.answer is Answer.POSTPONED)


@dataclass(frozen=True)
class Counted:
    """What a closed vote says of an effort or an effect: its median, and the lowest and highest answer.

    These are None where so few answered that a range would tell who gave what. ``is_split``: many say little and many
    say much (``core.cycle.priorities``).
    """

    median: float
    lowest: int | None = None
    highest: int | None = None
    is_split: bool = False


@dataclass(frozen=True)
class Tally:
    """What a closed vote says of a ``measure`` (an id)."""

    measure: str
    effort: Counted
    effect: Counted


@dataclass(frozen=True)
class Vote:
    """A blind vote about measures (ids): who votes gives each an effort and an effect, 1-5, by a code of her own.

    ``voters`` is how many codes were made. The ballots are in ``core.state.ballots``: nobody sees them before it is
    closed, nor ever who gave which. Then it has how many ``answered`` and the ``tallies`` of its measures.
    """

    id: str
    title: str
    measures: tuple[str, ...]
    voters: int
    opened_on: date
    closed_on: date | None = None
    answered: int = 0
    tallies: tuple[Tally, ...] = ()


@dataclass(frozen=True)
class GoodExample:
    """What others may learn of a measure that was done, kept by the measure's id; ``contact`` is a function."""

    title: str
    text: str
    contact: str
    on: date
