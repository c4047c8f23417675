"""Find: what stands in the text. Numbers and units, headings, tables, score notes, phrases, regions."""
