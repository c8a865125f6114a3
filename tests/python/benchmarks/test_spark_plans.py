"""What is read from a physical plan of Spark: of an adaptive one, the form that was run."""

from __future__ import annotations

from benchmarks.spark_plans import exchanged_by, joined

ADAPTIVE = """== Physical Plan ==
AdaptiveSparkPlan (9)
+- == Final Plan ==
   ResultQueryStage (5)
   +- * BroadcastHashJoin LeftOuter BuildRight (4)
      :- * SortMergeJoin ExistenceJoin(exists#7) (3)
      :  +- ShuffleQueryStage (2), Statistics(sizeInBytes=1.0 B)
      :     +- Exchange (1)
+- == Initial Plan ==
   SortMergeJoin LeftOuter (8)
   :- Exchange (6)
   +- Exchange (7)


(1) Exchange
Input [2]: [source#1, ticket_id#2L]
Arguments: hashpartitioning(source#1, md5(cast(ticket_id#2L as binary)), 16), ENSURE_REQUIREMENTS, [plan_id=1]

(3) SortMergeJoin
Left keys [2]: [source#1, ticket_id#2L]
Right keys [2]: [source#3, ticket_id#4L]

(4) BroadcastHashJoin
Left keys [1]: [source#1]
Right keys [1]: [source#5]

(6) Exchange
Arguments: hashpartitioning(source#1, 16), ENSURE_REQUIREMENTS, [plan_id=2]

(8) SortMergeJoin
Left keys [1]: [source#1]
Right keys [1]: [source#5]
"""
PLAIN = """== Physical Plan ==
Execute CreateTable (2)
+- BroadcastNestedLoopJoin Inner BuildRight (1)


(1) BroadcastNestedLoopJoin
Join type: Inner
"""


def test_only_the_form_that_was_run_counts() -> None:
    assert joined(ADAPTIVE) == {"sorted by source, ticket_id": 1, "broadcast by source": 1}
    assert exchanged_by(ADAPTIVE) == {"source, md5(cast(ticket_id as binary))": 1}


def test_a_plan_that_does_not_adapt_is_read_whole() -> None:
    assert joined(PLAIN) == {"every pair": 1}
    assert exchanged_by(PLAIN) == {}
