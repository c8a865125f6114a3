"""What a customer wrote, without what a mail program added to it, and in which language."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from orchestration.enrichment.emotion.lexicon import KNOWN_WORDS, unaccented

LANGUAGES = ("en", "fr")
OTHER = "other"
EITHER = "either"
"""A text whose words are of both languages, such as "Excellent!": it is settled by those of the other texts."""

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
        too so at by from a what when who how why there here still after before about again again""".split()
    ),
    "fr": frozenset(
        """le la les un une des du de et est était sont je tu il elle nous vous ils elles ce cette ces cet mon ma mes
        votre vos notre nos ne pas plus très trop que qui quoi dans sur avec sans pour par au aux en a ont avons avez
        ai qu' d' l' c' j' n' été être mais ou où donc encore toujours après avant merci bonjour""".split()
    ),
}
_LISTED = {code: STOP_WORDS[code] | KNOWN_WORDS[code] for code in LANGUAGES}
_FREQUENT = {code: listed | {unaccented(word) for word in listed} for code, listed in _LISTED.items()}
_TELLING = {"en": _FREQUENT["en"] - _FREQUENT["fr"], "fr": _FREQUENT["fr"] - _FREQUENT["en"]}
"""Words that one of the two languages has and the other has not."""

_SHARED = KNOWN_WORDS["en"] & KNOWN_WORDS["fr"]

_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|hr|/?(?:p|div|li|tr|h[1-6]))\b[^<>]{0,300}>", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(style|script)\b[^<>]{0,300}>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<title>[^<]{0,300}</title>",
    re.IGNORECASE | re.DOTALL,
)
"""What a browser does not show."""

