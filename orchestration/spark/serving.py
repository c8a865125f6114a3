"""What readers of Spark see: views over the schemas of the current release.

Spark replaces one view at a time, so a reader who asks for two tables while readers are moved on may get them from
two releases. Who cannot have that reads the number in `<name>.current_release` and then the schemas of that release
(`<name>_r000012_marts`), which are never written again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.lock import single_writer
from orchestration.releases.places import follow_home, strays
from orchestration.releases.store import (
    SHOWN_ON_SPARK,
    Release,
    list_releases,
    log,
    next_number,
    pointer_lock,
)
from orchestration.spark import schemas
from orchestration.spark.recovery import refuse_missing, register
from orchestration.spark.removal import is_on_spark, remove_given_up, shown_on_spark
from orchestration.spark.session import Session, open_session

LEFT_BEHIND = (
    "Readers of Spark stay on the release that they have: the one that is shown now was built by DuckDB."
)
"""What a command says that moves readers with DuckDB alone."""


def settle(home: Home) -> str | None:
    """Makes what readers of Spark see the current release; nothing where no release of the home is Spark's.

    It may be run again at any time, also beside a refresh: what a killed one left half-done is done then. Gives a
    sentence where the current release is not Spark's, and its readers stay behind.
    """
    if not _on_spark(home):
        return None
    with open_session() as session, pointer_lock(home):
        schemas.claim(session, home)
        on_spark = _on_spark(
            home
        )  # once more: until here another process may have moved readers, or removed one
        current = [release for release in on_spark if release.is_current]
        for release in current:
            register(session, home, release)
            show(session, release)
            if shown_on_spark(home) != release.number:
                log(home, event=SHOWN_ON_SPARK, release=release.number)
        schemas.keep_released_rooms(session, {release.number for release in on_spark})
        remove_given_up(session, home)
    return None if current else LEFT_BEHIND


def _on_spark(home: Home) -> list[Release]:
    return [release for release in list_releases(home) if is_on_spark(release)]


def published_before(home: Home) -> Release | None:
    """The release of the build that is there, where an earlier try published it and then did not come to its end."""
    built = {number for number, _, _ in schemas.built_folders(home)}
    if next_number(home) in built:
        return None
    made = [release for release in list_releases(home) if is_on_spark(release) and release.number in built]
    if not made or made[-1].number + 1 != next_number(home):
        raise CxwError(
            f"{home.tables}: Spark has built no tables for release {next_number(home)}; run the whole refresh again.",
            ExitCode.BUILD_FAILED,
        )
    return made[-1]


def finish_release(home: Home, release: Release) -> None:
    """What a publication on Spark ends with. Raises CxwError where Spark no longer answers."""
    with _told_what_is_left(release.number):
        settle(home)


def refuse_unreadable(home: Home, release: Release) -> None:
    """Raises TablesMissing where readers cannot be shown a release on Spark, as files of its tables are gone."""
    if is_on_spark(release):
        refuse_missing(home, release)


def show_after_rollback(home: Home, release: Release) -> str | None:
    """As `settle`, for a release that readers with DuckDB see already.

    Raises CxwError where Spark does not answer, or the tables are not there; a release of DuckDB needs neither.
    """
    if strays(home):
        with suppress(CxwError), single_writer(home):  # where a refresh runs, it did this when it began
            follow_home(home)
    if not is_on_spark(release):
        with suppress(CxwError):
            return settle(home)
        return LEFT_BEHIND
    with _told_what_is_left(release.number):
        return settle(home)


@contextmanager
def _told_what_is_left(number: int) -> Iterator[None]:
    try:
        yield
    except CxwError as error:
        raise CxwError(
            f"release {number} is shown to readers with DuckDB, but not yet to those of Spark: {error} "
            f"Then run 'cxw rollback {number}', which shows it to them.",
            error.exit_code,
        ) from error


def show(session: Session, release: Release) -> None:
    """Points every view of the readers' schemas at a release; views of tables that it does not have go."""
    name = schemas.readers_name()
    for room in schemas.RELEASED_ROOMS:
        shown, source = f"{name}_{room}", f"{schemas.release_prefix(release.number)}_{room}"
        session.rows(f"create schema if not exists {shown}")
        tables = _tables(session, source)
        for table in sorted(tables):
            session.rows(f"create or replace view {shown}.{table} as select * from {source}.{table}")
        for table in sorted(_tables(session, shown) - tables):
            session.rows(f"drop view if exists {shown}.{table}")
    as_of = release.manifest()["as_of"]
    session.rows(
        f"create or replace view {name}.current_release as select {release.number} as release_number, "
        f"cast('{as_of}' as timestamp) as as_of"
    )


def _tables(session: Session, schema: str) -> set[str]:
    return {row[1] for row in session.rows(f"show tables in {schema}")}
