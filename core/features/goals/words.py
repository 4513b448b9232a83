"""What is said of goals: how many are reached, which is furthest away, how their indicators move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.goals.models import Level
from core.outcomes.chain import ChainGoal
from core.signals import Attainment, Standing, Trend, Verdict
from core.signals.goal_faces import GoalFace
from core.words import labels, symbols
from core.words.formats import count_word, first_upper
from core.words.sentences import Row, gap_words

FACE = labels.ATTAINMENT | {Attainment.REACHED: "nås"}
# One, the one, the ones.
_NOUNS = {
    Level.AREA: ("målområde", "målområdet", "målområdena"),
    Level.COUNCIL: ("fullmäktigemål", "fullmäktigemålet", "fullmäktigemålen"),
    Level.COMMITTEE: ("nämndmål", "nämndmålet", "nämndmålen"),
}
_ALONE = {
    Attainment.REACHED: "nås",
    Attainment.NEARLY: "nås nästan",
    Attainment.NOT_REACHED: "nås inte",
    Attainment.NOT_JUDGED: "kan inte bedömas",
}
_FAR = (Attainment.NOT_REACHED, Attainment.NEARLY)
# The worst first; an arrow without a direction says neither, and is told where there is no other.
_WORST = (Verdict.WORSE, Verdict.UNCHANGED, Verdict.BETTER, Verdict.NEUTRAL)


@dataclass(frozen=True)
class TrendWords:
    """The worst trend of a goal's indicators: symbol and tone of its arrow, its word, and whose it is."""

    symbol: str
    tone: str
    words: str
    whose: str


def deviating_words(n: int) -> str:
    """How many of a goal's indicators are deviations, as a sentence; '' for none."""
    if not n:
        return ""
    return f"{first_upper(count_word(n))} av indikatorerna är {'en avvikelse' if n == 1 else 'avvikelser'}."


def reached_words(faces: Sequence[Attainment], level: Level) -> str:
    """How many of the goals of LEVEL with FACES are reached, without a full stop; '' for none."""
    noun, the_one, the_ones = _NOUNS[level]
    n, reached, unknown = len(faces), faces.count(Attainment.REACHED), faces.count(Attainment.NOT_JUDGED)
    if n == 0:
        return ""
    if n == 1:
        return f"{first_upper(the_one)} {_ALONE[faces[0]]}"
    if unknown == n:
        return f"Inget av {count_word(n)} {noun} kan bedömas än"
    if reached == n:
        return f"Båda {the_ones} nås" if n == 2 else f"Alla {count_word(n)} {noun} nås"
    first = f"{first_upper(count_word(reached, 'ett')) if reached else 'Inget'} av {count_word(n)} {noun} nås"
    others = ((face, faces.count(face)) for face in _ALONE if face is not Attainment.REACHED)
    return ", ".join([first, *(f"{count_word(count, 'ett')} {_ALONE[face]}" for face, count in others if count)])


def title(goals: Sequence[ChainGoal], level: Level) -> str:
    """The page's own sentence: how many of GOALS are reached, and which of them is furthest away."""
    faces = [one.face for one in goals]
    n, noun = len(faces), _NOUNS[level][0]
    if n < 2 or all(face is Attainment.NOT_JUDGED for face in faces):
        return reached_words(faces, level)
    reached = faces.count(Attainment.REACHED)
    if reached == n:
        return reached_words(faces, level)
    said = f"{first_upper(count_word(reached, 'ett')) if reached else 'Inget'} av {count_word(n)} {noun} nås"
    far = furthest(goals)
    return f"{said}, längst bort är ”{far.goal.title}”" if far else said


def furthest(goals: Iterable[ChainGoal]) -> ChainGoal | None:
    """The goal that is furthest from being reached; None where all that can be judged are."""
    far = [one for one in goals if one.face in _FAR]
    return min(far, key=lambda one: (_FAR.index(one.face), _share(one.computed)), default=None)


