"""What a customer wrote, without what a mail program added to it, and in which language."""

from __future__ import annotations

import html
import re

from orchestration.enrichment.emotion.lexicon import KNOWN_WORDS

LANGUAGES = ("en", "fr")
OTHER = "other"

STATED = {"en": "en", "eng": "en", "english": "en", "anglais": "en"} | {
    "fr": "fr",
    "fra": "fr",
    "fre": "fr",
    "french": "fr",
    "français": "fr",
    "francais": "fr",
}
"""Words and codes by which a delivery names one of the two languages; what follows `-` or `_` is a country."""

STOP_WORDS = {
    "en": frozenset(
        """the and is was were are it its this that these those to of for in on with without you your we our they their
        i my me he she have has had not no be been being do did does don't didn't can can't could would will just very
        too so at by from what when who how why there here still after before about again again""".split()
    ),
    "fr": frozenset(
        """le la les un une des du de et est était sont je tu il elle nous vous ils elles ce cette ces cet mon ma mes
        votre vos notre nos ne pas plus très trop que qui quoi dans sur avec sans pour par au aux en a ont avons avez
        ai qu' d' l' c' j' n' été être mais ou où donc encore toujours après avant merci bonjour""".split()
    ),
}
_FREQUENT = {code: STOP_WORDS[code] | KNOWN_WORDS[code] for code in LANGUAGES}
_TELLING = {"en": _FREQUENT["en"] - _FREQUENT["fr"], "fr": _FREQUENT["fr"] - _FREQUENT["en"]}
"""Words that one of the two languages has and the other has not."""

_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]{0,20}>", re.IGNORECASE)
_QUOTE_STARTS = re.compile(
    r"""^\s*(?:
        -{2,}\s*(?:original\ message|forwarded\ message|message\ d'origine|message\ transf[ée]r[ée]).*
        | _{20,}
        | on\b.{5,200}\bwrote\s*:
        | le\b.{5,200}\ba\ [ée]crit\s*:
        | (?:from|de)\s*:.{1,200}@.*
        | \#\#-.*-\#\#
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNATURE_STARTS = re.compile(
    r"""^\s*(?:
        --\s*
        | sent\ from\ my\ .{1,40} | get\ outlook\ for\ .{1,20}
        | envoy[ée]\ (?:de|depuis)\ mon\ .{1,40}
        | (?:(?:best|kind|warm)\ )?regards\b.{0,60} | (?:yours\ )?sincerely\b.{0,60} | yours\ faithfully\b.{0,60}
        | (?:bien\ )?cordialement\b.{0,60} | (?:bien\ )?[àa]\ vous\b[\s,.]{0,5} | sinc[èe]res\ salutations\b.{0,60}
        | meilleures\ salutations\b.{0,60}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"\b(?:[cdjlmnst]|qu)'|[^\W\d_]+(?:'[^\W\d_]+)?")
_PART_ENDS = re.compile(r"[.,;:!?()\n]+")


def own_words(text: str) -> str:
    """The text without mark-up, quoted messages and signature, with single spaces and straight apostrophes.

    Example: "It works.\\n> Did you try?\\n-- \\nAnn, Acme" is "It works.". A quoted line goes by itself; a header of a
    quoted message, or the beginning of a signature, takes everything after it along.
    """
    if "<" in text:
        text = _TAG.sub(" ", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    lines: list[str] = []
    for line in text.splitlines():
        if _QUOTE_STARTS.match(line) or (lines and _SIGNATURE_STARTS.match(line)):
            break
        if not line.lstrip().startswith(">"):
            lines.append(line)
    return " ".join(" ".join(lines).split())


def words(text: str) -> list[str]:
    """The words of a text in lower case; an apostrophe inside a word belongs to it, what French leaves out before
    a word is one of its own. Example: "Don't", "d'attente" are don't, d' and attente."""
    return _WORD.findall(text.lower())


def sentence_parts(text: str) -> list[list[str]]:
    """The words of each part of the text between marks of punctuation."""
    return [words(part) for part in _PART_ENDS.split(text)]


def language_of(text: str, stated: str | None) -> str:
    """The language of somebody's own words: what the delivery says, else the one that has more of them among its
    frequent words. One of en, fr, other.

    Example: "toujours pas de réponse, very slow" has three words of French and two of English: fr.
    """
    if stated and stated.strip():
        code = re.split(r"[-_]", stated.strip().lower())[0]
        return STATED.get(code, OTHER)
    found = set(words(text))
    english, french = (len(found & _TELLING[code]) for code in LANGUAGES)
    if english == french:
        return OTHER
    return "en" if english > french else "fr"
