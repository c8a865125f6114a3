"""What respondents write: sentences of our own, in English and French, about a topic and in a mood."""

from __future__ import annotations

from random import Random

AGREES = 0.9  # share of verbatims whose mood is that of the score

_MOODS = ("negative", "neutral", "positive")
_ABOUT = {
    "en": {
        "billing": "the invoice",
        "login": "signing in",
        "bug": "the error in the report",
        "how_to": "my question about the settings",
        "delivery": "the delivery",
        "cancellation": "our cancellation",
        "returns": "the return",
        "feature_request": "our request for a feature",
        "": "the service",
    },
    "fr": {
        "billing": "la facture",
        "login": "la connexion",
        "bug": "l'erreur du rapport",
        "how_to": "ma question sur les réglages",
        "delivery": "la livraison",
        "cancellation": "notre résiliation",
        "returns": "le retour",
        "feature_request": "notre demande d'évolution",
        "": "le service",
    },
}
_FIRST = {
    "en": {
        "negative": (
            "I had to explain {about} three times.",
            "Still waiting for an answer about {about}.",
            "Nobody seems to know anything about {about}.",
            "A very poor experience with {about}.",
            "Far too slow, and {about} is not solved at all.",
            "I am disappointed with how {about} was handled.",
            "{about}: passed from one person to the next.",
            "Not what we pay for: {about} took weeks.",
        ),
        "neutral": (
            "Correct, nothing more, for {about}.",
            "{about} was dealt with.",
            "About as expected with {about}.",
            "Some good, some less good with {about}.",
            "It works again, {about} took a while.",
            "Nothing special to say about {about}.",
        ),
        "positive": (
            "Very quick answer about {about}, thank you.",
            "Not bad at all, {about} was solved the same day.",
            "Friendly and clear about {about}.",
            "Great help with {about}.",
            "I am very happy with how {about} was handled.",
            "{about} was solved at once.",
            "Excellent, {about} could not have been easier.",
            "The best support that we know, {about} included.",
        ),
    },
    "fr": {
        "negative": (
            "J'ai dû expliquer trois fois {about}.",
            "Toujours pas de réponse pour {about}.",
            "Personne ne semble au courant pour {about}.",
            "Très mauvaise expérience avec {about}.",
            "Beaucoup trop lent, et {about} n'est pas du tout réglé.",
            "Je suis déçu de la façon dont on a traité {about}.",
            "{about} : renvoyé d'une personne à l'autre.",
            "Ce n'est pas ce que nous payons : {about} a pris des semaines.",
        ),
        "neutral": (
            "Correct, sans plus, pour {about}.",
            "{about} a été pris en compte.",
            "Comme prévu pour {about}.",
            "Du bon et du moins bon avec {about}.",
            "Tout refonctionne, {about} a demandé du temps.",
            "Rien de particulier à dire sur {about}.",
        ),
        "positive": (
            "Réponse très rapide pour {about}, merci.",
            "Pas mal du tout, {about} était réglé le jour même.",
            "Aimable et clair pour {about}.",
            "Une aide précieuse pour {about}.",
            "Je suis très content de la façon dont on a traité {about}.",
            "{about} a été réglé tout de suite.",
            "Excellent, {about} n'aurait pas pu être plus simple.",
            "Le meilleur support que nous connaissions, {about} compris.",
        ),
    },
}
_THEN = {
    "en": {
        "negative": ("Please call back.", "We are thinking of leaving.", "Never again.", "Unacceptable."),
        "neutral": ("Let us see.", "It could be faster.", "Fine so far.", "No opinion yet."),
        "positive": ("Keep it up!", "I would recommend you.", "Well done.", "Thank you all."),
    },
    "fr": {
        "negative": ("Merci de rappeler.", "Nous pensons partir.", "Plus jamais.", "Inacceptable."),
        "neutral": ("À voir.", "Cela pourrait aller plus vite.", "Ça va.", "Pas encore d'avis."),
        "positive": ("Continuez ainsi !", "Je vous recommande.", "Bravo.", "Merci à tous."),
    },
}


def verbatim(rng: Random, language: str, mood: str, topic: str | None) -> str:
    """One or two sentences of a mood (negative, neutral, positive), which is now and then another one."""
    if rng.random() > AGREES:
        mood = rng.choice([other for other in _MOODS if other != mood])
    abouts = _ABOUT[language]
    about = abouts.get((topic or "").lower(), abouts[""])
    text = rng.choice(_FIRST[language][mood]).format(about=about)
    if rng.random() < 0.4:
        text = f"{text} {rng.choice(_THEN[language][mood])}"
    return text[0].upper() + text[1:]
