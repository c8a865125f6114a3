"""Every enrichment of a build, in the order in which they run."""

from orchestration.enrichment.emotion.sentiments import SENTIMENTS
from orchestration.enrichment.lifetimes import RETENTION_FITTED
from orchestration.enrichment.orders import ORDER_VALUES_FITTED

ENRICHMENTS = (RETENTION_FITTED, ORDER_VALUES_FITTED, SENTIMENTS)
