"""A short lexicon of our own for each language: what judges texts where too few are rated to learn from.

A word weighs 1 or 2, for or against. A negation (`negations`) among the three words before it turns it round, a degree
just before it weighs it more or less; neither reaches beyond its part of the sentence. Of the weights' sum s and the
sum a of their sizes, s / (a + 1) is the polarity: one word alone says less than several that agree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from orchestration.enrichment.emotion.negations import PHRASES, REACH, negations, phrases_joined

LEXICON_VERSION = "3"

_WORDS = {
    "en": {
        2: """excellent amazing fantastic wonderful perfect outstanding brilliant superb awesome love loved delighted
        thrilled best flawless impressed exceptional""",
        1: """good great happy pleased satisfied helpful friendly quick quickly fast easy easily thanks thank nice clear
        polite professional efficient smooth kind reliable simple works solved resolved fixed recommend glad super
        well appreciate useful prompt patient enjoyed fine""",
        -1: """bad slow poor difficult hard confusing confused unclear problem problems issue issues wrong late delay
        delayed waiting wait error errors unhappy dissatisfied disappointed disappointing annoying annoyed frustrated
        frustrating rude complicated unhelpful broken fail failed fails useless unresolved ignored missing sorry cancel
        unreliable unfriendly expensive leaving nobody unanswered bug refund""",
        -2: """terrible awful horrible worst unacceptable hate hated disgusting scandalous nightmare outrageous furious
        appalling pathetic incompetent scam disgrace""",
    },
    "fr": {
        2: """excellent excellente excellents parfait parfaite parfaitement génial géniale formidable exceptionnel
        exceptionnelle adore ravi ravie ravis enchanté enchantée meilleur meilleure impeccable bravo fantastique""",
        1: """bon bonne bons bonnes bien content contente contents satisfait satisfaite satisfaits utile aimable rapide
        rapides rapidement facile facilement merci clair claire poli polie professionnel professionnelle efficace simple
        fiable sympathique résolu résolue réglé réglée recommande super agréable réactif réactive compétent compétente
        précieuse précieux écoute fonctionne heureux heureuse""",
        -1: """mauvais mauvaise lent lente lents difficile compliqué compliquée problème problèmes erreur erreurs retard
        retards attente attends attendre déçu déçue déçus décevant décevante mécontent mécontente insatisfait
        insatisfaite cher chère panne bloqué bloquée inutile impoli agaçant frustrant frustrée frustré confus incident
        échec résilier partir personne impossible dommage pénible renvoyé rembourser manque perdu perdue""",
        -2: """terrible horrible catastrophique scandaleux scandaleuse inacceptable inadmissible honteux honteuse nul
        nulle pire furieux furieuse déplorable cauchemar incompétent incompétente arnaque lamentable exécrable""",
    },
}
SIGNS = {
    **dict.fromkeys("😍🤩🥰❤💖💯🎉🏆", 2),
    **dict.fromkeys("😀😃😄😁😊🙂😉☺😎🤗👍👏👌🙏💪💙💚💛🧡💜🌟⭐✅✔", 1),
    **dict.fromkeys("😞😟😠😕🙁☹😣😖😫😩😢😒🙄😤😔😐👎💔❌", -1),
    **dict.fromkeys("😡🤬😭🤮🤢🖕💩😱", -2),
}
"""Signs of either language. They stand after what they belong to, so nothing before them turns them round."""

_DEGREES = {
    "en": {
        "very": 1.5,
        "really": 1.5,
        "so": 1.5,
        "extremely": 2.0,
        "too": 1.5,
        "quite": 0.75,
        "somewhat": 0.5,
    },
    "fr": {
        "très": 1.5,
        "vraiment": 1.5,
        "si": 1.5,
        "extrêmement": 2.0,
        "trop": 1.5,
        "assez": 0.75,
        "peu": 0.5,
    },
}

WEIGHTS = {
    language: {word: weight for weight, listed in by_weight.items() for word in listed.split()} | SIGNS
    for language, by_weight in _WORDS.items()
}


def unaccented(word: str) -> str:
    """The word as it is typed by who leaves accents out. Example: déçu is decu."""
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


def _as_typed(weights: Mapping[str, float]) -> dict[str, float]:
    """With the same words without accents, where that is no other listed word: decu is déçu, but règle is not réglé."""
    return {**{unaccented(word): weight for word, weight in weights.items()}, **weights}


_TYPED = {language: _as_typed(weights) | PHRASES[language] for language, weights in WEIGHTS.items()}
_NEVER_TURNED = frozenset(SIGNS).union(*PHRASES.values())
_TYPED_DEGREES = {language: _as_typed(degrees) for language, degrees in _DEGREES.items()}
KNOWN_WORDS = {language: frozenset(weights) for language, weights in WEIGHTS.items()}


def lexicon_sums(parts: Iterable[Sequence[str]], language: str) -> tuple[float, float]:
    """The signed sum of the weights of a text's words, and the sum of their sizes; `parts` of a sentence have words.

    Example: "not very good, thanks": good is 1, 1.5 with its degree, turned round; with thanks -0.5 of 2.5.
    """
    weights, degrees = _TYPED[language], _TYPED_DEGREES[language]
    signed = size = 0.0
    for words in parts:
        part = phrases_joined(words, language)
        if weights.keys().isdisjoint(part):
            continue
        turned = negations(part, language)
        for place, word in enumerate(part):
            weight = float(weights.get(word, 0))
            if not weight:
                continue
            if word not in _NEVER_TURNED:
                if place:
                    weight *= degrees.get(part[place - 1], 1.0)
                if any(place - REACH <= before < place for before in turned):
                    weight = -weight
            signed, size = signed + weight, size + abs(weight)
    return signed, size
