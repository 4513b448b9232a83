"""Where long Swedish words may break: before their last elements, with a hyphen that shows only there.

Browsers hyphenate by dictionaries that many of them lack, and then break anywhere, without a hyphen.
"""

from __future__ import annotations

import re

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
WORD_JOINER = "\N{WORD JOINER}"
# What is copied or typed as it stands, and other texts.
_TEXT = re.compile(r"<(?:code|kbd|pre|textarea)\b[^>]*>[^<]*(?=<)|>(?:[^<]{14,}|[^<]*\d–\d[^<]*)(?=<)")
_INTERVAL = re.compile(r"(?<=\d)–(?=\d)")
# Shorter words fit in the narrowest column of a phone; parts of addresses and of files' names are no words.
_LONG = re.compile(r"(?<![@=_/.])\b[a-zåäöéA-ZÅÄÖ]{14,}\b(?![@=_]|[/.]\w)")
# What the field's compounds end in. Three letters before and four after are the least that read well.
_ELEMENTS = (
    *(
        "aktiv",
        "anläggning",
        "anställ",
        "avvikelse",
        "bedömning",
        "belysning",
        "bidrag",
        "bistånd",
        "boende",
        "byggnad",
    ),
    *("deltagande", "elev", "examen", "försörjning", "förening", "förvaltning", "grupp", "hinder", "hållning", "index"),
    *("jämförelse", "koncern", "kostnad", "legitimation", "likviditet", "marknad", "mottag", "nämnd", "omsorg"),
    *("personal", "program", "resultat", "skola", "skole", "skolor", "styrelse", "stöd", "tillgång", "tjänst"),
    *("utveckling", "uppfyllelse", "verksamhet", "visning", "åtagande", "återvinning", "övning"),
)
_JOINT = re.compile(rf"(?<=[^\W\d_]{{3}})(?=(?:{'|'.join(_ELEMENTS)}))(?=[^\W\d_]{{4}})", re.IGNORECASE)


def softened(html: str) -> str:
    """HTML with soft hyphens in the long words of its texts, and intervals (2020–2024) that stay on a line.

    Tags and their attributes are left alone, and so is what is copied or typed as it stands: code, and addresses.
    """
    return _TEXT.sub(lambda text: text[0] if text[0][0] == "<" else _fitted(text[0]), html)


def _fitted(text: str) -> str:
    return _INTERVAL.sub(f"–{WORD_JOINER}", _LONG.sub(_broken, text))


def _broken(word: re.Match[str]) -> str:
    return _JOINT.sub(SOFT_HYPHEN, word[0])
