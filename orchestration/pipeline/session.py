"""One refresh for one run: the lock and the context that its rooms share, and how their failures are told.

All steps of a run share a process (the in-process executor), so the lock is held from the first room
to the end of the run, exactly as in `cxw refresh`.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import dagster as dg
import duckdb
from pydantic import PrivateAttr

from orchestration.audit.explain import explain_exception
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.instants import parse_as_of, parse_instant
from orchestration.lock import single_writer
from orchestration.operations.nightly import close, start
from orchestration.operations.recording import Recording
from orchestration.rooms import RefreshContext, open_context
from orchestration.settings import Settings

POOL = "duckdb_writer"
RETRIES = dg.RetryPolicy(max_retries=2, delay=60, backoff=dg.Backoff.EXPONENTIAL)
"""For what may be over in a minute, such as a disk that did not answer; not for what a person must mend."""

PACE_SECONDS = 5.0

Room = Callable[[RefreshContext], object]
Causes = Callable[[RefreshContext], Sequence[str]]


class RefreshSession(dg.ConfigurableResource[Any]):
    """The refresh that this run is. `as_of` is an ISO 8601 date or instant, as in `cxw refresh --as-of`."""

    as_of: str | None = None
    _stack: ExitStack = PrivateAttr(default_factory=ExitStack)
    _refresh: RefreshContext | None = PrivateAttr(default=None)
    _recording: Recording | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[RefreshSession]:
        """Frees the lock at the end of the run, however it ends."""
        with ExitStack() as stack:
            self._stack, self._refresh, self._recording = stack, None, None
            yield self

    @property
    def refresh(self) -> RefreshContext | None:
        """The context, from the first room on."""
        return self._refresh

    def attempt(
        self, room: Room, context: dg.AssetExecutionContext, causes: Causes = lambda refresh: ()
    ) -> dg.Failure | None:
        """Enters a room; gives the failure to raise, or None when all went well.

        `causes` names, after a failure, what failed: names out of declarations, never values.
        """
        refresh: RefreshContext | None = None
        try:
            refresh = self._opened()
            refresh.progress = paced(context.log.info)
            room(refresh)
        except CxwError as error:
            named = (list(causes(refresh)) if refresh else []) or list(error.causes)
            self._close(error)
            return _failure(error, named)
        except duckdb.Error as error:
            self._close(error)
            return dg.Failure(explain_exception(error), {"reason": type(error).__name__})
        except BaseException as error:
            self._close(error)
            raise
        if refresh.release is not None:
            self._close()
        return None

    def _close(self, error: BaseException | None = None) -> None:
        """Writes down what the run came to; where a step is tried again, what that comes to is the last word."""
        if self._recording is not None:
            close(self._recording, error)

    def _opened(self) -> RefreshContext:
        if self._refresh is None:
            home = Home.locate()
            with ExitStack() as opening:  # a step that is tried again finds the lock free where this fails
                descriptor = opening.enter_context(single_writer(home))
                self._recording = self._recording or start(home)
                settings = Settings.load(home)
                arrived = os.environ.get("CXW_ARRIVED_AT")
                self._refresh = open_context(
                    home,
                    progress=lambda line: None,
                    as_of=parse_as_of(self.as_of, settings.reporting_time_zone) if self.as_of else None,
                    arrived_at=parse_instant(arrived, "CXW_ARRIVED_AT") if arrived else None,
                    lock_descriptor=descriptor,
                )
                self._refresh.recording = self._recording
                self._stack.push(opening.pop_all())
        return self._refresh


def paced(log: Callable[[str], None]) -> Callable[[str], None]:
    """Passes a line on when the last one is some seconds old: Dagster stores each as an event of its own."""
    last = -math.inf

    def progress(line: str) -> None:
        nonlocal last
        if time.monotonic() - last >= PACE_SECONDS:
            last = time.monotonic()
            log(line)

    return progress


def _failure(error: CxwError, causes: list[str]) -> dg.Failure:
    """What Dagster keeps of an error. dbt's messages may quote data, so of a build only names are kept."""
    description = str(error)
    if error.exit_code is ExitCode.BUILD_FAILED:
        first, *rest = description.splitlines()
        where_the_log_is = rest[-1:]
        description = "\n".join([first, *(f"  {cause}" for cause in causes), *where_the_log_is])
    # dbt that died without saying which node failed was stopped from outside: memory, a signal.
    was_stopped = error.exit_code is ExitCode.BUILD_FAILED and not causes
    return dg.Failure(
        description,
        {"reason": error.exit_code.name, "causes": dg.MetadataValue.json(causes)},
        allow_retries=was_stopped,
    )
