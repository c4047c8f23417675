"""Scoring of extraction against expected facts: rows of both sides, matching, tallies, tables."""
