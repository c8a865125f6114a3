"""What is known of the tickets of the hand-made histories at either instant."""

from __future__ import annotations

# ticket -> (status, resolved, closed) at the earlier instant and at the later one; one pair where they are equal.
State = tuple[str, str | None, str | None]
STATES: dict[str, tuple[State, ...]] = {
    "lagging": (("closed", "10-03", "10-05"),),
    # Nobody says when: not the last update, and not the solve before the reopening.
    "lagging undated": (("solved", None, None),),
    "lagging solved again": (("solved", None, None),),
    "lagging reopened": (("open", None, None),),
    "lagging half": (("solved", "10-20", None), ("closed", "10-20", "11-05")),
    "lagging later": (("open", None, None), ("closed", "11-03", "11-05")),
    "lagging merged": (("closed", None, None),),
    "merged timeless": (("closed", None, "10-02"),),
    "merged and reopened": (("closed", None, "10-06"),),
    "merged in december": (("open", None, None),),
    "older": (("solved", "10-02", None),),
    "timeless": (("pending", None, None),),
    "whole": (("solved", "10-02", None), ("open", None, None)),
    "one instant": (("open", None, None),),
    "spelled": (("solved", "10-04", None),),
    "foreign": (("unknown", None, None),),
    "deleted": (("open", None, None), ("deleted", None, None)),
    "deleted by its status": (("open", None, None), ("deleted", None, None)),
    "deleted after its history": (("open", None, None), ("deleted", None, None)),
    "recovered": (("solved", "10-02", None),),
    "closed after reopening": (("closed", None, "10-05"),),
    "recovered as closed": (("closed", None, "10-03"),),
    "closed again": (("closed", "10-08", "10-10"),),
    "closed again undated": (("closed", None, None),),
    "closed again stale": (("closed", None, None),),
    "closed after solves": (("closed", "10-05", None),),
    # Nobody says when it was closed: the last update may be any later one.
    "closed": (("closed", "10-03", None),),
    "1": (("closed", None, None),),
    "2": (("open", None, None), ("deleted", None, None)),
    "3": (("open", None, None),),
    "4": (("closed", "10-02", "10-03"),),
}
