"""In which form a home is kept: `format.json`. One of an older version is upgraded, one of a newer one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from orchestration.durable import replace_text
from orchestration.errors import CxwError
from orchestration.home import Home

FORMAT = 1
"""1: deliveries in raw/ with a ledger, numbered releases with manifests. Homes without the file are 1."""

FILE = "format.json"
Upgrade = Callable[[Home], None]
UPGRADES: Mapping[int, Upgrade] = {}
"""From a format to the next one. Each may be cut short and run again."""


def read_format(home: Home) -> int:
    """The format of a home; that of the time before it was written down where there is no file. Raises CxwError."""
    path = home.root / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["format"]
    except FileNotFoundError:
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CxwError(
            f"{path}: cannot be read ({type(error).__name__}); restore it from a backup, or write "
            f'{{"format": {FORMAT}}} into it if this version was the last one to refresh here.'
        ) from error
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise CxwError(f'{path}: format is {found!r}; it must be a number, such as {{"format": {FORMAT}}}.')
    return found


def settle_format(home: Home, upgrades: Mapping[int, Upgrade] = UPGRADES, newest: int = FORMAT) -> None:
    """Brings a home to the format of this version, step by step. Raises CxwError (usage) where it is of a newer one."""
    found = known_format(home, newest)
    for step in range(found, newest):
        upgrades[step](home)
        _write(home, step + 1)
    if not (home.root / FILE).exists():
        _write(home, newest)


def known_format(home: Home, newest: int = FORMAT) -> int:
    """The format of a home. Raises CxwError (usage) where it is of a newer version: nothing may be changed then."""
    found = read_format(home)
    if found > newest:
        raise CxwError(
            f"{home.root / FILE}: this home is of format {found}, and this version of cxw knows formats up to "
            f"{newest}: a newer version has refreshed it. Install that version again, or restore a backup of before "
            "('cxw restore'). No delivery was taken; readers keep their release."
        )
    return found


def _write(home: Home, number: int) -> None:
    replace_text(home.root / FILE, json.dumps({"format": number}) + "\n")
