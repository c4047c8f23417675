"""How ingest, build and queries grow with a corpus: `python -m benchmarks.scale`, told in benchmarks/RESULTS.md."""
