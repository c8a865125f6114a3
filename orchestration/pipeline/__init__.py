"""The refresh under Dagster: when it runs, what it shows, and whom it tells. It holds no rule of the business."""
