"""`python -m orchestration.spark up|down|status`: the cluster of the warehouse home that `CXW_HOME` names."""

from __future__ import annotations

import sys

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.spark.cluster import down, running, up
from orchestration.spark.options import ClusterOptions

USAGE = "usage: python -m orchestration.spark up|down|status"


def main(words: list[str]) -> int:
    """Does what is asked; 0 where the cluster is then as asked, 1 for a status of a cluster that is not up."""
    home, options = Home.locate(), ClusterOptions.read()
    if words == ["up"]:
        started = up(home, options, print)
        print(
            f"spark: {'up' if started else 'up already'} at 127.0.0.1:{options.port}, logs in {home.spark / 'logs'}"
        )
    elif words == ["down"]:
        print(f"spark: down, {down(home)} processes ended")
    elif words == ["status"]:
        found = running(home)
        print(f"spark: up with {found}" if found else "spark: down")
        return 0 if found else 1
    else:
        print(USAGE, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CxwError as error:
        sys.exit(f"error: {error}")
