"""What the words say numbers are to each other: a change and its rate, a share, a list of parts, a count."""
