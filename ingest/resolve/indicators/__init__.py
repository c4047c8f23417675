"""Indicators: the tree of a report, from tables, headings and sentences."""
