"""Lists and counts: a whole and its parts, names and how many there are."""