_BLOCKQUOTE = re.compile(r"(</?blockquote\b[^<>]{0,300}>)", re.IGNORECASE)
_QUOTE_STARTS = re.compile(
    r"""^\s*(?:
        -{2,}\s*(?:original\ message|forwarded\ message|message\ d'origine|message\ transf[ée]r[ée]).*
        | _{20,}
        | on\b.{5,200}\bwrote\s*:
        | le\b.{5,200}\ba\ [ée]crit\s*:
        | (?:from|de)\s*:.{1,200}@.*
        | (?:from|de)\s*:.{1,200}\b(?:sent|envoy[ée])\s*:.*
        | \#\#-.*-\#\#
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FROM = re.compile(r"^[\s*]*(?:from|de)[\s*]*:\s*\S", re.IGNORECASE)
_HEADER = re.compile(
    r"^[\s*]*(?:(sent|envoy[ée]|subject|objet)|date|to|[àa]|cc|importance)[\s*]*:", re.IGNORECASE
)
_NAME = r"(?-i:[A-ZÀ-Þ][\w.'-]*(?:[\s,]+(?:[A-ZÀ-Þ][\w.'-]*|de|du|la|le|van|von|der)){0,4})"
_SIGNATURE_STARTS = re.compile(
    rf"""^\s*(?:
        --\s*
        | sent\ from\ my(?:\ \S{{1,20}}){{1,4}} | (?:get|obtenir|t[ée]l[ée]charger)\ outlook\ (?:for|pour)\ .{{1,20}}
        | envoy[ée]\ (?:de|depuis|[àa]\ partir\ de)\ mon(?:\ \S{{1,20}}){{1,4}}
        | (?:sent\ from|envoy[ée]\ (?:de|depuis|[àa]\ partir\ d[e'])\ ?(?:l'application)?)\ ?
          (?:yahoo|outlook|gmail|mail)\b.{{0,30}}
        | (?:(?:(?:best|kind|warm)\ )?regards | (?:yours\ )?sincerely(?:\ yours)? | yours\ faithfully
            | (?:bien\ )?(?:cordialement|cdlt|cdt) | (?:bien\ )?[àa]\ vous | (?:sinc[èe]res|meilleures)\ salutations
          )(?:[\s,.!-]*|[\s,.!-]+{_NAME}[\s,.]*)
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""A closing formula stands alone, or before a name: "Regards the bill: ..." is the customer's own sentence."""

_COURTESY = re.compile(
    r"""^\s*(?:
        (?:many\ )?thanks(?:\ (?:again|in\ advance|so\ much|a\ lot))?
        | thank\ you(?:\ (?:again|in\ advance|very\ much))?
        | (?:all\ the\ |with\ )?best(?:\ wishes)? | cheers
        | merci(?:\ (?:beaucoup|encore|d'avance|par\ avance))? | bonne\ (?:journ[ée]e|soir[ée]e) | amicalement
    )[\s,.!-]*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""A line that is a signature's beginning where a name comes next, and the customer's own words where none does."""

_NAME_LINE = re.compile(rf"^\s*{_NAME}[\s,.]*$")
_ATTRIBUTION = re.compile(r"^\s*(?:on|le)\b.{0,200}(?:\d|@)", re.IGNORECASE)
_ATTRIBUTION_ENDS = re.compile(r"^\s*(?:\S{1,100}>\s*)?(?:wrote|(?:a\ )?[ée]crit)\s*:\s*$", re.IGNORECASE)
"""The line before a quoted thread, which mail programs break before its last words."""

SIGN = r"[\u2600-\u27BF\U0001F300-\U0001F3FA\U0001F400-\U0001FAFF]"
"""One sign of a face, a hand, a heart ...; the tone of its skin is none of its own."""

_WORD = re.compile(rf"\b(?:[cdjlmnst]|qu)'|[^\W\d_]+(?:'[^\W\d_]+)?|{SIGN}")
_PART_ENDS = re.compile(r"[.,;:!?()\n]+")


def own_words(text: str) -> str:
    """The text without mark-up, quoted messages and signature, with single spaces and straight apostrophes.

    Example: "It works.\\n> Did you try?\\n-- \\nAnn, Acme" is "It works.". A quoted line goes by itself; a header of a
    quoted message, or the beginning of a signature, takes everything after it along.
    """
    if "<" in text:
        text = _TAG.sub(" ", _BREAK.sub("\n", _unquoted(_UNSEEN.sub(" ", text))))
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    lines: list[str] = []
    delivered = text.splitlines()
    for place, line in enumerate(delivered):
        if _QUOTE_STARTS.match(line) or (lines and _SIGNATURE_STARTS.match(line)):
            break
        following = delivered[place + 1 : place + 7]
        if _FROM.match(line) and _is_header(following):
            break
        if _ATTRIBUTION.match(line) and following and _ATTRIBUTION_ENDS.match(following[0]):
            break
        if lines and _COURTESY.match(line) and _is_name(following):
            break
        if not line.lstrip().startswith(">"):
            lines.append(line)
    return " ".join(" ".join(lines).split())


def _unquoted(text: str) -> str:
    """Mark-up without its block quotes, one within another or not; one that never ends takes everything after along."""
    depth, kept = 0, []
    for part in _BLOCKQUOTE.split(text):
        if _BLOCKQUOTE.match(part):
            depth = max(depth - 1, 0) if part.startswith("</") else depth + 1
            kept.append("\n")
        elif not depth:
            kept.append(part)
    return "".join(kept)


def _is_header(following: Sequence[str]) -> bool:
    """What follows a line "From: ..." makes it the header of a quoted message: when it was sent, or its subject.

    Example: "From: Support Acme", "Sent: Monday" is one; "From: Paris", "To: Lyon", "Date: 3 May" is a journey.
    """
    for line in filter(str.strip, following):
        found = _HEADER.match(line)
        if not found or found[1]:
            return bool(found)
    return False


def _is_name(following: Sequence[str]) -> bool:
    """The next line that is not empty is a name. Example: "Ann Lee" is one; "Super" and "It works" are not."""
    line = next(filter(str.strip, following), "")
    return bool(_NAME_LINE.match(line)) and not any(
        set(words(line)) & known for known in KNOWN_WORDS.values()
    )


def words(text: str) -> list[str]:
    """The words of a text in lower case; an apostrophe inside a word belongs to it, what French leaves out before
    a word is one of its own, and so is a sign. Example: "Don't", "d'attente 👎👎" are don't, d', attente, 👎 and 👎."""
    return _WORD.findall(text.lower())


def sentence_parts(text: str) -> list[list[str]]:
    """The words of each part of the text between marks of punctuation."""
    return [words(part) for part in _PART_ENDS.split(text)]


def language_of(text: str, stated: str | None, usual: str | None = None) -> str:
    """The language of somebody's own words: what the delivery says, else the one that has more of them among its
    frequent words (accents or none), else that of the person or ticket. One of en, fr, either, other.

    Example: "toujours pas de réponse, very slow" has three words of French and two of English: fr. "Super" is of both.
    """
    if stated and stated.strip():
        return _named(stated)
    found = set(words(text))
    english, french = (len(found & _TELLING[code]) for code in LANGUAGES)
    if english != french:
        return "en" if english > french else "fr"
    if usual and usual.strip():
        return _named(usual)
    return EITHER if found & _SHARED else OTHER


def _named(language: str) -> str:
    return STATED.get(re.split(r"[-_]", language.strip().lower())[0], OTHER)
