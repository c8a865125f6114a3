"""Finds a person in a text by address, telephone number, name or id, however these are written, and takes them out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property, partial

from orchestration.erasure.spelling import ESCAPE, composed, spelled, unescaped, without_escapes

MINIMUM_DIGITS = 7
COMPARED_DIGITS = 9
"""Telephone numbers are compared by their last nine digits: with a country's code or a leading zero, it is the same."""

DISTINCTIVE = 6
"""Characters of an id with letters and digits, at least."""

NO_CALLER = frozenset(
    {"anonymous", "available", "blocked", "private", "restricted", "unavailable", "unknown", "withheld"}
)
"""What stands for a caller who is hidden, alone or in an address, such as `sip:anonymous@anonymous.invalid`."""

BESIDE_NO_CALLER = frozenset({"caller", "id", "not", "number"})
"""What may stand beside such a word, as a few digits may: `not available`, `unknown-caller`, `Anonymous 1`."""

BEFORE_EMAIL, AFTER_EMAIL = r"(?<![\w.%+-])", r"(?![\w-])"
GAP = r"[^0-9A-Za-z]{0,3}"
PREFIX_DIGITS = 6
"""Digits that may stand before those that are compared: `00`, a country's code, a zero."""

_PREFIX = rf"(?:(?:\+|00)?[0-9]{{0,3}}{GAP}0?[^0-9A-Za-z]{{0,2}})?"
_WORD = re.compile(r"\w+")
_NOT_A_DIGIT = re.compile(r"\D")
_ON_A_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_NUMBERS_OF_NOBODY = frozenset(f"+{word.translate(_ON_A_KEYPAD)}" for word in NO_CALLER)
"""Such words as the letters on a telephone's keys: `+266696687` is `anonymous`."""

_BELOW_ZERO = re.compile(r"-[0-9.]+")
_NUMBER, _BETWEEN_DIGITS = re.compile(r"\(?\+?[0-9][0-9\s./()-]*"), re.compile(r"[\s./()-]")
_TRUNK_ZERO = re.compile(r"^(\(?(?:\+|00)[0-9]{1,3}\)?[\s.-]*)\(0\)")
"""`(0)` after a country's code: who dials the code leaves it out."""

_RUSSIAN = re.compile(r"^8(?=[0-9]{10}$)")
_BYTE = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_ADDRESS_OF_A_HOST = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}")
_MINUS = "\u2212"
_FRACTION = re.compile(r"^([0-9]+)\.0$")
"""A number from a tool that takes numbers with gaps among them for amounts."""

NUMBER_DIGITS = 6
"""Digits of a telephone number, at least: what is shorter, such as `1-12`, may be an id that `11-2` is another of."""

_LETTERS, _OTHER_NUMBER = re.compile(r"[^\W\d_]+"), re.compile(r"[/,;|#\n]")


def email_of(text: str) -> str:
    """An address as it is compared."""
    return composed(text).strip().lower()


def phone_of(text: str) -> str:
    """A telephone number as it is compared; empty where the text is none."""
    digits = _NOT_A_DIGIT.sub("", text)
    return digits[-COMPARED_DIGITS:] if len(digits) >= MINIMUM_DIGITS else ""


def phones_of(text: str) -> set[str]:
    """The telephone numbers of a field that is made for one, as they are compared."""
    return {phone_of(number) for number in numbers_of(text)}


def numbers_of(text: str) -> list[str]:
    """Every telephone number of a field that is made for one: an extension is none, two may stand side by side."""
    found: list[str] = []
    for part in _LETTERS.split(text):
        numbers = _OTHER_NUMBER.split(part)
        found += numbers if phone_of(numbers[0]) else [part]  # 030/1234567 is one
    return [number for number in found if phone_of(number)] or ([text] if phone_of(text) else [])


def have_same_number(text: str, other: str) -> bool:
    """Both have a telephone number that is the same as a whole, but that one may lack its country's code."""
    return any(
        phone_of(one) == phone_of(two)
        and (_whole(one).endswith(_whole(two)) or _whole(two).endswith(_whole(one)))
        for one in numbers_of(text)
        for two in numbers_of(other)
    )


def _whole(number: str) -> str:
    """The digits of a number without zeros before them and behind its country's code; Russia's 8 is its code."""
    digits = _NOT_A_DIGIT.sub("", _TRUNK_ZERO.sub(r"\1", number.strip())).lstrip("0")
    return _RUSSIAN.sub("7", digits)


def name_of(text: str) -> str:
    """A name as it is compared; empty where it is one word alone, which texts have without meaning the person."""
    words = _WORD.findall(composed(text).lower())
    return " ".join(words) if len(words) > 1 and len("".join(words)) > 4 else ""


def is_distinctive(value: str) -> bool:
    """An id that nothing but this person's id looks like, so that it is looked for in texts: no word, no status."""
    if "@" in value:
        return len(value) >= DISTINCTIVE
    digits = sum(character.isdigit() for character in value)
    has_letters = any(character.isalpha() for character in value)
    return digits >= COMPARED_DIGITS or (digits > 0 and has_letters and len(value) >= DISTINCTIVE)


