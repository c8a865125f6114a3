"""The refresh under Dagster: when it runs, what it shows, whom it tells; no rule of the business."""
