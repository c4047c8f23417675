"""Resolve: what it means. Context, statements, indicator trees, observations, dispositions."""
