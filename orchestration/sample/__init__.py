"""The demo company: a deterministic simulator that fills an inbox and knows the right answers."""

from orchestration.sample.continuing import holds_deliveries
from orchestration.sample.generate import SampleSummary, write_sample

__all__ = ["SampleSummary", "holds_deliveries", "write_sample"]