def tells_caller(value: str) -> bool:
    """A caller's number, address or name of a client (`client:zoe`), however short; a word alone tells nobody."""
    name = _called(value)
    words = set(_LETTERS.findall(name))
    is_word = not words.isdisjoint(NO_CALLER) and words <= NO_CALLER | BESIDE_NO_CALLER and not phone_of(name)
    if is_word or _number(name) in _NUMBERS_OF_NOBODY or _BELOW_ZERO.fullmatch(name):
        return False
    is_somebody = any(c.isalnum() and c != "0" for c in name)
    return is_somebody and any(c.isdigit() or c in ":@" for c in value)


def caller_of(value: str) -> str:
    """A caller as it is compared: a plain telephone number by its digits, anything else whole, in small letters."""
    text = composed(value).strip().lower()
    return _number(text.removeprefix("tel:")) or text


def _number(text: str) -> str:
    """The digits of a telephone number, `00` before them as `+`; empty where the text is none."""
    text = "".join("-" if unicodedata.category(c) == "Pd" or c == _MINUS else c for c in text.strip())
    text = _TRUNK_ZERO.sub(r"\1", _FRACTION.sub(r"\1", text))
    is_number = _NUMBER.fullmatch(text) and not _ADDRESS_OF_A_HOST.fullmatch(text)
    number = _BETWEEN_DIGITS.sub("", text) if is_number else ""
    number = f"+{number[2:]}" if number.startswith("00") else number
    return number if len(number.removeprefix("+")) >= NUMBER_DIGITS else ""


def _called(value: str) -> str:
    """The number or name in `sip:name@host`, `tel:number;phone-context=x`, `client:name`."""
    return value.partition(";")[0].partition("@")[0].rpartition(":")[2].strip().lower()


class Mentions:
    """Patterns of one or several people; `replacement` gives what stands in place of an address, number, name or id."""

    def __init__(
        self,
        emails: Iterable[str],
        phones: Iterable[str],
        names: Iterable[str],
        ids: Iterable[str],
        replacement: Callable[[str, str], str],
    ) -> None:
        self._emails = sorted(emails)
        self._phones = sorted(phones)
        self._names = sorted(names)
        self._ids = sorted(value for value in ids if is_distinctive(value))
        self._replacement = replacement

    def scrub(self, text: str) -> str:
        """The text without them; what JSON or an address of the web escapes is read as what it means."""
        if not self._any or not self._any.search(text):
            return text
        plain = unescaped(text)
        new = self._without(plain)
        return text if new == plain else new

    def _without(self, text: str) -> str:
        for pattern, kind, compared in self._patterns:
            text = pattern.sub(partial(self._instead, kind, compared), text)
        return text

    def _instead(self, kind: str, compared: Callable[[str], str], found: re.Match[str]) -> str:
        return self._replacement(kind, compared(without_escapes(found[0])))

    def is_in(self, text: str) -> bool:
        """The text names one of them."""
        return self.scrub(text) != text

    @cached_property
    def superset(self) -> str:
        """A pattern for engines without look-behind: it finds every text that `scrub` changes, and some others."""
        parts = [spelled(value) for value in (*self._emails, *self._ids)]
        gap, between = rf"(?:[^0-9A-Za-z]|{ESCAPE}){{0,3}}", rf"(?:\W|{ESCAPE}){{1,3}}"
        parts += [_loose(gap.join(phone)) for phone in self._phones]
        parts += [_loose(between.join(map(spelled, order))) for name in self._names for order in orders(name)]
        return "(?i)(?:" + "|".join(parts) + ")" if parts else ""

    @cached_property
    def _any(self) -> re.Pattern[str] | None:
        return re.compile(self.superset) if self.superset else None

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str, Callable[[str], str]]]:
        found: list[tuple[re.Pattern[str], str, Callable[[str], str]]] = []
        if self._emails:
            found.append((_either(BEFORE_EMAIL, map(spelled, self._emails), AFTER_EMAIL), "email", email_of))
        if self._ids:
            found.append((_either(r"(?<!\w)", map(spelled, self._ids), r"(?!\w)"), "id", str))
        if self._phones:
            numbers = [_PREFIX + GAP.join(phone) for phone in self._phones]
            found.append((_either(r"(?<![0-9A-Za-z])", numbers, r"(?![0-9])"), "phone", phone_of))
        if self._names:
            names = [
                r"(?:\W|%20){1,3}".join(map(spelled, order)) for name in self._names for order in orders(name)
            ]
            found.append((_either(r"(?<!\w)", names, r"(?!\w)"), "name", self._name))
        return found

    def _name(self, text: str) -> str:
        """The name that was found, in the order in which it is known."""
        found = name_of(text)
        backwards = " ".join(reversed(found.split()))
        return found if found in self._names else backwards


def orders(name: str) -> list[list[str]]:
    """The words of a name, and of one of two words the family name first."""
    words = name.split()
    return [words, words[::-1]] if len(words) == 2 else [words]


def _loose(pattern: str) -> str:
    return f"(?:{pattern})"


def _either(before: str, patterns: Iterable[str], after: str) -> re.Pattern[str]:
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(f"{before}(?:{'|'.join(longest_first)}){after}", re.IGNORECASE)
