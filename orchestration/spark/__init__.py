"""Apache Spark beside DuckDB: a cluster of this machine alone, for development and for tests."""
