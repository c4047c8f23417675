"""The published warehouse as other tools want it: an Excel workbook, a data package, a Postgres database."""
