"""What changed between two published warehouses, and why."""
