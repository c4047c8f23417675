"""Plain tables: totals of rows and columns, shares, columns that compare."""
