"""A step that is tried again: what the first try took is free again."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest

from orchestration.home import Home
from orchestration.lock import holder
from orchestration.pipeline import session
from orchestration.pipeline.session import RefreshSession


def test_a_start_that_failed_frees_the_lock_and_one_that_worked_keeps_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.inbox.mkdir(parents=True)
    works, tries = session.open_context, iter([OSError(5, "Input/output error"), None])

    def opened(*given: Any, **named: Any) -> Any:
        if error := next(tries):
            raise error
        return works(*given, **named)

    monkeypatch.setattr(session, "open_context", opened)
    with ExitStack() as stack:
        one = RefreshSession()
        one._stack = stack
        with pytest.raises(OSError, match="Input/output"):
            one._opened()
        assert holder(home) is None
        assert one._opened() is one.refresh
        assert holder(home) is not None
    assert holder(home) is None
