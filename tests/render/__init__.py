"""One source, all formats: a text fixture as blocks, and the blocks as DOCX, PDF, HTML and XLSX.

Nothing of ingest/ is used: how a person would set a flattened text is decided here on its own.
"""
