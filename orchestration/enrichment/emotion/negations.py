"""Which words of a part of a sentence turn round what they stand by, in English and French."""

from __future__ import annotations

from collections.abc import Sequence

REACH = 3
"""How many words after a negation it turns round; as many may stand between the two halves of a French one."""

_CONTRACTED = """don't doesn't didn't isn't wasn't aren't weren't can't couldn't won't wouldn't shouldn't haven't hasn't
hadn't""".split()
_ALONE = {
    "en": {
        *"not no never without cannot nothing hardly neither nor".split(),
        *_CONTRACTED,
        *(word.replace("'", "") for word in _CONTRACTED),
    },
    "fr": set("pas jamais sans aucun aucune rien guère guere ni nullement aucunement".split()),
}
_BEFORE = frozenset("ne n' n nest nai nont".split())
"""The first half, also as it is typed by who leaves out the apostrophe."""

_SECOND = frozenset(
    "pas plus jamais rien guère guere point aucun aucune ni nullement aucunement personne".split()
)
"""Second halves. `plus` and `point` are one only after the first: "plus rapide", "un bon point" deny nothing."""

PHRASES = {
    "en": {"thanks for nothing": -2.0, "thank you for nothing": -2.0},
    "fr": {"pas terrible": -1.0, "pas terribles": -1.0, "merci pour rien": -2.0},
}
"""What means something else than its words, with a weight of its own that no negation turns round."""

_LAST_WORDS = {
    language: frozenset(phrase.split()[-1] for phrase in listed) for language, listed in PHRASES.items()
}


def phrases_joined(part: Sequence[str], language: str) -> list[str]:
    """The part with each of the phrases as one word: "c'", "est", "pas", "terrible" ends with "pas terrible"."""
    if _LAST_WORDS[language].isdisjoint(part):
        return list(part)
    joined: list[str] = []
    place = 0
    while place < len(part):
        sizes = (size for size in (4, 3, 2) if " ".join(part[place : place + size]) in PHRASES[language])
        size = next(sizes, 1)
        joined.append(" ".join(part[place : place + size]))
        place += size
    return joined


def negations(part: Sequence[str], language: str) -> set[int]:
    """The places of the words that turn round what follows.

    Example: in "je ne recommande plus ce site" it is 1 and 3; in "far from perfect" 1; in "par la personne n'est" 3, as
    "personne ne" denies too.
    """
    found = {place for place, word in enumerate(part) if word in _ALONE[language]}
    for place in range(len(part)):
        if language == "en":
            if part[place : place + 2] == ["far", "from"]:
                found.add(place + 1)
            continue
        if part[place] == "loin" and part[place + 1 : place + 2] in (["de"], ["d'"]):
            found.add(place + 1)
        if part[place] in _BEFORE:
            halves = [at for at in range(place + 1, min(place + 2 + REACH, len(part))) if part[at] in _SECOND]
            if halves or part[max(place - 1, 0) : place] == ["personne"]:
                found |= {place, *halves}
    return found
