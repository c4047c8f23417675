"""Land: columns of the landing tables, their writers, one ingest call."""
