"""Hostile and damaged files: generators by family, deterministic, nothing of ingest/ in them."""
