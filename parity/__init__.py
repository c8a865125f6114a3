"""The same deliveries built on DuckDB and on Spark, and every published table compared row by row: docs/spark.md."""
