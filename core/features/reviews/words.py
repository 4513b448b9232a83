"""What the plan review is called by: its rules, their groups and limits, and the sentences that sum it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from core.goals.judged import Outcome, Recommendation, ReviewBook
from core.outcomes.plan_review import Reviewed
from core.outcomes.plan_rules import (
    FEWEST_OTHERS,
    HOW_WORDS,
    MOST_GOALS,
    MOST_INDICATORS,
    MOST_SENTENCES,
    NEARLY_EQUAL,
    SHORTEST_TEXT,
    Rule,
)
from core.words.formats import count_word, first_upper, listed

GROUPS: Mapping[str, tuple[Rule, ...]] = {
    "Målen": (Rule.GOAL_AREAS, Rule.FEW_GOALS, Rule.OWN_WORDS, Rule.SAYS_WHAT),
    "Indikatorerna": (Rule.MEASURABLE, Rule.COMPARABLE, Rule.RESULT, Rule.BY_GENDER, Rule.AIMED),
    "Uppdrag och pengar": (Rule.ASSIGNMENTS, Rule.VOLUMES, Rule.BUDGET),
}
HEADS: Mapping[Rule, str] = {
    Rule.GOAL_AREAS: "Målområden",
    Rule.FEW_GOALS: "Antal mål",
    Rule.OWN_WORDS: "Egna ord",
    Rule.SAYS_WHAT: "Säger vad, inte hur",
    Rule.MEASURABLE: "Mätbara",
    Rule.COMPARABLE: "Jämförbara",
    Rule.RESULT: "Resultat, inte insats",
    Rule.BY_GENDER: "Delas på kön",
    Rule.AIMED: "Etapp- och slutmål",
    Rule.ASSIGNMENTS: "Uppdrag",
    Rule.VOLUMES: "Volym och kostnad",
    Rule.BUDGET: "Budget i balans",
}
# What is found most often, as it ends a sentence.
_OFTEN: Mapping[Rule, str] = {
    Rule.GOAL_AREAS: "målområden utan mål",
    Rule.FEW_GOALS: "för många mål eller indikatorer",
    Rule.OWN_WORDS: "mål med fullmäktiges ord",
    Rule.SAYS_WHAT: "måltexter",
    Rule.MEASURABLE: "mål som inte går att mäta",
    Rule.COMPARABLE: "indikatorer som inte går att jämföra",
    Rule.RESULT: "insats i stället för resultat",
    Rule.BY_GENDER: "mål som inte delas på kön",
    Rule.AIMED: "etappmål och slutmål",
    Rule.ASSIGNMENTS: "uppdrag",
    Rule.VOLUMES: "volym och kostnad",
    Rule.BUDGET: "budgeten",
}
# What findings of a rule are about: one, several ("{n}"), said in a sentence.
_FOUND: Mapping[Rule, tuple[str, str]] = {
    Rule.GOAL_AREAS: ("Ett målområde har inget mål i planen", "{n} målområden har inget mål i planen"),
    Rule.FEW_GOALS: ("På ett ställe är de för många", "På {n} ställen är de för många"),
    Rule.OWN_WORDS: ("Ett mål säger samma som fullmäktiges", "{n} mål säger samma som fullmäktiges"),
    Rule.SAYS_WHAT: ("En måltext säger inte vad som ska nås", "{n} måltexter säger inte vad som ska nås"),
    Rule.MEASURABLE: ("Ett mål går inte att mäta", "{n} mål går inte att mäta"),
    Rule.COMPARABLE: ("En indikator går inte att jämföra", "{n} indikatorer går inte att jämföra"),
    Rule.RESULT: ("På ett ställe mäts inte resultat", "På {n} ställen mäts inte resultat"),
    Rule.BY_GENDER: ("Ett mål följs inte för kvinnor och män", "{n} mål följs inte för kvinnor och män"),
    Rule.AIMED: ("En indikator saknar en hel väg till slutmålet", "{n} indikatorer saknar en hel väg till slutmålet"),
    Rule.ASSIGNMENTS: ("Ett uppdrag går inte att följa upp", "{n} uppdrag går inte att följa upp"),
    Rule.VOLUMES: ("Det går inte att se vad pengarna ger", "Det går inte att se vad pengarna ger"),
    Rule.BUDGET: ("Budgeten ryms inte inom ramen", "Budgeten ryms inte inom ramen"),
}
RULE_TEXTS: Mapping[Rule, str] = {
    Rule.GOAL_AREAS: "Planen har minst ett mål under varje målområde. Bolag bedöms inte.",
    Rule.FEW_GOALS: f"Högst {MOST_GOALS} mål i en plan och högst {MOST_INDICATORS} indikatorer på ett mål. "
    "En indikator som följs för kvinnor och män räknas som en.",
    Rule.OWN_WORDS: "Målet är inte lika med fullmäktigemålet ovanför. Nästan lika är "
    f"{round(100 * NEARLY_EQUAL)} % eller mer av bokstäverna, utan skiljetecken och stora bokstäver.",
    Rule.SAYS_WHAT: f"Måltexten är minst {SHORTEST_TEXT} tecken och säger vad som ska nås. "
    f"Den frågas om när den har orden {listed([f'”{words}”' for words in HOW_WORDS])}.",
    Rule.MEASURABLE: "Varje mål har minst en indikator.",
    Rule.COMPARABLE: f"Minst {FEWEST_OTHERS} andra kommuner har ett värde för indikatorn samma år.",
    Rule.RESULT: "Målet har minst en indikator som mäter resultat eller effektivitet, inte bara resurs, produktion "
    "eller information. Inget informationsmått, och ingen indikator som kommunen bara kan påverka lite.",
    Rule.BY_GENDER: "Minst en av målets indikatorer följs för kvinnor och män, om det finns för någon av dem.",
    Rule.AIMED: "Indikatorn har etappmål för planens år och ett slutmål. Ingen nivå är sämre än dagens utfall, "
    "och vägen dit vänder inte.",
    Rule.ASSIGNMENTS: "Ett uppdrag hör till ett mål, har mottagare och ett datum inom planens år, och högst "
    f"{MOST_SENTENCES} meningar.",
    Rule.VOLUMES: "Planen visar volymer med sin kostnad bredvid. Bolag bedöms inte.",
    Rule.BUDGET: "Nettobudgeten är inte större än ramen. Bedöms inte när någon av dem inte är redovisad.",
}


def slug(rule: Rule) -> str:
    """RULE as it stands in an address: egna-ord."""
    return rule.value.translate(str.maketrans("åäö ", "aao-")).replace("--", "-")


RULE_BY_SLUG: Mapping[str, Rule] = {slug(rule): rule for rule in Rule}


def found_words(rule: Rule, count: int) -> str:
    """What COUNT findings of RULE say together: "Två måltexter säger inte vad som ska nås"."""
    one, several = _FOUND[rule]
    return one if count == 1 else first_upper(several.format(n=count_word(count)))


def things_words(count: int) -> str:
    """How much there is: "Två saker att se över"."""
    if count < 2:
        return "En sak att se över" if count else "Inget att se över"
    return f"{first_upper(count_word(count))} saker att se över"


def title_of(plans: Sequence[Reviewed], said: ReviewBook, year: int) -> str:
    """The whole review in a sentence: "29 saker att se över i tio planer, oftast etappmål och slutmål".

    What has an answer in what is SAID is told apart.
    """
    if not plans:
        return f"Inga planer för {year} att stämma av än"
    where = "planen" if len(plans) == 1 else f"{count_word(len(plans))} planer"
    left, answered = Counter[Rule](), 0
    for one in plans:
        answers = said.of_plan(one.facts.body.id, one.facts.year)
        left.update(finding.rule for key, finding in one.findings.items() if key not in answers)
        answered += sum(key in answers for key in one.findings)
    if not left:
        return f"{_all_answered(answered)} i {where}" if answered else f"Inget att se över i {where}"
    told, (often, most) = things_words(left.total()), left.most_common(1)[0]
    told = f"{told.replace(' att ', ' kvar att ') if answered else told} i {where}"
    if most > 1:
        told += f", oftast {_OFTEN[often]}" if most < left.total() else f": {_OFTEN[often]}"
    return f"{told}. {first_upper(count_word(answered))} är {_answered(answered)}" if answered else told


def _answered(count: int) -> str:
    return "besvarad" if count == 1 else "besvarade"


def _all_answered(count: int) -> str:
    return "Den enda saken är besvarad" if count == 1 else f"Alla {count_word(count)} saker är besvarade"


def earlier_words(recommended: Sequence[Recommendation]) -> str:
    """What became of RECOMMENDED the year before: "Förra årets rekommendationer: fem av sex är åtgärdade"."""
    done = sum(one.outcome is Outcome.DONE for one in recommended)
    if not recommended:
        return ""
    if len(recommended) == 1:
        return f"Förra årets rekommendation är {'åtgärdad' if done else 'inte åtgärdad än'}"
    return f"Förra årets rekommendationer: {count_word(done)} av {count_word(len(recommended))} är åtgärdade"
