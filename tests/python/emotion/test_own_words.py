"""What a customer wrote is told from what a mail program added; the language by frequent words."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.enrichment.emotion.gathered import Reader, languages_settled
from orchestration.enrichment.emotion.texts import language_of, own_words


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("It works.", "It works."),
        ("  It   works.\n\nThanks  ", "It works. Thanks"),
        ("Still broken.\n> Did you restart?\n> Please do.\nYes, twice.", "Still broken. Yes, twice."),
        ("No.\nOn Mon, 3 Mar 2025 at 10:00, Help <help@example.org> wrote:\nWe are sorry.", "No."),
        ("Non.\nLe lun. 3 mars 2025 à 10:00, Aide <aide@example.org> a écrit :\nDésolés.", "Non."),
        ("Again.\n-----Original Message-----\nFrom: x\nterrible", "Again."),
        ("Encore.\n----- Message d'origine -----\nterrible", "Encore."),
        ("See below.\nFrom: Help <help@example.org>\nSent: Monday\nawful", "See below."),
        ("Voir.\nDe : Aide <aide@example.org>\nEnvoyé : lundi\nhorrible", "Voir."),
        ("Fine.\n________________________________\nawful", "Fine."),
        ("Good.\n-- \nAnn Bad\nAwful Ltd", "Good."),
        ("Good.\nBest regards,\nAnn Bad", "Good."),
        ("Bien.\nBien cordialement\nJean Nul", "Bien."),
        ("Bien.\nÀ vous,\nJean", "Bien."),
        ("Late again.\nSent from my phone", "Late again."),
        ("En retard.\nEnvoyé de mon téléphone", "En retard."),
        ("<p>It&#39;s <b>slow</b></p><p>Help</p>", "It's slow Help"),
        (
            "<div>It works, thanks!</div><blockquote type='cite'>A terrible problem</blockquote>",
            "It works, thanks!",
        ),
        ("Yes.<blockquote>One<blockquote>two</blockquote>three</blockquote><p>No.</p>", "Yes. No."),
        ("Fine.<blockquote>awful, and the mail ends", "Fine."),
        ("Fine.</blockquote> Good.", "Fine. Good."),
        ("Thanks<div>On Mon, Help wrote:</div><div>terrible</div>", "Thanks"),
        ("<style>p { color: awful }</style><p>Good</p><!-- bad --><title>Bad</title>", "Good"),
        ("<style>p { color: awful }", ""),
        ("Voir.\nDe : Support Acme\nEnvoyé : lundi 3 mars\nÀ : Jean\nObjet : Panne\nhorrible", "Voir."),
        ("See.\n*From:* Support Acme\n\n*Sent:* Monday\nawful", "See."),
        ("<p>See.</p><b>From:</b> Support Acme<br><b>To:</b> Ann<br><b>Subject:</b> x<br>awful", "See."),
        ("See.\nFrom: Support Acme Sent: Monday, 3 March To: Ann\nawful", "See."),
        ("Late.\nFrom: Paris\nTo: Lyon\nDate: 3 May\nawful", "Late. From: Paris To: Lyon Date: 3 May awful"),
        ("Hello.\nRegards the bill: it is terrible", "Hello. Regards the bill: it is terrible"),
        ("Bonjour.\nCordialement je vous demande un geste", "Bonjour. Cordialement je vous demande un geste"),
        ("Good.\nRegards, Ann Bad\nAwful Ltd", "Good."),
        ("Bien.\nBien cordialement, M. Jean de La Nulle.\nTerrible SA", "Bien."),
        ("Good.\nSincerely yours\nAnn Bad", "Good."),
        (
            "No.\nSent from my account twice and nothing came",
            "No. Sent from my account twice and nothing came",
        ),
        ("> only a quote", ""),
        ("> a quote\n> and more", ""),
        ("Regards from Spain, all is well", "Regards from Spain, all is well"),
        ("Kind regards to Tom who was great.\nHe helped.", "Kind regards to Tom who was great. He helped."),
        ("It took 3 < 5 days & more", "It took 3 < 5 days & more"),
        ("The bill is wrong.\n\nThanks,\nJohn Smith\nAcme Ltd", "The bill is wrong."),
        ("Slow.\nBest,\n\nAnn", "Slow."),
        ("Trop lent.\nMerci d'avance,\nJean Martin", "Trop lent."),
        ("Trop lent.\nCdlt\nJean", "Trop lent."),
        ("Late.\nSent from Yahoo Mail on Android", "Late."),
        ("Tard.\nEnvoyé à partir de Outlook", "Tard."),
        ("Fixed.\nThanks,\nGreat work", "Fixed. Thanks, Great work"),
        ("Réglé.\nMerci !\nBravo", "Réglé. Merci ! Bravo"),
        ("Fixed.\nThanks,\nit works", "Fixed. Thanks, it works"),
        ("Thanks\nAnn", "Thanks Ann"),
        ("Sent from Paris on Monday", "Sent from Paris on Monday"),
        ("It came.\nSent from Paris on Monday, and late", "It came. Sent from Paris on Monday, and late"),
        ("No.\nOn Mon, 3 Mar 2025 at 10:00, Help <help@example.org>\nwrote:\nterrible", "No."),
        (
            "No.\nOn Mon, 3 Mar 2025 at 10:00, The Very Helpful Desk\n<help@example.org> wrote:\nterrible",
            "No.",
        ),
        ("Non.\nLe lun. 3 mars 2025 à 10:00, Aide <aide@example.org> a\nécrit :\nhorrible", "Non."),
        ("On 3 May it broke.\nYour colleague wrote: wait", "On 3 May it broke. Your colleague wrote: wait"),
        ("L\u2019attente", "L'attente"),
        ("", ""),
    ],
)
def test_own_words_remain(body: str, own: str) -> None:
    assert own_words(body) == own


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        ("whatever", "fr-CA", "fr"),
        ("whatever", "English", "en"),
        ("the service is good", "de", "other"),
        ("The delivery was late and nobody called", None, "en"),
        ("La livraison est en retard et personne n'appelle", None, "fr"),
        ("L'attente n'est plus possible", " ", "fr"),
        ("toujours pas de réponse, very slow", None, "fr"),
        ("Excellent", None, "either"),
        ("Super !", None, "either"),
        ("Tres decu, probleme", None, "fr"),
        ("A terrible table", None, "either"),
        ("A great help", None, "en"),
        ("Ravi !", None, "fr"),
        ("Thanks", None, "en"),
        ("Gracias por todo, muy amable", None, "other"),
        ("12345 :-)", None, "other"),
        ("😡😡", None, "either"),
        ("La table 😡", None, "fr"),
        ("", None, "other"),
    ],
)
def test_the_language_is_what_is_said_or_else_guessed(text: str, stated: str | None, language: str) -> None:
    assert language_of(text, stated) == language


@pytest.mark.parametrize(
    ("text", "usual", "language"),
    [("Terrible!", "fr", "fr"), ("12345", "en-GB", "en"), ("Super", "de", "other"), ("Thanks", "fr", "en")],
)
def test_what_the_words_do_not_tell_the_person_does(text: str, usual: str, language: str) -> None:
    assert language_of(text, None, usual) == language


def test_words_of_both_languages_are_of_that_of_most_texts(tmp_path: Path) -> None:
    def settled(*bodies: str) -> list[str]:
        lines = [(body, "answer", body, None, None, None, False, True, "2023-01-01") for body in bodies]
        return [text.language for text in languages_settled(Reader(tmp_path).texts(lines))]

    assert settled("Horrible", "Merci", "Ravi", "Thanks") == ["fr", "fr", "fr", "en"]
    assert settled("Horrible", "Thanks", "Gracias") == ["en", "en", "other"]
    assert settled("Horrible", "Merci", "Thanks") == ["en", "fr", "en"], "as many: English"