def _share(face: GoalFace) -> float:
    return (face.reached + face.nearly / 2) / face.judged if face.judged else 0.0


def goal_sentence(one: ChainGoal) -> str:
    """Why ONE has its face: of the goals below it, of its own indicators, and the indicator furthest away."""
    parts = [first_upper(FACE[one.face])]
    lower = Level.COUNCIL if one.goal.level is Level.AREA else Level.COMMITTEE
    parts.append(reached_words([lower_goal.face for lower_goal in one.below], lower))
    if len(one.indicators) == 1:
        parts.append(f"{'Den egna' if one.below else 'Den enda'} indikatorn {_ALONE[one.indicators[0].face]}")
    elif one.indicators:
        parts.append(f"{_of_indicators(one)} {'egna indikatorer' if one.below else 'indikatorer'} nås")
    if one.overruling is None and (far := _furthest_indicator(one)):
        parts.append(f"Längst bort: {labels.with_gender(far['name'], far['gender'])}, {gap_words(far)} från målet")
    return " ".join(f"{part}." for part in parts if part)


def indicators_reached(one: ChainGoal) -> str:
    """ "3 av 4 indikatorer nås" of ONE's own; how many can be judged where those are too few."""
    faces = [indicator.face for indicator in one.indicators]
    if not faces:
        return "ingen indikator"
    if one.computed.face is Attainment.NOT_JUDGED:
        return f"{len(faces) - faces.count(Attainment.NOT_JUDGED)} av {len(faces)} indikatorer kan bedömas"
    return f"{_of_indicators(one)} indikatorer nås"


def _of_indicators(one: ChainGoal) -> str:
    faces = [indicator.face for indicator in one.indicators]
    return f"{faces.count(Attainment.REACHED)} av {len(faces)}"


def trend_words(rows: Sequence[Row]) -> TrendWords:
    """The worst trend of ROWS, one for each indicator."""
    by = {verdict: [row for row in rows if row["trend_verdict"] == verdict] for verdict in _WORST}
    verdict = next((verdict for verdict in _WORST if by[verdict]), None)
    if verdict is None:
        return TrendWords("", "none", labels.TREND_VERDICT[Verdict.NONE], "")
    found = by[verdict]
    row = found[0]
    whose = row["name"] if len(found) == 1 else f"{row['name']} och {len(found) - 1} till"
    if verdict is Verdict.UNCHANGED:
        whose = "ingen försämras"
    elif len(found) == len(rows) > 1:
        whose = "båda indikatorerna" if len(rows) == 2 else "alla indikatorer"
    symbol = symbols.arrow(Trend(row["trend"]))
    return TrendWords(symbol, verdict.value, labels.trend_word(row["trend"], verdict), whose)


def counts_words(councils: int, committees: int) -> str:
    """ "2 fullmäktigemål, 6 nämndmål"."""
    noun = {level: _NOUNS[level][0] for level in Level}
    parts = ((councils, Level.COUNCIL), (committees, Level.COMMITTEE))
    return ", ".join(f"{n} {noun[level]}" for n, level in parts if n)


def late_words(n: int) -> str:
    """ "2 uppdrag är försenade"."""
    return f"{n} uppdrag är {'försenat' if n == 1 else 'försenade'}"


def has_red_beside_green(rows: Iterable[Row]) -> bool:
    """Whether a red face stands beside a green square in any of ROWS: each is right, and together they surprise."""
    return any(row["attainment"] == Attainment.NOT_REACHED and row["standing"] == Standing.BEST for row in rows)


def _furthest_indicator(one: ChainGoal) -> Row | None:
    rows = [row for row in _rows(one) if row["attainment"] == Attainment.NOT_REACHED]
    return min(rows, key=lambda row: row["deviation_order"], default=None)


def _rows(one: ChainGoal) -> Iterable[Row]:
    yield from (indicator.row for indicator in one.indicators if indicator.row)
    for lower in one.below:
        yield from _rows(lower)
