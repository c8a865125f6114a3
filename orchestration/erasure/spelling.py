"""How a text may spell a value: composed or not, as JSON escapes it, as an address of the web escapes it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

_JSON = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)
_WEB = re.compile(r"%([2-7][0-9a-f])", re.IGNORECASE)
_KEPT = frozenset('"\\')
"""What JSON cannot have unescaped."""

ESCAPE = r"\\u[0-9A-Fa-f]{4}|%[2-7][0-9A-Fa-f]"
"""A pattern of what one character may be escaped as."""


def composed(text: str) -> str:
    """The text in which a letter and its accent are one character."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def spellings(character: str) -> list[str]:
    """Every way in which a text may write a character, in either case."""
    if character.isascii():
        code = ord(character)
        return [character] if character.isalnum() else [character, f"\\u{code:04x}", f"%{code:02x}"]
    cases = {character, character.lower(), character.upper()}
    forms = {unicodedata.normalize(form, case) for case in cases for form in ("NFC", "NFD")}
    return sorted(forms | {json.dumps(form)[1:-1] for form in forms})


def spelled(text: str) -> str:
    """A pattern of every spelling of a text."""
    return "".join(_either([re.escape(form) for form in spellings(character)]) for character in text)


def spelled_bytes(text: str) -> bytes:
    """The same for the bytes of a file."""
    return b"".join(
        _either_bytes([re.escape(form.encode()) for form in spellings(character)]) for character in text
    )


def unescaped(text: str) -> str:
    """The text with the characters for which JSON has escapes; letters of ASCII, controls and quotes stay escaped."""
    if "\\u" not in text:
        return text
    return _JSON.sub(_meant(lambda c: not c.isascii() or (c.isprintable() and not c.isalnum())), text)


def without_escapes(text: str) -> str:
    """The text with what JSON and addresses of the web escape, composed: a value as it is compared."""
    plain = unescaped(text)
    return composed(_WEB.sub(_meant(lambda _: True), plain) if "%" in plain else plain)


def _meant(is_meant: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    """What an escape stands for; half of a character, and what has to stay escaped, stays as it is."""

    def meaning(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        character = chr(code)
        is_half = 0xD800 <= code <= 0xDFFF
        return character if not is_half and character not in _KEPT and is_meant(character) else found[0]

    return meaning


def _either(forms: list[str]) -> str:
    return forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})"


def _either_bytes(forms: list[bytes]) -> bytes:
    return forms[0] if len(forms) == 1 else b"(?:" + b"|".join(forms) + b")"
