"""The key of a home: pseudonyms and tombstones are keyed hashes, so that nobody finds a person by trying names.

It lies in `erasure/key`, for the owner of the home alone, and is never written anywhere else.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field

from orchestration.durable import OWNER, replacing
from orchestration.errors import CxwError
from orchestration.home import Home

KEY = "key"
BYTES = 32
PREFIX = "erased-"
"""Begins every pseudonym."""

PLACEHOLDER = "[erased "
"""Begins what stands in place of a text."""

_ERASED = re.compile(r"erased-[0-9a-f]{20}(@[\w.-]+)?|\[erased [0-9]{15}\]")


def is_erased(text: str) -> bool:
    """It is a pseudonym or a placeholder, and nothing else."""
    return _ERASED.fullmatch(text) is not None


@dataclass(frozen=True)
class Key:
    """A secret, and what is made with it; the secret is not shown."""

    secret: bytes = field(repr=False)

    def hash(self, *parts: str) -> str:
        """HMAC-SHA256 of some texts, in hexadecimal digits; where one ends and the next begins counts."""
        message = "\0".join(parts)
        return hmac.digest(self.secret, message.encode("utf-8", "surrogatepass"), "sha256").hex()

    def pseudonym(self, source: str, value: str) -> str:
        """What an id becomes: the same in every table and on every night."""
        return PREFIX + self.hash("pseudonym", source, value)[:20]

    def placeholder(self, text: str) -> str:
        """What a text becomes: two texts that differ still differ, so that nothing is taken for a repetition.

        Digits alone tell them apart: letters could be words, and have a language or an opinion.
        """
        return f"{PLACEHOLDER}{int(self.hash('text', text)[:12], 16):015d}]"


def read_key(home: Home) -> Key | None:
    """The key of the home; None where nobody was ever erased. Raises CxwError where it is no key."""
    path = home.erasure / KEY
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CxwError(f"{path}: cannot be read ({error.strerror}); run as the owner of the home.") from error
    if len(secret) != BYTES:
        raise CxwError(
            f"{path}: is no key ({len(secret)} bytes in place of {BYTES}); restore it from a backup."
        )
    return Key(secret)


def open_key(home: Home) -> Key:
    """The key of the home, made where there is none yet. A key that is there only in part is never seen."""
    if key := read_key(home):
        return key
    made = home.erasure
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    made.chmod(0o700)
    with replacing(made / KEY, OWNER) as out:
        out.write(secrets.token_bytes(BYTES))
    key = read_key(home)
    assert key is not None
    return key
