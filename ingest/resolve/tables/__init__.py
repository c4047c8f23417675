"""Tables: statements of the final accounts, budgets, plain tables."""
