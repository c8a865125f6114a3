"""Expands a compressed delivery to a private plain file, so that readers and counters see the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

from orchestration.intake.definition import Rejected

MAX_RATIO = 200
RATIO_FROM_BYTES = 1024**3
_CHUNK = 1024 * 1024


def unpack_gzip(file: Path, target: Path, *, ratio_from_bytes: int = RATIO_FROM_BYTES) -> None:
    """Writes the expanded bytes; refuses what is cut off, damaged, no gzip, or expands beyond measure."""
    packed = file.stat().st_size
    expanded = 0
    try:
        with gzip.open(file, "rb") as source, target.open("wb") as plain:
            while chunk := source.read(_CHUNK):
                expanded += len(chunk)
                if expanded > ratio_from_bytes and expanded > MAX_RATIO * packed:
                    raise Rejected(
                        f"it expands to more than {MAX_RATIO} times its {packed:,} bytes; deliver it uncompressed"
                    )
                plain.write(chunk)
    except EOFError as error:
        raise Rejected("the gzip file is cut off; deliver it again") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Rejected("the gzip file is damaged; deliver it again") from error


def sha256_of(file: Path) -> str:
    """The hash by which a delivery is known."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
